"""Reading the rows of tables, many at once.

A row is read straight from the database: typed public records of 100,000 meetings would take half a minute. What a row
holds is what the typed record says; `tests/opendata/test_rows.py` keeps the two equal.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from django.db import connections
from django.db.models import BooleanField, F, Func, QuerySet, Value
from django.db.models.expressions import Combinable
from django.utils import translation

from cooperation.record.public.base import lines_of

from ..walking import NEUTRAL
from . import dictionary
from .tables import SEPARATOR, Column, Kind, Relation, Table

Cell = str | int | None
Row = list[Cell]
Namer = Callable[[str | None], tuple[str | None, ...]]

READ_AT_ONCE = 5000
# The topics that meetings are about, or who met, mostly come again: so many combinations are kept.
COMBINATIONS = 4_000


class Among(Func):
    """Whether a column is one of many numbers, which go to the database as one value."""

    output_field = BooleanField()

    def __init__(self, column: str, ids: Sequence[int]) -> None:
        super().__init__(F(column), Value(json.dumps(list(ids))))

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list]:
        return self._compiled(compiler, "{} IN (SELECT value FROM json_each({}))")

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list]:
        return self._compiled(compiler, "{} = ANY (translate({}, '[]', '{{}}')::bigint[])")

    def _compiled(self, compiler: Any, template: str) -> tuple[str, list]:
        column, ids = (compiler.compile(part) for part in self.source_expressions)
        return template.format(column[0], ids[0]), [*column[1], *ids[1]]


_PRECISIONS = {4: "year", 7: "month", 10: "day"}


def _uid(value: Any) -> str:
    """SQLite holds a UUID as 32 digits."""
    text = str(value)
    return text if len(text) == 36 else f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _time(value: str) -> str:
    """Both engines give a time in UTC."""
    return f"{value[:10]}T{value[11:19]}Z"


# How a value is written, where it is not as the database gives it.
_WRITTEN: dict[Kind, Callable[[Any], Cell]] = {
    Kind.PRECISION: lambda date: date and _PRECISIONS[len(date)],
    Kind.UID: _uid,
    Kind.TIME: _time,
    Kind.DAY: str,
    Kind.LINES: lambda lines: SEPARATOR.join(lines_of(lines)),
    Kind.NUMBERS: lambda numbers: SEPARATOR.join(number.strip() for number in numbers.split(",") if number.strip()),
}


def _writer(table: Table, column: Column) -> Callable[[Any], Cell] | None:
    if column.kind is not Kind.LABEL:
        return _WRITTEN.get(column.kind)
    with translation.override(NEUTRAL):
        labels = dict(dictionary.named_codes(table, column))
    # A code that editors added to an open list says what it means itself.
    return lambda code: labels.get(code, code)


def _raw(records: QuerySet, *paths: str | Combinable) -> Iterator[tuple]:
    """The values at these paths as the database gives them: what Django makes of them takes four times as long."""
    # Django's own method: that of modeltranslation gives the columns in no order.
    query = QuerySet.values_list(records, *paths).query
    sql, params = query.get_compiler(records.db).as_sql()
    with connections[records.db].cursor() as cursor:
        cursor.execute(sql, params)
        while found := cursor.fetchmany(READ_AT_ONCE):
            yield from found


class Reader:
    """Reads rows of one table. The names of related records are read once, with the first rows."""

    def __init__(self, table: Table) -> None:
        self.table = table
        columns = [column.path for column in table.own]
        paths = [table.owner, *columns, *(relation.links for relation in table.relations)]
        # A date and its precision are one path, the seats of both sides one link; each is read once.
        self._paths = list(dict.fromkeys(paths))
        self._arranged = itemgetter(*(self._paths.index(path) for path in paths))
        writers = ((place, _writer(table, column)) for place, column in enumerate(table.own))
        self._written = [(place, write) for place, write in writers if write]
        self._namers: list[Namer] = []

    def rows(self, ids: Sequence[int]) -> Iterator[Row]:
        """The rows of these records of the table's noun, in their order."""
        found: dict[int, list[Row]] = defaultdict(list)
        for owner, row in self._read(ids):
            found[owner].append(row)
        for pk in ids:
            yield from found.get(pk, ())

    def _read(self, ids: Sequence[int]) -> Iterator[tuple[int, Row]]:
        table, own = self.table, len(self.table.own)
        self._namers = self._namers or [_namer(relation) for relation in table.relations]
        records = table.records().filter(Among(table.owner, ids)).order_by(*table.order)
        for values in _raw(records, *self._paths):
            owner, *row = self._arranged(values)
            links = row[own:]
            del row[own:]
            for place, write in self._written:
                row[place] = write(row[place])
            for named, link in zip(self._namers, links, strict=True):
                row += named(link)
            yield owner, row


def _namer(relation: Relation) -> Namer:
    """What makes cells of a row's links: the codes and the names of the records that are public."""
    if relation.records is None:
        return lambda link: (link,)
    rows = enumerate(_raw(relation.records(), "pk", "slug", "name_en"))
    # By id: the place in the order, the code, the name.
    labels = {str(pk): (place, slug, name) for place, (pk, slug, name) in rows}

    @lru_cache(maxsize=COMBINATIONS)
    def cells(link: str | None) -> tuple[str, str]:
        named = [labels[each] for each in dict.fromkeys((link or "").split(",")) if each in labels]
        if not relation.ordered:
            named.sort()
        return SEPARATOR.join([code for _, code, _ in named]), SEPARATOR.join([name for _, _, name in named])

    return cells
