"""What the page of an import shows of its sheets, and what an editor says they are."""

from collections.abc import Mapping
from dataclasses import dataclass

from .exchange.headers import is_repeated
from .exchange.planning import Reading, reading
from .exchange.sheets import Sheet
from .exchange.tables import TABLES

_EXAMPLES = 3
_EXAMPLE_LENGTH = 80


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    selected: bool


@dataclass(frozen=True)
class ShownColumn:
    """A column of the file: its header, some of what stands in it, and what it may be."""

    field: str
    header: str
    examples: list[str]
    options: list[Option]

    @property
    def is_used(self) -> bool:
        return any(option.selected for option in self.options)


@dataclass(frozen=True)
class ShownSheet:
    place: int
    name: str
    table: str
    rows: int
    tables: list[Option]
    columns: list[ShownColumn]

    @property
    def unused(self) -> int:
        return sum(not (column.is_used or is_repeated(column.header)) for column in self.columns)


def posted_readings(sheets: list[Sheet], posted: Mapping[str, str]) -> list[Reading]:
    """How the editor says that the sheets are meant; guessed again where a sheet is said to be another table."""
    return [_posted(place, sheet, posted) for place, sheet in enumerate(sheets)]


def _posted(place: int, sheet: Sheet, posted: Mapping[str, str]) -> Reading:
    table = posted.get(f"table-{place}", "")
    table = table if table in TABLES else ""
    if not table or posted.get(f"as-{place}") != table:
        return reading(sheet, table)
    known = {column.name for column in TABLES[table].columns}
    said = {number: posted.get(f"column-{place}-{number}", "") for number in range(len(sheet.header))}
    return Reading(sheet, table, {number: name if name in known else "" for number, name in said.items()})


def shown_sheets(how: list[Reading]) -> list[ShownSheet]:
    return [_shown(place, each) for place, each in enumerate(how)]


def _shown(place: int, how: Reading) -> ShownSheet:
    tables = [Option(name, table.label, name == how.table) for name, table in TABLES.items()]
    columns = [_column(place, number, header, how) for number, header in enumerate(how.sheet.header)]
    return ShownSheet(place, how.sheet.name, how.table, len(how.sheet.rows), tables, columns if how.table else [])


def _column(place: int, number: int, header: str, how: Reading) -> ShownColumn:
    chosen = how.columns.get(number, "")
    options = (
        [Option(column.name, column.label, column.name == chosen) for column in TABLES[how.table].columns]
        if how.table
        else []
    )
    cells = dict.fromkeys(cells[number][:_EXAMPLE_LENGTH] for _row, cells in how.sheet.rows[:50] if cells[number])
    return ShownColumn(f"column-{place}-{number}", header[:_EXAMPLE_LENGTH], list(cells)[:_EXAMPLES], options)
