"""XLSX: measured before it is unpacked, and parsed by a library that refuses what XML can do to a reader."""

import datetime
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell

from .bounds import COLUMNS, ROWS, UNPACKED_BYTES, ZIP_ENTRIES, UnusableError
from .sheets import Sheet, sheet_of

# So that the page that says what each column is remains a form.
_SHEETS = 15
# A row below this, even an empty one that has a format, ends the reading.
_DEEPEST = 100_000
# As 5,000 rows of 50 cells have.
_TAGS = 1_000_000
# As many characters as Excel itself takes for one.
_LONGEST_FORMAT = 255
# Parts of a date's format that are no text in quotes and no colour or condition in brackets.
_NOT_DATE = re.compile(r'"[^"]*"|\[[^\[\]]*\]|\\.')


def opened(content: bytes, *, bounded: bool = True) -> zipfile.ZipFile:
    """The zip in `content`, if what it unpacks to is `bounded`: Python reads no more of a part than it declares."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise UnusableError(_("The file is damaged: it cannot be unpacked.")) from error
    parts = archive.infolist()
    if bounded and (len(parts) > ZIP_ENTRIES or sum(part.file_size for part in parts) > UNPACKED_BYTES):
        raise UnusableError(_("The file unpacks to more than %(limit)s MB.") % {"limit": UNPACKED_BYTES // 2**20})
    if len({part.filename for part in parts}) < len(parts):
        raise UnusableError(_("The file is damaged: it cannot be unpacked."))
    if any(part.flag_bits & 1 for part in parts):
        raise UnusableError(_("The file has a password."))
    return archive


def read_workbook(content: bytes) -> list[Sheet]:
    """The sheets of a workbook, with the values that its formulas last had."""
    try:
        with opened(content) as archive:
            _measure(archive)
        with warnings.catch_warnings():
            # Of what it does not keep, such as styles: nothing is written back.
            warnings.simplefilter("ignore")
            return _sheets(content)
    except UnusableError:
        raise
    except Exception as error:
        # What a damaged workbook makes of the library that reads it has no end of names.
        raise UnusableError(_("The file is damaged, or no Excel workbook (.xlsx).")) from error


def _measure(archive: zipfile.ZipFile) -> None:
    """Each tag of a part becomes an object in memory, a hundred times as large as what it is unpacked from."""
    tags = 0
    for part in archive.infolist():
        with archive.open(part) as file:
            while piece := file.read(2**20):
                tags += piece.count(b"<")
                if tags > _TAGS:
                    raise UnusableError(
                        _("There are more than %(limit)s rows in this file. Split it.") % {"limit": ROWS}
                    )


def _sheets(content: bytes) -> list[Sheet]:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    try:
        return [sheet_of(sheet.title, _lines(sheet)) for sheet in book.worksheets[:_SHEETS]]
    finally:
        book.close()


def _lines(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    # What a sheet says of its own size may be wrong, or a trap.
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(max_row=_DEEPEST + 1, max_col=COLUMNS + 1), 1):
        if number > _DEEPEST:
            raise UnusableError(_("There are more than %(limit)s rows in “%(name)s”. Split it.") % _told(sheet))
        yield number, [_text(cell) for cell in cells]


def _told(sheet: Any) -> dict[str, object]:
    return {"limit": ROWS, "name": sheet.title}


def _text(cell: ReadOnlyCell | EmptyCell) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime.datetime | datetime.date):
        return _date(value, (cell.number_format or "")[:_LONGEST_FORMAT])
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _date(value: datetime.date, style: str) -> str:
    """A date as exact as the cell shows it: Excel makes a day of “2024-01”, and shows “Jan-24”."""
    shown = _NOT_DATE.sub("", style).lower()
    time = value.time() if isinstance(value, datetime.datetime) else datetime.time()
    if time != datetime.time():
        return value.isoformat(sep=" ")
    day = value.date() if isinstance(value, datetime.datetime) else value
    if "y" in shown and "d" not in shown:
        return day.isoformat()[: 7 if "m" in shown else 4]
    return day.isoformat()
