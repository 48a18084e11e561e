"""Tables as CSV (RFC 4180), written while they are read: UTF-8 with a byte order mark, guarded against formulas."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse

from cooperation.record.filters import FILTERS
from cooperation.record.filters.fields import printable
from cooperation.record.formats import FORMATS
from cooperation.record.spreadsheets import FORMULA_LETTERS, guarded

from ..asking import Asked
from ..problems import Problem
from ..walking import alone, windows
from .catalogue import OF_NOUNS
from .rows import Reader, Row
from .tables import Kind, Table

# Which of the tables of a noun is wanted: its own, or who met whom.
OPTIONS = ("table",)

_BARE = {Kind.NUMBER, Kind.DATE, Kind.PRECISION, Kind.DAY, Kind.TIME, Kind.UID}


def render(asked: Asked, request: HttpRequest) -> StreamingHttpResponse:
    table = table_of(asked.noun, asked.options.get("table"))
    return _answer(table, table.name, windows(asked))


def render_table(table: Table, asked: Asked, request: HttpRequest) -> StreamingHttpResponse:
    """A table that is no noun's own."""
    return _answer(table, table.name, windows(asked))


def render_record(record: Any, request: HttpRequest) -> StreamingHttpResponse:
    noun = record.link.noun
    table = table_of(noun, request.GET.get("table"))
    return _answer(table, record.link.slug, alone(FILTERS[noun]._meta.model, record))


def table_of(noun: str, name: str | None) -> Table:
    """The table of a noun that goes by this name, its own where none is given."""
    tables = {table.name: table for table in OF_NOUNS[noun]}
    if (name or noun) not in tables:
        raise Problem(
            400, "unknown-value", f"There is no table “{printable(name)}” here.", parameter="table", near=tables
        )
    return tables[name or noun]


def _answer(table: Table, filename: str, ids: Iterable[Sequence[int]]) -> StreamingHttpResponse:
    name = filename if table.name in (filename, table.noun) else f"{filename}-{table.name}"
    return StreamingHttpResponse(
        encoded(table, ids),
        content_type=f"{FORMATS['csv'].media_type}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def encoded(table: Table, ids: Iterable[Sequence[int]]) -> Iterator[bytes]:
    """The table as a file, piece by piece."""
    yield b"\xef\xbb\xbf" + _lines([table.header])
    reader = Reader(table)
    texts = [place for place, column in enumerate(table.columns) if column.kind not in _BARE]
    for some in ids:
        yield _lines(_harmless(reader.rows(some), texts))


def _lines(rows: Iterable[Sequence[Any]]) -> bytes:
    lines = io.StringIO(newline="")
    csv.writer(lines).writerows(rows)
    return lines.getvalue().encode()


def _harmless(rows: Iterable[Row], texts: Sequence[int]) -> Iterator[Row]:
    for row in rows:
        for place in texts:
            cell = row[place]
            if cell and cell[0] in FORMULA_LETTERS:
                row[place] = guarded(cell)
        yield row
