"""bootstrap.sh, which makes .venv, on machines that lack something: a bare PATH stands for each of them."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.operations.commands import ROOT

pytestmark = pytest.mark.engine("sqlite")

SCRIPT = "cooperation/operations/bootstrap.sh"
NEEDED = ("cat", "cmp", "cp", "dirname", "env", "grep", "sh", "tail")


class Machine:
    """A folder with the script and an empty lock file, and a PATH with nothing but what the script calls."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "project"
        self.programs = folder / "bin"
        self.environment = {"PATH": str(self.programs), "HOME": str(folder)}
        (self.folder / SCRIPT).parent.mkdir(parents=True)
        shutil.copy(ROOT / SCRIPT, self.folder / SCRIPT)
        self.lock = self.folder / "requirements.txt"
        self.lock.write_text("# nothing\n")
        self.programs.mkdir()
        for name in NEEDED:
            (self.programs / name).symlink_to(shutil.which(name))

    def install(self, name: str, script: str) -> None:
        program = self.programs / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)

    def install_python(self, name: str, setup: str = "") -> None:
        # The one that runs these tests, asked for its own program: .venv's link would make a .venv of a .venv.
        self.install(name, f'{setup}\nexec "{Path(sys.executable).resolve()}" "$@"')

    def bootstrap(self) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.programs / "sh", self.folder / SCRIPT, "requirements.txt"],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
        )


@pytest.fixture
def machine(tmp_path) -> Machine:
    return Machine(tmp_path)


def test_a_machine_without_python_is_told_what_to_install(machine):
    process = machine.bootstrap()
    assert process.returncode == 1
    assert process.stderr.startswith("Python 3.11 or later is needed and was not found: install it")
    assert not (machine.folder / ".venv").exists()


def test_an_older_python_and_a_stand_in_for_none_are_passed_over(machine):
    # The answer of a Python 3.9 to the question whether it is older, and what version managers leave in PATH.
    machine.install("python3", "exit 1")
    machine.install("python3.12", "echo 'python3.12: command not found' >&2; exit 127")
    process = machine.bootstrap()
    assert process.returncode == 1
    assert process.stderr.startswith("Python 3.11 or later is needed and was not found")


def test_a_python_without_venv_is_told_which_package_to_install(machine, tmp_path):
    (tmp_path / "lacking").mkdir()
    (tmp_path / "lacking" / "ensurepip.py").write_text("raise ImportError")
    machine.install_python("python3", setup=f'export PYTHONPATH="{tmp_path}/lacking"')
    process = machine.bootstrap()
    assert process.returncode == 1
    version = f"python3.{sys.version_info.minor}"
    assert "apt install python3-venv" in process.stderr
    assert f"or {version}-venv" in process.stderr
    assert not (machine.folder / ".venv").exists()


def test_packages_are_installed_once_and_a_failure_is_explained(machine):
    machine.install_python("python3.11")
    process = machine.bootstrap()
    assert (process.returncode, process.stderr) == (0, "")
    assert process.stdout.startswith("Making .venv with Python 3.")
    assert process.stdout.endswith("Installing the packages of requirements.txt; the first time takes a minute.\n")

    again = machine.bootstrap()
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")

    # Nothing listens at this address, as on a machine without a network.
    machine.environment |= {"PIP_INDEX_URL": "http://127.0.0.1:1/simple/", "PIP_RETRIES": "0"}
    machine.lock.write_text(f"no-such-package==1.0 --hash=sha256:{'0' * 64}\n")
    failed = machine.bootstrap()
    assert failed.returncode == 1
    assert failed.stderr.startswith(
        "The packages could not be fetched: see that this machine reaches its package index"
    )
    assert "Traceback" not in failed.stderr
    assert machine.bootstrap().returncode == 1
