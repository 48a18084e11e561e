"""Copies a database into a file, and a file into a database."""

import gzip
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
from django.db import connections

from .faults import BackupError

SUFFIXES = {"sqlite": "sqlite3.gz", "postgresql": "pgdump"}
_MIGRATIONS = "django_migrations"


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
    database = connections[alias].settings_dict
    plain = folder / "copy.sqlite3"
    try:
        with gzip.open(path) as packed, plain.open("wb") as copied:
            shutil.copyfileobj(packed, copied)
    except (EOFError, gzip.BadGzipFile) as error:
        raise BackupError(f"{path.name} is damaged.") from error
    _check_sqlite(plain)
    # Written through SQLite, page by page in one transaction: a file put over an open one would be torn by its log.
    with closing(sqlite3.connect(plain)) as source, closing(_opened(database["NAME"], "rwc")) as target:
        target.execute("PRAGMA busy_timeout = 20000")
        source.backup(target)
        target.execute("PRAGMA journal_mode = WAL")


def _opened(name: Any, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{Path(name).absolute().as_uri()}?mode={mode}", uri=True, timeout=20)


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
    whole = ["--clean", "--if-exists", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    _run("pg_restore", alias, [*whole, str(path)])


def _address(alias: str) -> tuple[str, str]:
    """Where the database is, as PostgreSQL's programs read it, and its password: no list of processes may show that."""
    known = {option.keyword.decode() for option in psycopg.pq.Conninfo.get_defaults()}
    params = {name: value for name, value in connections[alias].get_connection_params().items() if name in known}
    password = params.pop("password", "")
    return psycopg.conninfo.make_conninfo(**params), password


def _run(program: str, alias: str, arguments: list[str]) -> str:
    """A program of PostgreSQL's, against a database where one is named."""
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
    done = subprocess.run([found, *arguments], env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise BackupError(f"{program} could not do it: {' '.join(done.stderr.split()) or 'no reason given'}")
    return done.stdout
