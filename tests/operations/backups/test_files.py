"""Which copies stay, and what of them counts."""

import datetime
import errno
import os
import tempfile
import time

import pyrage
import pytest

from cooperation.operations.backups import files
from cooperation.operations.backups.faults import BackupError
from cooperation.operations.backups.files import Kept, backups_in, forget_old, make, opened, verify

pytestmark = pytest.mark.engine("sqlite")

NOW = datetime.datetime(2026, 3, 15, 2, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _small(monkeypatch):
    def dump(alias, folder):
        (folder / "copy.sqlite3.gz").write_bytes(b"rows")
        return folder / "copy.sqlite3.gz"

    monkeypatch.setattr(files, "dump", dump)


def days_of(folder):
    return [each.made.date().isoformat() for each in backups_in(folder)]


def test_a_copy_has_its_checksum_and_is_for_its_user_alone(tmp_path):
    made = make(tmp_path / "copies", at=NOW)
    assert made.path.name == "record-20260315T020000Z.sqlite3.gz"
    assert [path.stat().st_mode & 0o777 for path in (made.path, made.checksum, made.path.parent)] == [
        0o600,
        0o600,
        0o700,
    ]
    verify(made.path)
    assert sorted(path.name for path in made.path.parent.iterdir()) == [made.path.name, made.checksum.name]


def test_two_copies_of_one_second_are_not_written_over_each_other(tmp_path):
    make(tmp_path, at=NOW)
    with pytest.raises(BackupError, match="there already"):
        make(tmp_path, at=NOW)
    verify(backups_in(tmp_path)[0].path)


def test_each_day_of_a_month_stays_then_the_first_of_each_month(tmp_path):
    for number in range(120):
        make(tmp_path, at=NOW - number * DAY)
    forget_old(tmp_path, Kept(days=10, months=3), NOW)
    recent = [(NOW - number * DAY).date().isoformat() for number in range(10)]
    assert days_of(tmp_path) == [*recent, "2026-03-01", "2026-02-01", "2026-01-01"]


def test_the_newest_stays_however_old_it_is(tmp_path):
    for number in (400, 401):
        make(tmp_path, at=NOW - number * DAY)
    gone = forget_old(tmp_path, Kept(days=0, months=0), NOW)
    assert (len(gone), len(backups_in(tmp_path))) == (1, 1)


def test_what_is_no_copy_or_has_no_checksum_is_left_alone(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "record-20200101T000000Z.sqlite3.gz").write_bytes(b"half")
    make(tmp_path, at=NOW)
    forget_old(tmp_path, Kept(days=0, months=0), NOW)
    assert days_of(tmp_path) == ["2026-03-15"]
    assert {path.name for path in tmp_path.iterdir()} >= {"notes.txt", "record-20200101T000000Z.sqlite3.gz"}


def test_what_a_stopped_machine_left_is_cleared_after_a_day(tmp_path):
    old, young = tmp_path / ".making-old", tmp_path / ".making-young"
    for folder in (old, young):
        folder.mkdir()
        (folder / "copy").write_bytes(b"half")
    os.utime(old, (time.time() - 100_000,) * 2)
    make(tmp_path, at=NOW)
    assert (old.exists(), young.exists()) == (False, True)


def test_a_checksum_that_is_none_is_said_to_be_none(tmp_path):
    made = make(tmp_path, at=NOW)
    for nonsense in (b"\xff\xfe\x00", b"", b"no checksum at all\n"):
        made.checksum.write_bytes(nonsense)
        with pytest.raises(BackupError, match=r"\.sha256 holds no checksum: nobody can say that the copy is whole"):
            verify(made.path)
    made.checksum.write_text(f"{'0' * 64}  {made.path.name}\n")
    with pytest.raises(BackupError, match="its checksum differs"):
        verify(made.path)


def test_a_copy_on_a_disk_that_cannot_be_written_is_worked_on_elsewhere(tmp_path, monkeypatch):
    made = make(tmp_path / "copies", at=NOW)
    elsewhere = tempfile.TemporaryDirectory

    def read_only(prefix, dir=None):
        if dir is not None:
            raise OSError(errno.EROFS, "Read-only file system", str(dir))
        return elsewhere(prefix=prefix, dir=tmp_path)

    monkeypatch.setattr(files.tempfile, "TemporaryDirectory", read_only)
    with opened(made.path) as (path, folder):
        assert (path, folder.parent, folder.stat().st_mode & 0o777) == (made.path, tmp_path, 0o700)
    assert not folder.exists()


def test_a_disk_that_is_full_while_a_copy_is_sealed_or_opened_is_no_wrong_key(tmp_path, monkeypatch):
    key = pyrage.x25519.Identity.generate()
    made = make(tmp_path / "copies", at=NOW, recipient=str(key.to_public()))
    (tmp_path / "key").write_text(str(key))

    def full(kind):
        def answer(*_arguments):
            raise kind("No space left on device (os error 28)")

        return answer

    monkeypatch.setattr(files.pyrage, "encrypt_file", full(pyrage.EncryptError))
    monkeypatch.setattr(files.pyrage, "decrypt_file", full(pyrage.DecryptError))
    with pytest.raises(OSError, match="No space left"):
        make(tmp_path / "others", at=NOW, recipient=str(key.to_public()))
    with pytest.raises(OSError, match="No space left"), opened(made.path, tmp_path / "key"):
        pytest.fail("opened")


def test_a_full_disk_leaves_nothing_behind(tmp_path, monkeypatch):
    def full(path):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "_flush", full)
    with pytest.raises(OSError, match="No space left"):
        make(tmp_path, at=NOW)
    assert list(tmp_path.iterdir()) == []
