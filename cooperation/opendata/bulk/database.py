"""The public record as one SQLite file: the tables of the CSV files, their keys and references, and what they mean."""

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from ..tabular import dictionary
from ..tabular.rows import Cell, Reader
from ..tabular.tables import Column, Kind, Table
from .everything import ids_of


def write(path: Path, tables: Sequence[Table], about: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Write the file and return how many rows each table has."""
    database = sqlite3.connect(path)
    try:
        with database:
            counts = {table.name: _fill(database, table) for table in tables}
            _explain(database, tables, about)
        broken = database.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise ValueError(f"The record refers to what it does not hold: {broken[:3]}")
        database.execute("VACUUM")
    finally:
        database.close()
    return counts


def _fill(database: sqlite3.Connection, table: Table) -> int:
    database.execute(_definition(table))
    insert = f"INSERT INTO {_name(table.name)} VALUES ({', '.join('?' * len(table.columns))})"  # noqa: S608
    reader = Reader(table)
    count = 0
    for ids in ids_of(table):
        # What is not known is NULL, whether the record holds no text or an empty one.
        rows = [tuple(None if cell == "" else cell for cell in row) for row in reader.rows(ids)]
        database.executemany(insert, rows)
        count += len(rows)
    for column in table.own:
        if column.refers:
            database.execute(f"CREATE INDEX {_name(f'{table.name}_by_{column.name}')} ON {_on(table, column)}")
    return count


def _on(table: Table, column: Column) -> str:
    return f"{_name(table.name)} ({_name(column.name)})"


def _definition(table: Table) -> str:
    columns = [_column(column) for column in table.columns]
    key = f"PRIMARY KEY ({', '.join(_name(name) for name in table.key)})" if table.key else ""
    return f"CREATE TABLE {_name(table.name)} ({', '.join(part for part in (*columns, key) if part)})"


def _column(column: Column) -> str:
    parts = [_name(column.name), "INTEGER" if column.kind is Kind.NUMBER else "TEXT"]
    if column.refers:
        table, other = column.refers
        parts.append(f"REFERENCES {_name(table)} ({_name(other)})")
    return " ".join(parts)


def _name(name: str) -> str:
    """A name of ours in quotes: `end` and `table` are words of SQL."""
    return f'"{name}"'


def _explain(database: sqlite3.Connection, tables: Sequence[Table], about: Iterable[tuple[str, Cell]]) -> None:
    database.execute('CREATE TABLE about ("name" TEXT PRIMARY KEY, "value" TEXT)')
    database.executemany("INSERT INTO about VALUES (?, ?)", about)
    database.execute('CREATE TABLE dictionary ("table" TEXT, "column" TEXT, "type" TEXT, "meaning" TEXT)')
    rows = [
        (table.name, column.name, str(dictionary.KINDS[column.kind]), dictionary.meaning(table, column))
        for table in tables
        for column in table.columns
    ]
    database.executemany("INSERT INTO dictionary VALUES (?, ?, ?, ?)", rows)
