"""Each fault is made for real: what the terminal then shows is a sentence, and no traceback."""

import errno
import socket
import sqlite3
import subprocess
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError
from django.db import DatabaseError, IntegrityError, OperationalError, connection

from cooperation.operations.faults import SITE, StartError, Work, explanation
from tests.operations.commands import manage


def refusal(process: subprocess.CompletedProcess[str]) -> str:
    """The one thing that was said, once it is seen that nothing else was."""
    assert process.returncode != 0
    assert "Traceback" not in process.stdout + process.stderr
    assert "Warning" not in process.stderr
    said = process.stderr.strip()
    assert 0 < len(said) < 400
    return said


@pytest.mark.engine("sqlite")
class TestServe:
    """`manage.py serve`, which `make run` calls, where it cannot start."""

    def test_a_nonsense_database_address_is_refused(self, tmp_path):
        process = manage("serve", DATA_DIR=tmp_path, DATABASE_URL="nonsense")
        assert refusal(process).startswith("DATABASE_URL makes no sense: write postgres://")

    def test_an_unreachable_database_server_is_named(self, tmp_path):
        process = manage("serve", DATA_DIR=tmp_path, DATABASE_URL="postgres://u:secret@127.0.0.1:1/record")
        said = refusal(process)
        assert "127.0.0.1" in said
        assert "see that its server runs" in said
        assert "secret" not in said

    def test_a_database_in_no_folder_is_named(self, tmp_path):
        process = manage("serve", DATA_DIR=tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}/none/record.sqlite3")
        assert f"{tmp_path}/none/record.sqlite3 cannot be opened: see that its folder is there" in refusal(process)

    def test_a_damaged_database_is_named(self, tmp_path):
        (tmp_path / "record.sqlite3").write_bytes(b"This was a database once.\n" * 400)
        assert "is not a sound SQLite file: put a backup in its place" in refusal(manage("serve", DATA_DIR=tmp_path))

    def test_a_full_disk_is_said(self, tmp_path):
        # SQLite's own limit of pages gives the same error as a disk without space.
        url = f"sqlite:///{tmp_path}/record.sqlite3?init_command=PRAGMA max_page_count=20"
        assert refusal(manage("serve", DATA_DIR=tmp_path, DATABASE_URL=url)) == SITE.disk_full

    def test_a_data_folder_that_cannot_be_made_is_named(self, tmp_path):
        (tmp_path / "file").touch()
        assert "name one in DATA_DIR" in refusal(manage("serve", DATA_DIR=tmp_path / "file" / "data"))

    @pytest.mark.enable_socket
    def test_a_port_that_is_taken_is_named(self, tmp_path):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            said = refusal(manage("serve", f"--port={port}", DATA_DIR=tmp_path))
        assert said.startswith(f"Port {port} is taken")
        assert f"make run PORT={port + 1}" in said
        assert not (tmp_path / "record.sqlite3").exists()

    def test_a_nonsense_site_address_is_refused(self, tmp_path):
        assert "write the site's address" in refusal(manage("serve", DATA_DIR=tmp_path, SITE_URL="record.example"))


@pytest.mark.engine("sqlite")
def test_every_command_refuses_nonsense_with_a_sentence(tmp_path):
    said = refusal(manage("check", DATA_DIR=tmp_path, SECRET_KEY_FILE=tmp_path / "none"))
    assert said == f"SECRET_KEY_FILE={tmp_path / 'none'} cannot be read: No such file or directory."


@pytest.mark.engine("postgresql")
def test_a_server_that_refuses_the_user_is_explained(tmp_path):
    server = connection.settings_dict
    url = f"postgres://nobody:secret@/{server['HOST']}/postgres"
    said = refusal(manage("serve", DATA_DIR=tmp_path, DATABASE_URL=url))
    assert 'role "nobody" does not exist' in said
    assert "secret" not in said


def test_explanation_is_the_sentence_of_a_failed_start():
    assert explanation(StartError("Do this.")) == "Do this."
    assert explanation(ImproperlyConfigured("Do that.")) == "Do that."


def test_explanation_knows_a_full_disk():
    with pytest.raises(OSError, match="No space") as caught:
        Path("/dev/full").write_text("a")
    assert explanation(caught.value) == SITE.disk_full


def test_explanation_speaks_of_what_the_command_works_on():
    full = OSError(errno.ENOSPC, "No space left on device")
    closed = PermissionError(errno.EROFS, "Read-only file system", "/mnt/copy")
    assert explanation(full) == (
        "The disk is full: free some space, or name a folder on another disk in DATA_DIR, then try again."
    )
    assert "in BACKUP_DIR, then" in explanation(full, Work(folder="BACKUP_DIR"))
    assert explanation(full, Work(folder="")) == "The disk is full: free some space, then try again."
    assert explanation(closed, Work(folder="")).endswith("(Read-only file system): give this user the right to.")


def test_explanation_takes_the_errors_that_sqlite_gives_by_itself(tmp_path):
    with pytest.raises(sqlite3.OperationalError) as caught:
        sqlite3.connect(tmp_path / "none" / "record.sqlite3")
    assert "cannot be opened" in explanation(caught.value)


def test_explanation_names_a_file_that_may_not_be_used():
    error = PermissionError(errno.EACCES, "Permission denied", "/srv/record/secret_key")
    assert explanation(error).startswith("/srv/record/secret_key cannot be used (Permission denied)")


def test_explanation_leaves_a_missing_file_to_its_traceback():
    assert explanation(FileNotFoundError(errno.ENOENT, "No such file", "template.html")) is None


@pytest.mark.django_db
def test_explanation_leaves_a_wrong_query_to_its_traceback():
    with pytest.raises(DatabaseError) as caught, connection.cursor() as cursor:
        cursor.execute("SELECT * FROM no_such_table")
    assert explanation(caught.value) is None


def test_explanation_finds_the_cause_of_a_failed_command():
    failure = CommandError("meetings/2020.json, line 5: the database refuses this record.")
    failure.__cause__ = OSError(errno.ENOSPC, "No space left on device")
    assert explanation(failure) == SITE.disk_full


def test_explanation_leaves_unknown_errors_alone():
    assert explanation(ValueError("a defect")) is None
    assert explanation(IntegrityError("no cause")) is None
    assert explanation(OperationalError("no cause")) is None
