"""Copies a database into a file, and a file into a database."""

import gzip
import os
import shutil
import sqlite3
import subprocess
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Any

import psycopg
from django.db import connections

from ..sqlite.base import make_private, remove
from .faults import BackupError

SUFFIXES = {"sqlite": "sqlite3.gz", "postgresql": "pgdump"}
_MIGRATIONS = "django_migrations"
# How long a restore waits for whoever writes.
PATIENCE = 20
# The last line is what `initdb` gives everybody; who may read the tables is for the operator to say.
_EMPTY = f"""
SET LOCAL lock_timeout = '{PATIENCE}s';
DROP SCHEMA public CASCADE;
CREATE SCHEMA public;
GRANT USAGE ON SCHEMA public TO PUBLIC;
"""
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def dump(alias: str, folder: Path) -> Path:
    """One state of the database as a file in `folder`. Raises BackupError."""
    connection = connections[alias]
    path = folder / f"copy.{SUFFIXES[connection.vendor]}"
    {"sqlite": _dump_sqlite, "postgresql": _dump_postgresql}[connection.vendor](alias, path)
    return path


def is_empty(alias: str) -> bool:
    """Whether the database has no table yet."""
    return not connections[alias].introspection.table_names()


def load(path: Path, alias: str, folder: Path) -> None:
    """Put a copy into the database, all of it or nothing, in place of what is there. Raises BackupError.

    Whoever reads the database meanwhile sees what was there before, and then the copy.
    """
    connection = connections[alias]
    wanted = SUFFIXES[connection.vendor]
    if not path.name.endswith(wanted):
        raise BackupError(f"{path.name} is no copy of a {connection.display_name} database (*.{wanted}).")
    connection.close()
    {"sqlite": _load_sqlite, "postgresql": _load_postgresql}[connection.vendor](path, alias, folder)


@contextmanager
def whole_or_none(alias: str) -> Iterator[None]:
    """Where what is done within fails, no file stays of a database that was not there before."""
    connection = connections[alias]
    name = connection.settings_dict["NAME"]
    made = connection.vendor == "sqlite" and not Path(name).exists()
    try:
        yield
    except BaseException:
        if made:
            connection.close()
            remove(name)
        raise


def clear(alias: str) -> None:
    """Leave no table in the database. Raises BackupError."""
    connection = connections[alias]
    connection.close()
    if connection.vendor == "postgresql":
        return _in_one_transaction(alias, lambda into: None)
    with closing(sqlite3.connect(":memory:")) as nothing:
        return _write_sqlite(nothing, alias)


def _dump_sqlite(alias: str, path: Path) -> None:
    database = connections[alias].settings_dict
    if not Path(database["NAME"]).exists():
        raise BackupError(f"There is no database at {database['NAME']}.")
    plain = path.with_suffix("")
    # One step, so that it is one state: in WAL mode nobody who writes waits for whoever reads.
    with closing(_opened(database["NAME"], "ro")) as source, closing(sqlite3.connect(plain)) as copy:
        source.backup(copy)
    _check_sqlite(plain)
    with plain.open("rb") as copied, gzip.open(path, "wb", compresslevel=6) as packed:
        shutil.copyfileobj(copied, packed)
    plain.unlink()


def _load_sqlite(path: Path, alias: str, folder: Path) -> None:
    plain = folder / "copy.sqlite3"
    try:
        with gzip.open(path) as packed, plain.open("wb") as copied:
            shutil.copyfileobj(packed, copied)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise BackupError(f"{path.name} is damaged.") from error
    _check_sqlite(plain)
    with closing(sqlite3.connect(plain)) as source:
        _write_sqlite(source, alias)


def _write_sqlite(source: sqlite3.Connection, alias: str) -> None:
    """Through SQLite, page by page in one transaction: a file put over an open one would be torn by its log."""
    name = connections[alias].settings_dict["NAME"]
    make_private(name)
    with closing(_opened(name, "rwc")) as target:
        source.backup(target, progress=_refuse_to_wait_on)
        target.execute("PRAGMA journal_mode = WAL")


def _refuse_to_wait_on(status: int, remaining: int, pages: int) -> None:
    # Python would try for ever.
    if status in _BUSY:
        raise BackupError(
            f"Somebody has been writing to the database for {PATIENCE} seconds: nothing was restored. "
            "Stop the site, or the program that writes, then try again."
        )


def _opened(name: Any, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{Path(name).absolute().as_uri()}?mode={mode}", uri=True, timeout=PATIENCE)


def _check_sqlite(path: Path) -> None:
    """That a file is a sound database of this project."""
    try:
        with closing(sqlite3.connect(path)) as copy:
            found = copy.execute("PRAGMA integrity_check").fetchone()[0]
            lost = copy.execute("PRAGMA foreign_key_check").fetchone()
            tables = {name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.DatabaseError as error:
        raise BackupError(f"The copy is no sound SQLite database ({error}).") from error
    if found != "ok" or lost is not None:
        raise BackupError(
            f"The database is damaged ({found if found != 'ok' else f'a row of {lost[0]} refers to none'})."
        )
    if _MIGRATIONS not in tables:
        raise BackupError("The copy is no database of this project.")


def _dump_postgresql(alias: str, path: Path) -> None:
    _run("pg_dump", alias, ["--format=custom", "--no-owner", "--no-privileges", f"--file={path}"])


def _load_postgresql(path: Path, alias: str, folder: Path) -> None:
    contents = _run("pg_restore", "", ["--list", str(path)])
    if _MIGRATIONS not in contents:
        raise BackupError("The copy is no database of this project.")
    # Not `pg_restore --clean`: that leaves what only a newer version has.
    script = ["--no-owner", "--no-privileges", "--file=-", str(path)]
    _in_one_transaction(alias, lambda into: _run("pg_restore", "", script, into))


def _in_one_transaction(alias: str, write: Callable[[IO[bytes]], object]) -> None:
    """Empty the database and let `write` fill it. Where it fails the last word is not said, and nothing is done."""
    arguments, environment = _prepared("psql", alias, ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"])
    faults: list[Exception] = []
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(  # noqa: S603
            arguments, env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said
        )
        try:
            with process.stdin as into:
                into.write(f"BEGIN;{_EMPTY}".encode())
                into.flush()
                write(into)
                into.write(b"COMMIT;\n")
        except (BackupError, BrokenPipeError) as error:
            faults.append(error)
        if process.wait():
            said.seek(0)
            faults.append(_failed("psql", said.read()))
    if faults:
        raise BackupError(" ".join(str(fault) for fault in faults if isinstance(fault, BackupError)))


def _address(alias: str) -> tuple[str, str]:
    """Where the database is, as PostgreSQL's programs read it, and its password: no list of processes may show that."""
    known = {option.keyword.decode() for option in psycopg.pq.Conninfo.get_defaults()}
    params = {name: value for name, value in connections[alias].get_connection_params().items() if name in known}
    password = params.pop("password", "")
    return psycopg.conninfo.make_conninfo(**params), password


def _run(program: str, alias: str, arguments: list[str], into: IO[bytes] | int = subprocess.PIPE) -> str:
    """A program of PostgreSQL's, against a database where one is named; what it says, unless that goes elsewhere."""
    prepared, environment = _prepared(program, alias, arguments)
    done = subprocess.run(prepared, env=environment, stdout=into, stderr=subprocess.PIPE, check=False)  # noqa: S603
    if done.returncode:
        raise _failed(program, done.stderr)
    return (done.stdout or b"").decode(errors="replace")


def _prepared(program: str, alias: str, arguments: list[str]) -> tuple[list[str], dict[str, str]]:
    """The whole command, and the environment that it needs."""
    found = shutil.which(program)
    if found is None:
        raise BackupError(
            f"{program} is not installed here: install PostgreSQL's client programs, of its server's version."
        )
    environment = dict(os.environ)
    if alias:
        where, password = _address(alias)
        arguments = [f"--dbname={where}", *arguments]
        environment |= {"PGPASSWORD": password} if password else {}
    return [found, *arguments], environment


def _failed(program: str, said: bytes) -> BackupError:
    reason = " ".join(said.decode(errors="replace").split())
    return BackupError(f"{program} could not do it: {reason or 'no reason given'}")
