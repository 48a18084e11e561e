"""Databases of their own for the drills, and all that they hold."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.db import ConnectionHandler, connection, connections

from cooperation.operations import environment
from tests import postgresql

# What a restore makes anew, and says so: nothing that was kept from before is true of it.
ANEW = {"cooperation_generation", "cooperation_change", "sqlite_sequence"}
# With the programs of the server that the tests run on.
PATH = f"{postgresql.programs()}:{os.environ['PATH']}"


@contextmanager
def database(folder: Path, name: str, *, migrated: bool = False, like: str = "", options: str = "") -> Iterator[str]:
    """The address of a database on the engine of the tests: empty, with the tables of theirs, or like another one.

    PostgreSQL may be given `options` in the place of the template.
    """
    if connection.vendor == "sqlite":
        if like:
            shutil.copy(like.removeprefix("sqlite:///"), folder / f"{name}.sqlite3")
        if migrated:
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(folder / f"{name}.sqlite3")])
        yield f"sqlite:///{folder / name}.sqlite3"
        return
    server, template = connection.settings_dict, urlsplit(like).path.strip("/") or "template1"
    if migrated:
        template = server["NAME"]
        # One that somebody is in is no template.
        connection.close()
    with _beside() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS drill_{name}")
        options = options or f"TEMPLATE {connection.ops.quote_name(template)}"
        cursor.execute(f"CREATE DATABASE drill_{name} {options}")
    try:
        yield f"postgres://{server['USER']}@/drill_{name}?host={server['HOST']}"
    finally:
        with _beside() as cursor:
            cursor.execute(f"DROP DATABASE drill_{name} WITH (FORCE)")


@contextmanager
def _beside() -> Iterator[Any]:
    """Outside of any transaction, where databases are made."""
    alone = connections.create_connection("default")
    alone.settings_dict = alone.settings_dict | {"NAME": "postgres"}
    try:
        with alone.cursor() as cursor:
            yield cursor
    finally:
        alone.close()


def contents(url: str) -> dict[str, list[str]]:
    """Every row of every table, but for what a restore makes anew."""
    drilled = ConnectionHandler({"default": environment.named(url)})["default"]
    try:
        with drilled.cursor() as cursor:
            tables = set(drilled.introspection.table_names(cursor)) - ANEW
            return {table: _rows(cursor, drilled.ops.quote_name(table)) for table in sorted(tables)}
    finally:
        drilled.close()


def _rows(cursor: Any, table: str) -> list[str]:
    cursor.execute(f"SELECT * FROM {table}")
    return sorted(map(repr, cursor.fetchall()))
