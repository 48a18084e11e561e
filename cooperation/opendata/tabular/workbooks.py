"""Lists as spreadsheets: a sheet for each table of the noun, and two that say what they hold."""

import datetime
import tempfile
from collections.abc import Iterable, Sequence
from typing import IO, Any

from django.http import FileResponse, HttpRequest
from django.utils import timezone, translation
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from cooperation.models import PartialDate
from cooperation.record import door, site
from cooperation.record.filters import FILTERS
from cooperation.record.formats import FORMATS

from ..asking import Asked
from ..attribution import citation
from ..characters import clean
from ..problems import Problem
from ..sending import hold_place
from ..walking import NEUTRAL, alone
from .catalogue import OF_LISTS
from .dictionary import meaning
from .rows import Cell, Reader
from .tables import Column, Kind, Table
from .walking import walk

# Beyond this a workbook takes minutes to make and to open; CSV has no such limit.
MOST_RECORDS = 50_000

_WIDTHS = {
    Kind.NUMBER: 10,
    Kind.DATE: 12,
    Kind.PRECISION: 10,
    Kind.DAY: 12,
    Kind.TIME: 24,
    Kind.UID: 38,
    Kind.URL: 40,
    Kind.CODE: 24,
}
_WIDTH, _WIDTH_OF_SENTENCES = 36, 90
# As many characters as a cell takes; openpyxl cuts what is longer.
_LONGEST = 32_767
_HEAD = Font(bold=True)
# A spreadsheet's times have no zone, so the format says it.
_TIME_FORMAT = 'yyyy-mm-dd hh:mm:ss "UTC"'
# What openpyxl would take for a formula or for an error.
_SPECIAL = ("=", "#")

Fact = tuple[str, Cell | datetime.datetime]


def render(asked: Asked, request: HttpRequest) -> FileResponse:
    total = door.total(asked.selection)
    if total > MOST_RECORDS:
        message = (
            f"These are {total} records; a spreadsheet holds {MOST_RECORDS} at most. Take .csv, or narrow the list."
        )
        raise Problem(400, "too-many-records", message, near=[".csv"])
    hold_place(request)
    about = [("Records", total), *((f"Filter: {name}", ", ".join(values)) for name, values in asked.parameters.items())]
    tables, ids = walk(asked)
    return _answer(tables, asked.noun, ids, _about(request, about))


def render_record(record: Any, request: HttpRequest) -> FileResponse:
    noun = record.link.noun
    ids = alone(FILTERS[noun]._meta.model, record)
    return _answer(OF_LISTS[noun], record.link.slug, ids, _about(request, [("Record", record.link.slug)]))


def _about(request: HttpRequest, more: Sequence[Fact]) -> list[Fact]:
    with translation.override(NEUTRAL):
        address = site.absolute(request, request.get_full_path())
        return [
            ("From", str(site.NAME)),
            ("Address", address),
            *more,
            ("Made", timezone.now().replace(microsecond=0)),
            ("Licence", f"{site.LICENCE}, {site.LICENCE_URL}"),
            ("How to cite", citation(address)),
        ]


def _answer(
    tables: Sequence[Table], filename: str, ids: Iterable[Sequence[int]], about: Sequence[Fact]
) -> FileResponse:
    # Not in memory: a workbook of many records is large, and it is whole before its first byte leaves.
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    write(file, tables, ids, about)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{filename}.xlsx", content_type=FORMATS["xlsx"].media_type)


def write(file: IO[bytes], tables: Sequence[Table], ids: Iterable[Sequence[int]], about: Sequence[Fact]) -> None:
    book = Workbook(write_only=True)
    # What file managers and search show of it.
    with translation.override(NEUTRAL):
        book.properties.creator = str(site.NAME)
        book.properties.title = f"{site.NAME}: {', '.join(table.name for table in tables)}"
    sheets = [(_sheet(book, table.name, table.header, _widths(table)), Reader(table)) for table in tables]
    cut = 0
    for some in ids:
        for sheet, reader in sheets:
            columns = reader.table.columns
            for row in reader.rows(some):
                sheet.append([_cell(sheet, column, value) for column, value in zip(columns, row, strict=True)])
                cut += sum(isinstance(value, str) and len(value) > _LONGEST for value in row)
    told = f"{cut} texts are cut after {_LONGEST} characters, all that a cell takes. In .csv and .json they are whole."
    _explain(book, tables, [*about, ("Cut", told)] if cut else about)
    book.save(file)


def _widths(table: Table) -> list[int]:
    return [_WIDTHS.get(column.kind, _WIDTH) for column in table.columns]


def _sheet(book: Workbook, name: str, header: Sequence[str], widths: Sequence[int]) -> Any:
    sheet = book.create_sheet(name)
    # Both are written before the first row, or not at all.
    sheet.freeze_panes = "A2"
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.append([_bold(sheet, name) for name in header])
    return sheet


def _bold(sheet: Any, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, text)
    cell.font = _HEAD
    return cell


def _cell(sheet: Any, column: Column, value: Cell) -> Any:
    """A value with its type: days, times and numbers as such, and everything else as text, never as a formula."""
    if value is None or isinstance(value, int):
        return value
    if column.kind in (Kind.DATE, Kind.DAY) and len(value) == 10:
        return PartialDate(value).earliest
    if column.kind is Kind.TIME:
        return _timed(sheet, datetime.datetime.fromisoformat(value))
    text = clean(value)
    return _plain(sheet, text) if text.startswith(_SPECIAL) else text or None


def _timed(sheet: Any, time: datetime.datetime) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, time.astimezone(datetime.UTC).replace(tzinfo=None))
    cell.number_format = _TIME_FORMAT
    return cell


def _plain(sheet: Any, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell


def _explain(book: Workbook, tables: Sequence[Table], about: Sequence[Fact]) -> None:
    widths = (_WIDTHS[Kind.CODE], _WIDTHS[Kind.CODE], _WIDTH_OF_SENTENCES)
    sheet = _sheet(book, "columns", ("table", "column", "meaning"), widths)
    with translation.override(NEUTRAL):
        for table in tables:
            for column in table.columns:
                sheet.append([table.name, column.name, meaning(table, column)])
    sheet = book.create_sheet("about")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 20, 110
    for name, value in about:
        sheet.append([_bold(sheet, name), _wrapped(sheet, value)])


def _wrapped(sheet: Any, value: Cell | datetime.datetime) -> WriteOnlyCell:
    cell = _fact(sheet, value)
    # A time or a number stands on the left, as the texts do.
    cell.alignment = Alignment(horizontal="left", wrap_text=True, vertical="top")
    return cell


def _fact(sheet: Any, value: Cell | datetime.datetime) -> WriteOnlyCell:
    if isinstance(value, datetime.datetime):
        return _timed(sheet, value)
    return _plain(sheet, clean(value)) if isinstance(value, str) else WriteOnlyCell(sheet, value)
