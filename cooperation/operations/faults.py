"""Why a command could not do its work, in a sentence for the person at the terminal."""

import errno
import sqlite3
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import connections


class StartError(Exception):
    """The site cannot start; the message says what to do."""


@dataclass(frozen=True)
class Work:
    """What a command works on, in the words of who called it.

    `database` is the setting or option that names the database `alias`, and `folder` the one that names another folder
    to write into, empty where there is none.
    """

    alias: str = "default"
    database: str = "DATABASE_URL"
    folder: str = "DATA_DIR"

    @property
    def disk_full(self) -> str:
        elsewhere = f", or name a folder on another disk in {self.folder}" if self.folder else ""
        return f"The disk is full: free some space{elsewhere}, then try again."


SITE = Work()


def explanation(error: BaseException, work: Work = SITE) -> str | None:
    """The sentence for an error or for what caused it; None where only a traceback helps: a defect of the site."""
    chain = []
    while error and error not in chain:
        chain.append(error)
        error = error.__cause__
    return next(filter(None, (_sentence(each, work) for each in chain)), None)


def _sentence(error: BaseException, work: Work) -> str | None:
    if isinstance(error, StartError | ImproperlyConfigured):
        return str(error)
    if isinstance(error, sqlite3.Error):
        return _sqlite_fault(error, work)
    # Asked so, nobody needs the driver of PostgreSQL who has no PostgreSQL.
    if hasattr(error, "sqlstate"):
        return _postgresql_fault(error, work)
    return _file_fault(error, work) if isinstance(error, OSError) else None


def _file_fault(error: OSError, work: Work) -> str | None:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return work.disk_full
    if error.filename and error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        elsewhere = f", or name another folder in {work.folder}" if work.folder else ""
        return f"{error.filename} cannot be used ({error.strerror}): give this user the right to{elsewhere}."
    return None


def _sqlite_fault(error: sqlite3.Error, work: Work) -> str | None:
    # The lower byte is the kind of error; what is above it is detail.
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return work.disk_full
    sentence = {
        sqlite3.SQLITE_CANTOPEN: "cannot be opened: see that its folder is there and that this user may write in it.",
        sqlite3.SQLITE_READONLY: "cannot be written: give this user the right to write it and its folder.",
        sqlite3.SQLITE_PERM: "cannot be written: give this user the right to write it and its folder.",
        sqlite3.SQLITE_NOTADB: _DAMAGED,
        sqlite3.SQLITE_CORRUPT: _DAMAGED,
        sqlite3.SQLITE_IOERR: "cannot be read or written: see that the disk is sound and not full.",
        sqlite3.SQLITE_BUSY: "is held by another program: wait until that is done, then try again.",
        sqlite3.SQLITE_LOCKED: "is held by another program: wait until that is done, then try again.",
    }.get(code)
    return f"The database {connections[work.alias].settings_dict['NAME']} {sentence}" if sentence else None


_DAMAGED = "is not a sound SQLite file: put a backup in its place, or move it away to begin with a new one."


def _postgresql_fault(error: Any, work: Work) -> str | None:
    return {
        # No code: the server was not reached, or refused before it spoke SQL.
        None: (
            f"No connection to the database of {work.database} ({_reason(error)}): see that its server runs, "
            "and that address, database, user and password are right."
        ),
        "53100": "The disk of the database server is full: free some space there, then try again.",
        "25006": f"The database of {work.database} is read-only: name the primary server, not a replica.",
        "42501": f"The user in {work.database} may not do this: make it the owner of the database.",
    }.get(error.sqlstate)


def _reason(error: BaseException) -> str:
    """Each address tried has its line, and below it, indented, a guess that is ours to make; the last decided."""
    lines = [line.strip("- ") for line in str(error).splitlines() if line.strip() and not line.startswith("\t")]
    return lines[-1] if lines else "no reason given"
