"""Why a command could not do its work, in a sentence for the person at the terminal."""

import errno
import sqlite3

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError


class StartError(Exception):
    """The site cannot start; the message says what to do."""


DISK_FULL = "The disk is full: free some space, or name a folder on another disk in DATA_DIR, then start again."


def explanation(error: BaseException) -> str | None:
    """The sentence for an error or for what caused it; None where only a traceback helps: a defect of the site."""
    chain = []
    while error and error not in chain:
        chain.append(error)
        error = error.__cause__
    return next(filter(None, map(_sentence, chain)), None)


def _sentence(error: BaseException) -> str | None:
    if isinstance(error, StartError | ImproperlyConfigured):
        return str(error)
    if isinstance(error, DatabaseError):
        return _sqlite_fault(error.__cause__) or _postgresql_fault(error.__cause__)
    return _file_fault(error) if isinstance(error, OSError) else None


def _file_fault(error: OSError) -> str | None:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return DISK_FULL
    if error.filename and error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return (
            f"{error.filename} cannot be used ({error.strerror}): give this user the right to, "
            "or name another folder in DATA_DIR."
        )
    return None


def _sqlite_fault(cause: BaseException | None) -> str | None:
    # The lower byte is the kind of error; what is above it is detail.
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return DISK_FULL
    sentence = {
        sqlite3.SQLITE_CANTOPEN: "cannot be opened: see that its folder is there and that this user may write in it.",
        sqlite3.SQLITE_READONLY: "cannot be written: give this user the right to write it and its folder.",
        sqlite3.SQLITE_PERM: "cannot be written: give this user the right to write it and its folder.",
        sqlite3.SQLITE_NOTADB: _DAMAGED,
        sqlite3.SQLITE_CORRUPT: _DAMAGED,
        sqlite3.SQLITE_IOERR: "cannot be read or written: see that the disk is sound and not full.",
        sqlite3.SQLITE_BUSY: "is held by another program: wait until that is done, then start again.",
        sqlite3.SQLITE_LOCKED: "is held by another program: wait until that is done, then start again.",
    }.get(code)
    return f"The database {settings.DATABASES['default']['NAME']} {sentence}" if sentence else None


_DAMAGED = "is not a sound SQLite file: put a backup in its place, or move it away to begin with a new one."


def _postgresql_fault(cause: BaseException | None) -> str | None:
    if not hasattr(cause, "sqlstate"):
        return None
    return {
        # No code: the server was not reached, or refused before it spoke SQL.
        None: (
            f"No connection to the database of DATABASE_URL ({_reason(cause)}): see that its server runs, "
            "and that address, database, user and password are right."
        ),
        "53100": "The disk of the database server is full: free some space there, then start again.",
        "25006": "The database of DATABASE_URL is read-only: name the primary server, not a replica.",
        "42501": "The user in DATABASE_URL may not do this: make it the owner of the database.",
    }.get(cause.sqlstate)


def _reason(cause: BaseException) -> str:
    """Each address tried has its line, and below it, indented, a guess that is ours to make; the last decided."""
    lines = [line.strip("- ") for line in str(cause).splitlines() if line.strip() and not line.startswith("\t")]
    return lines[-1] if lines else "no reason given"
