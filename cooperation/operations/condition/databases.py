"""How the database is set up, whether it counts changes, and whether its clock and its copies keep pace."""

import datetime
import shutil
import subprocess
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, connections
from django.utils import timezone

from cooperation.record import changes, triggers

from .findings import Finding, fault, fine, warning

# Clocks further apart than this put changes in a wrong order for those who compare times.
APART = datetime.timedelta(seconds=5)
_PROGRAMS = ("pg_dump", "pg_restore", "psql")
# A large file takes minutes to be read through.
_READ_THROUGH = 500_000_000


def engine() -> Finding:
    """Raises DatabaseError."""
    return _postgresql() if connection.vendor == "postgresql" else _sqlite()


def _sqlite() -> Finding:
    mode, synchronous = _asked("PRAGMA journal_mode"), _asked("PRAGMA synchronous")
    if str(mode).lower() not in ("wal", "memory"):
        return fault("engine", f"SQLite in {mode} mode: readers and writers wait for each other", _WAL)
    if synchronous != 2 and mode != "memory":
        return warning("engine", "SQLite may lose the last saves when the power goes (synchronous is not FULL)", _OWN)
    size = _asked("PRAGMA page_count") * _asked("PRAGMA page_size")
    if size < _READ_THROUGH and (damage := _asked("PRAGMA quick_check(1)")) != "ok":
        return fault("engine", f"the database is damaged: {damage}", "Restore the newest backup (docs/operations.md).")
    return fine("engine", f"SQLite in WAL mode, {size / 1e6:.1f} MB, sound as far as was read")


_WAL = "See that the file's folder can be written and is on a disk of this machine, not of the network."
_OWN = "Leave out `synchronous` in DATABASE_URL: FULL is this site's own setting."


def _postgresql() -> Finding:
    if _asked("SELECT pg_is_in_recovery()"):
        return fault("engine", "PostgreSQL is a replica and takes no changes", "Name the primary in DATABASE_URL.")
    off = [name for name in ("fsync", "full_page_writes", "synchronous_commit") if _asked(f"SHOW {name}") == "off"]
    version = _asked("SHOW server_version")
    if off:
        says = f"PostgreSQL {version} may lose what it said was saved: {', '.join(off)} off"
        return warning("engine", says, "Set it on in postgresql.conf.")
    owns = "SELECT pg_has_role(datdba, 'USAGE') FROM pg_database WHERE datname = current_database()"
    if not _asked(owns):
        says = "this user does not own the database, and cannot restore into it"
        return warning("engine", says, "ALTER DATABASE … OWNER TO the user in DATABASE_URL.")
    return fine("engine", f"PostgreSQL {version}")


def followed() -> Finding:
    """Raises DatabaseError."""
    missing = triggers.missing()
    if missing:
        says = f"{len(missing)} triggers are missing, the first is {missing[0]}: changes by hand may go unseen"
        return fault("triggers", says, "Run manage.py migrate, which puts them back.")
    stamp = changes.stamp()
    return fine("triggers", f"in place; the record has changed {stamp.number} times in this epoch")


def clocks() -> Finding:
    """Raises DatabaseError."""
    now = timezone.now()
    theirs = _asked("SELECT clock_timestamp()") if connection.vendor == "postgresql" else changes.stamp().reached
    if theirs is None:
        return fine("clock", "nothing to compare with")
    apart = theirs - now if connection.vendor != "postgresql" else abs(theirs - now)
    if apart > APART:
        says = f"the database has a time {apart.total_seconds():.0f} seconds away from this machine's"
        return fault("clock", says, "Let both set their clocks by the network (timedatectl set-ntp true).")
    return fine("clock", f"as the database has it; days are those of {settings.TIME_ZONE}")


def programs() -> Finding:
    """What backups and restores call. Raises DatabaseError."""
    if connection.vendor != "postgresql":
        return fine("client programs", "none needed for SQLite")
    absent = [program for program in _PROGRAMS if shutil.which(program) is None]
    if absent:
        return fault("client programs", f"{', '.join(absent)} not installed: there can be no backup", _INSTALL)
    server, client = _asked("SHOW server_version_num") // 10_000, _version_of("pg_dump")
    if client < server:
        says = f"pg_dump is of version {client}, the server of {server}: it will refuse"
        return fault("client programs", says, _INSTALL)
    return fine("client programs", f"version {client}, for a server of version {server}")


_INSTALL = "Install PostgreSQL's client programs of the server's version."


def _version_of(program: str) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=10, check=True)  # noqa: S603
    return int(said.stdout.split()[2].partition(".")[0])


def replicas() -> list[Finding]:
    """A finding for each. Raises DatabaseError where the primary does not answer."""
    primary = changes.stamp("default")
    return [_replica(alias, primary) for alias in settings.DATABASES if alias != "default"]


def _replica(alias: str, primary: changes.Stamp) -> Finding:
    try:
        own = changes.stamp(alias)
    except DatabaseError as error:
        says = f"it does not answer ({type(error).__name__}); readers are served by the others"
        return fault(alias, says, "See whether its server runs, or take it out of DATABASE_REPLICA_URLS.")
    if own.epoch != primary.epoch:
        return fault(alias, "it follows another database", "Set it up anew from a copy of the primary.")
    behind = primary.number - own.number
    if behind > 0:
        return warning(
            alias, f"{behind} changes behind the primary", "Look again in a minute; see its disk and network."
        )
    return fine(alias, "keeps pace with the primary")


def _asked(question: str) -> Any:
    with connections["default"].cursor() as cursor:
        cursor.execute(question)
        answer = cursor.fetchone()[0]
    return int(answer) if isinstance(answer, str) and answer.isdecimal() else answer
