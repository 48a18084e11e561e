"""The drill: the whole content is copied while somebody writes, put into another database, and every row compared."""

import subprocess
import threading

import pyrage
import pytest
from django.db import ConnectionHandler, connection

from cooperation.operations import environment
from cooperation.operations.backups.files import digest_of
from tests.operations.commands import manage

from .databases import PATH, contents, database

pytestmark = [pytest.mark.django_db, pytest.mark.content, pytest.mark.enable_socket]


class Writer(threading.Thread):
    """Somebody who goes on editing: a source after the other, each with the one that it follows."""

    def __init__(self, url):
        super().__init__(daemon=True)
        self.url, self.done, self.written = url, threading.Event(), 0

    def run(self):
        own = ConnectionHandler({"default": environment.named(self.url)})["default"]
        with own.cursor() as cursor:
            while not self.done.wait(0.002):
                cursor.execute("UPDATE cooperation_topic SET sdgs = %s WHERE slug = 'health'", [str(self.written % 17)])
                self.written += 1
        own.close()


@pytest.fixture(scope="module")
def record(tmp_path_factory, django_db_setup, django_db_blocker):
    """The address of a database with the whole content."""
    folder = tmp_path_factory.mktemp("record")
    with django_db_blocker.unblock(), database(folder, "record", migrated=True) as url:
        loaded = manage("load_record", DATA_DIR=folder, DATABASE_URL=url)
        assert loaded.returncode == 0, loaded.stderr
        yield url


@pytest.fixture
def run(tmp_path, record):
    def run(command, *arguments, url=record, **settings):
        settings = {"DATA_DIR": tmp_path / "data", "BACKUP_DIR": tmp_path / "copies", "DATABASE_URL": url, **settings}
        return manage(command, *map(str, arguments), PATH=PATH, **settings)

    return run


@pytest.fixture
def other(tmp_path):
    with database(tmp_path, "other") as url:
        yield url


def copies(tmp_path):
    return sorted(path for path in (tmp_path / "copies").iterdir() if path.is_file() and path.suffix != ".sha256")


def refused(done):
    return done.returncode != 0 and "Traceback" not in done.stderr and done.stderr.strip()


def test_every_row_comes_back(run, record, other, tmp_path):
    writer = Writer(record)
    writer.start()
    assert run("backup").returncode == 0
    writer.done.set()
    writer.join()
    assert writer.written > 10
    (first,) = copies(tmp_path)
    assert first.stat().st_mode & 0o077 == 0
    subprocess.run(["sha256sum", "-c", f"{first.name}.sha256"], cwd=first.parent, check=True, capture_output=True)

    before = contents(record)
    assert len(before["cooperation_meeting"]) == 337
    restored = run("restore", first, "--into", other)
    assert restored.returncode == 0, restored.stderr
    after = contents(other)
    # What was written since the copy: of a topic, and of when it changed.
    changed = {table for table in before if before[table] != after[table]}
    assert changed <= {"cooperation_topic", "cooperation_lastchange"}
    assert len(set(before["cooperation_topic"]) ^ set(after["cooperation_topic"])) <= 2

    assert "something in this database" in refused(run("restore", first, "--into", other))
    assert run("restore", first, "--replace").returncode == 0
    assert contents(record) == after
    # What was replaced lies apart: the rotation of nightly copies knows nothing of it.
    assert (copies(tmp_path), len(list((tmp_path / "copies" / "replaced").iterdir()))) == ([first], 2)


def test_a_damaged_copy_is_refused_and_nothing_is_written(run, other, tmp_path):
    run("backup")
    (copy,) = copies(tmp_path)
    whole = copy.read_bytes()
    copy.write_bytes(whole[:-10] + b"\0" * 10)
    assert "its checksum differs" in refused(run("restore", copy, "--into", other))
    copy.with_name(f"{copy.name}.sha256").unlink()
    copy.write_bytes(whole)
    assert "is missing beside" in refused(run("restore", copy, "--into", other))
    assert contents(other) == {}


def test_an_encrypted_copy_is_opened_by_its_key_alone(run, record, other, tmp_path):
    secret, stranger = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    mine, theirs = tmp_path / "mine", tmp_path / "theirs"
    mine.write_text(f"# a comment\n{secret}\n")
    theirs.write_text(f"{stranger}\n")
    assert run("backup", BACKUP_KEY=secret.to_public()).returncode == 0
    (copy,) = copies(tmp_path)
    assert copy.name.endswith(".age")
    assert copy.read_bytes().startswith(b"age-encryption.org/")
    assert "encrypted: name the file" in refused(run("restore", copy, "--into", other))
    assert "another key" in refused(run("restore", copy, "--identity", theirs, "--into", other))
    assert contents(other) == {}
    assert run("restore", copy, "--identity", mine, "--into", other).returncode == 0
    assert contents(other) == contents(record)
    assert [path for path in copy.parent.iterdir() if path.is_dir()] == []


@pytest.fixture
def small_disk(tmp_path):
    """One that is smaller than the record."""
    path = tmp_path / "small"
    path.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", path], stderr=subprocess.DEVNULL).returncode:
        pytest.skip("this user may mount no disk")
    yield path
    subprocess.run(["umount", "--lazy", path], check=True)


def test_a_full_disk_is_said_and_named(run, small_disk, tmp_path):
    full = refused(run("backup", BACKUP_DIR=small_disk))
    if connection.vendor == "sqlite":
        assert full.startswith("CommandError: The disk is full: free some space, or name ")
        assert full.endswith(" a folder on another disk in BACKUP_DIR, then try again.")
        assert "on another disk in --into" in refused(run("backup", "--into", small_disk))
    else:
        assert "No space left on device" in full
    assert list(small_disk.iterdir()) == []
    assert run("backup").returncode == 0
    (copy,) = copies(tmp_path)
    # What is there cannot be kept, so it stays.
    assert "nothing was restored" in refused(run("restore", copy, "--replace", BACKUP_DIR=small_disk))


@pytest.mark.engine("sqlite")
def test_a_restore_onto_a_full_disk_leaves_nothing(run, small_disk, tmp_path):
    run("backup")
    (copy,) = copies(tmp_path)
    said = refused(run("restore", copy, "--into", f"sqlite:///{small_disk}/record.sqlite3"))
    assert said.endswith("The disk is full: free some space, then try again.")
    assert list(small_disk.iterdir()) == []


def test_a_target_that_cannot_be_is_the_one_that_is_named(run, tmp_path):
    run("backup")
    (copy,) = copies(tmp_path)
    if connection.vendor == "sqlite":
        said = refused(run("restore", copy, "--into", "sqlite:////proc/x/y.sqlite3"))
        assert "The database /proc/x/y.sqlite3 cannot be opened: see that its folder is there" in said
    said = refused(run("restore", copy, "--into", "postgres://u:secret@127.0.0.1:1/record"))
    assert "No connection to the database of --into" in said
    assert "secret" not in said


@pytest.mark.engine("sqlite")
def test_a_refused_restore_leaves_no_file_and_one_that_is_done_is_for_its_owner(run, tmp_path):
    run("backup")
    (copy,) = copies(tmp_path)
    target = tmp_path / "target" / "record.sqlite3"
    target.parent.mkdir()
    whole = copy.read_bytes()
    copy.write_bytes(b"damaged")
    copy.with_name(f"{copy.name}.sha256").write_text(f"{digest_of(copy)}  {copy.name}\n")
    assert "is damaged" in refused(run("restore", copy, "--into", f"sqlite:///{target}"))
    assert [path.name for path in target.parent.iterdir() if path.suffix != ".lock"] == []
    copy.write_bytes(whole)
    copy.with_name(f"{copy.name}.sha256").write_text(f"{digest_of(copy)}  {copy.name}\n")
    assert run("restore", copy, "--into", f"sqlite:///{target}").returncode == 0
    made = {path.name: path.stat().st_mode & 0o777 for path in target.parent.iterdir()}
    # The lock is empty.
    assert made.keys() <= {target.name, f"{target.name}.lock"}
    assert made[target.name] == 0o600


def test_a_key_that_is_none_and_a_database_that_is_not_there_are_said(run, tmp_path):
    assert "begins with age1" in refused(run("backup", BACKUP_KEY="secret"))
    assert refused(run("backup", url=f"sqlite:///{tmp_path / 'nowhere.sqlite3'}"))
    assert refused(run("restore", tmp_path / "no.sqlite3.gz"))
    assert not (tmp_path / "nowhere.sqlite3").exists()
