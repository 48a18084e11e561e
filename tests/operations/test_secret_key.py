import stat
import subprocess
import sys

import pytest

from cooperation.operations.secret_key import stored_secret_key
from tests.operations.commands import ROOT, manage


def test_stored_secret_key_stays_the_same(tmp_path):
    path = tmp_path / "var" / "secret_key"
    assert stored_secret_key(path) == stored_secret_key(path)


def test_stored_secret_key_differs_from_site_to_site(tmp_path):
    assert stored_secret_key(tmp_path / "a") != stored_secret_key(tmp_path / "b")


def test_stored_secret_key_is_for_its_owner_only(tmp_path):
    path = tmp_path / "secret_key"
    stored_secret_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.engine("sqlite")
def test_former_keys_stand_in_their_file_one_a_line(tmp_path):
    kept = tmp_path / "former"
    kept.write_text("the-last-one\nthe-one-before\n")
    told = "from django.conf import settings; print(settings.SECRET_KEY_FALLBACKS)"
    said = manage("shell", "-v0", "-c", told, DATA_DIR=tmp_path, SECRET_KEY_FALLBACKS_FILE=kept).stdout
    assert said.strip() == "['the-last-one', 'the-one-before']"


@pytest.mark.engine("sqlite")
def test_stored_secret_key_is_one_for_processes_that_start_together(tmp_path):
    code = (
        "import pathlib, sys; from cooperation.operations.secret_key import stored_secret_key;"
        "print(stored_secret_key(pathlib.Path(sys.argv[1])))"
    )
    command = [sys.executable, "-c", code, tmp_path / "secret_key"]
    processes = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    keys = {process.communicate(timeout=60)[0] for process in processes}
    assert len(keys) == 1
    assert len(keys.pop().strip()) >= 80
