"""What the site has written: its folder, its static files, the files of the whole record, and its backups."""

import datetime
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pyrage
from django.conf import settings
from django.db import connection

from cooperation.opendata.bulk import freshness, shelf

from ..backups.faults import BackupError
from ..backups.files import backups_in, verify
from ..sqlite.base import is_in_memory
from ..start import static_files_are_current
from . import basics
from .findings import Finding, fault, fine, warning
from .set_up import OTHERS, others_may

# What is read to compare a checksum takes no longer than this.
_READ_AT_MOST = 2_000_000_000
_DAY = 24 * 3600
# What processes that were stopped leave behind, by the folder that it is in.
_LEFT = (("exports", "making-*"), (".", "secret_key.*"))


def data_folder() -> Finding:
    """Raises OSError where nothing can be written."""
    folder = settings.DATA_DIR
    _write_into(folder)
    owner = folder.stat().st_uid
    if owner != os.geteuid():
        says = f"{folder} belongs to user {owner}, and this is user {os.geteuid()}"
        return warning(
            "data folder", says, "Run commands as the user that the site runs as, or it cannot use what they make."
        )
    return fine("data folder", f"{folder} can be written")


def _write_into(folder: Path) -> None:
    """Raises OSError where that cannot be done; leaves nothing."""
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(b"x")


def database_file() -> Finding:
    """Raises OSError where it cannot be asked."""
    name, path = "database file", connection.settings_dict["NAME"]
    if connection.vendor != "sqlite" or is_in_memory(path):
        return fine(name, "none: the database is kept by its server")
    path = Path(path).absolute()
    if not path.exists():
        return fine(name, "not made yet")
    if others_may(path, OTHERS) and others_may(path.parent, OTHERS):
        says = f"{path} is open to others than its owner: passwords and sessions are in it"
        return fault(name, says, f"chmod 600 {path}* and, where nobody else needs the folder, chmod 700 {path.parent}.")
    return fine(name, f"{path} is closed to others")


def static_files() -> Finding:
    if not static_files_are_current():
        return fault(
            "static files", "they are missing, or of another version", "Start with manage.py serve, which gathers them."
        )
    return fine("static files", "gathered")


def whole_record() -> Finding:
    """Raises DatabaseError where the database does not say what was withdrawn."""
    name, command = "files of the record", "Run manage.py export_record; a running site does so by itself."
    version = shelf.current()
    if version is None:
        return warning(name, "none were made yet", command)
    if freshness.holds_what_is_gone(version):
        return warning(name, "they hold what is public no more, so nobody gets them", command)
    age = basics.spoken(datetime.timedelta(seconds=time.time() - version.stat().st_mtime))
    return fine(name, f"{age} old" + (", and behind the record" if freshness.is_behind(version) else ""))


def leftovers() -> Finding:
    found = sorted(str(path) for path in _left())
    if found:
        says = f"{len(found)} unfinished things of processes that were stopped, the first is {found[0]}"
        return warning("leftovers", says, "Delete them.")
    return fine("leftovers", "none")


def _left() -> Iterator[Path]:
    folders = [(settings.DATA_DIR / name, pattern) for name, pattern in _LEFT]
    folders += [(settings.BACKUP_DIR, pattern) for pattern in (".making-*", "restoring-*")]
    for folder, pattern in folders:
        yield from (path for path in folder.glob(pattern) if time.time() - path.lstat().st_mtime > _DAY)


def newest_backup() -> Finding:
    """That the newest copy is what was written. Raises OSError."""
    found = backups_in(settings.BACKUP_DIR)
    if not found:
        return fine("newest backup", "none to verify")
    newest = found[0].path
    if newest.stat().st_size > _READ_AT_MOST:
        return fine("newest backup", f"{newest.name} is large: verify it with sha256sum -c")
    try:
        verify(newest)
    except BackupError as error:
        return fault("newest backup", str(error), "Make another one now: manage.py backup.")
    return fine("newest backup", f"{newest.name} is what was written; restore it somewhere to be sure")


def backup_folder() -> Finding:
    """Raises OSError where the folder cannot be asked."""
    folder, name = settings.BACKUP_DIR, "backup folder"
    if settings.BACKUP_KEY and not _is_key(settings.BACKUP_KEY):
        return fault(name, "BACKUP_KEY is no public key of age", "Set the one that backup --new-key printed: age1…")
    there = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
    if not there.is_dir():
        return fault(name, f"{there} is no folder", "Name one in BACKUP_DIR.")
    try:
        _write_into(there)
    except OSError as error:
        says = f"nothing can be written in {there} ({error.strerror}): there can be no copy"
        return fault(name, says, "Give this user the right to, or name another folder in BACKUP_DIR.")
    if there != folder.absolute():
        return warning(name, f"{folder} is not there yet", "The first manage.py backup makes it.")
    if others_may(folder, OTHERS):
        return fault(name, f"{folder} is open to others than its owner", f"chmod 700 {folder}")
    if folder.stat().st_dev == settings.DATA_DIR.stat().st_dev:
        says = f"{folder} is on the same disk as the database: with it the copies would be lost too"
        return warning(name, says, "Name a folder on another disk in BACKUP_DIR, or copy them elsewhere each night.")
    return fine(name, f"{folder}, {'encrypted' if settings.BACKUP_KEY else 'not encrypted'}")


def _is_key(text: str) -> bool:
    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return True
