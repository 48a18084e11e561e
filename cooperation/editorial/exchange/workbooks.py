"""XLSX: measured before it is unpacked, and parsed by a library that refuses what XML can do to a reader."""

import datetime
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any
from xml.parsers import expat

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.cell.read_only import EMPTY_CELL, EmptyCell, ReadOnlyCell
from openpyxl.xml.constants import SHEET_MAIN_NS

from .bounds import COLUMNS, DEEPEST, ROWS, UNPACKED_BYTES, WIDEST, ZIP_ENTRIES, UnusableError
from .sheets import Sheet, sheet_of, too_long, too_wide

# So that the page that says what each column is remains a form.
_SHEETS = 15
_ROW = f"{SHEET_MAIN_NS}}}row"
# As 5,000 rows of 50 cells have.
_TAGS = 1_000_000
# A tag is looked through from its beginning with each piece of it that comes.
_LONGEST_TAG = 256 * 1024
_PIECE = 64 * 1024
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
    """Count what each part holds before the library makes objects of it, a hundred times as large as what they are
    unpacked from.
    """
    tags = 0
    for part in archive.infolist():
        counted = _Counted(PurePath(part.filename).stem)
        with archive.open(part) as file:
            while piece := file.read(_PIECE):
                tags += piece.count(b"<")
                if tags > _TAGS:
                    raise UnusableError(
                        _("There are more than %(limit)s rows in this file. Split it.") % {"limit": ROWS}
                    )
                counted.read(piece)


class _Counted:
    """The rows of a sheet and the cells of each, counted while they are read."""

    def __init__(self, name: str) -> None:
        self.name, self._taken, self._is_over = name, 0, False
        self._rows = self._cells = self._depth = self._depth_of_row = 0
        self._parser = expat.ParserCreate(namespace_separator="}")
        self._parser.StartElementHandler = self._begun
        self._parser.EndElementHandler = self._ended
        self._parser.EntityDeclHandler = self._declared

    def read(self, piece: bytes) -> None:
        if self._is_over:
            return
        try:
            self._parser.Parse(piece)
        except (expat.ExpatError, LookupError):
            # What is no XML, as a picture, is read by nobody, or refused by the library at the same place.
            self._is_over = True
            return
        self._taken += len(piece)
        if self._taken - self._parser.CurrentByteIndex > _LONGEST_TAG:
            raise UnusableError(_("The file is damaged, or no Excel workbook (.xlsx)."))

    def _begun(self, name: str, attributes: Any) -> None:
        self._depth += 1
        if name == _ROW:
            self._rows, self._cells, self._depth_of_row = self._rows + 1, 0, self._depth
            if self._rows > DEEPEST:
                raise too_long(self.name)
        elif self._depth_of_row and self._depth == self._depth_of_row + 1:
            # The library takes all that stands in a row for cells.
            self._cells += 1
            if self._cells > WIDEST:
                raise too_wide(self.name)

    def _ended(self, name: str) -> None:
        if self._depth == self._depth_of_row:
            self._depth_of_row = 0
        self._depth -= 1

    def _declared(self, *_entity: Any) -> None:
        raise LookupError("Nothing is read that declares what it stands for.")


def _sheets(content: bytes) -> list[Sheet]:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    try:
        return [sheet_of(sheet.title, _lines(sheet)) for sheet in book.worksheets[:_SHEETS]]
    finally:
        book.close()


def _lines(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    # What a sheet says of its own size may be wrong, or a trap.
    sheet.reset_dimensions()
    # A row below the deepest, even an empty one that has a format, ends the reading.
    for number, cells in enumerate(sheet.iter_rows(max_row=DEEPEST + 1, max_col=COLUMNS + 1), 1):
        yield number, [_text(cell) for cell in cells] if any(cell is not EMPTY_CELL for cell in cells) else []


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
