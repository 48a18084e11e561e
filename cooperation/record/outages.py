"""Whether an error is no defect of the site: the database, or the disk, cannot be used for the moment."""

import errno
import logging
import sqlite3
from enum import Enum

from django.db import DatabaseError, InterfaceError, OperationalError

from .deadlines import PastDeadlineError

# Set in the environment of a request that is not to be answered: why.
OUTAGE = "cooperation.outage"


class Outage(Enum):
    """Why a request cannot be answered now, and after how many seconds it is worth asking again."""

    BUSY = 3
    LATE = 60
    AWAY = 10

    @property
    def level(self) -> int:
        """How it is logged: what breaks a bound of ours is refused as it is meant to be."""
        return logging.ERROR if self is Outage.AWAY else logging.WARNING


_OF_SQLITE = {
    sqlite3.SQLITE_BUSY: Outage.AWAY,
    sqlite3.SQLITE_LOCKED: Outage.AWAY,
    sqlite3.SQLITE_READONLY: Outage.AWAY,
    sqlite3.SQLITE_FULL: Outage.AWAY,
    sqlite3.SQLITE_IOERR: Outage.AWAY,
    sqlite3.SQLITE_CANTOPEN: Outage.AWAY,
    sqlite3.SQLITE_PERM: Outage.AWAY,
    sqlite3.SQLITE_NOTADB: Outage.AWAY,
    sqlite3.SQLITE_CORRUPT: Outage.AWAY,
    sqlite3.SQLITE_INTERRUPT: Outage.LATE,
}
# PostgreSQL's classes: connection, resources (a full disk), operator, system; and states of their own.
_CLASSES = ("08", "53", "57", "58")
_STATES = {
    "57014": Outage.LATE,
    "25006": Outage.AWAY,  # read-only
    "55P03": Outage.AWAY,  # a lock that was not to be had in time
    "40P01": Outage.AWAY,  # two that waited for each other
    "25P03": Outage.AWAY,  # a transaction that was left idle
}
_OF_FILES = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}


def outage_of(error: BaseException | None) -> Outage | None:
    """What the error, or what caused it, says; None where it is a defect."""
    seen: list[BaseException] = []
    while error is not None and error not in seen:
        if found := _told(error):
            return found
        seen.append(error)
        error = error.__cause__ or error.__context__
    return None


def _told(error: BaseException) -> Outage | None:
    if isinstance(error, PastDeadlineError):
        return Outage.LATE
    if isinstance(error, OSError):
        return Outage.AWAY if error.errno in _OF_FILES else None
    if not isinstance(error, DatabaseError | InterfaceError):
        return None
    cause = error.__cause__
    if (code := getattr(cause, "sqlite_errorcode", None)) is not None:
        # The lower byte is the kind of error; what is above it is detail.
        return _OF_SQLITE.get(code & 0xFF)
    return _of_postgresql(error, cause)


def _of_postgresql(error: BaseException, cause: BaseException | None) -> Outage | None:
    if not hasattr(cause, "sqlstate"):
        return None
    state = cause.sqlstate
    if state is None:
        # The server was not reached, or the connection broke off.
        return Outage.AWAY if isinstance(error, OperationalError | InterfaceError) else None
    return _STATES.get(state) or (Outage.AWAY if state.startswith(_CLASSES) else None)
