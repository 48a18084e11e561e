"""Tables as CSV (RFC 4180), written while they are read: UTF-8 with a byte order mark, guarded against formulas."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse

from cooperation.record.filters import FILTERS
from cooperation.record.formats import FORMATS
from cooperation.record.spreadsheets import guarded

from ..asking import Asked
from ..walking import alone
from .catalogue import OF_LISTS
from .rows import Reader, Row
from .tables import Kind, Table
from .walking import walk

_BARE = {Kind.NUMBER, Kind.DATE, Kind.PRECISION, Kind.DAY, Kind.TIME, Kind.UID}


def render(asked: Asked, request: HttpRequest) -> StreamingHttpResponse:
    (table, *_others), ids = walk(asked)
    return _answer(table, asked.noun, ids)


def render_record(record: Any, request: HttpRequest) -> StreamingHttpResponse:
    noun = record.link.noun
    return _answer(OF_LISTS[noun][0], record.link.slug, alone(FILTERS[noun]._meta.model, record))


def _answer(table: Table, filename: str, ids: Iterable[Sequence[int]]) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        encoded(table, ids),
        content_type=f"{FORMATS['csv'].media_type}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{filename}.csv"'},
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
            if cell := row[place]:
                row[place] = guarded(cell)
        yield row
