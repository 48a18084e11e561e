"""Files of tables as rows of texts: a cell is what a person sees in it, a date no more exact than that."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from cooperation.record.directions import straight

from .bounds import CELL_LENGTH, COLUMNS, DEEPEST, FILE_BYTES, ROWS, UnusableError


@dataclass(frozen=True)
class Sheet:
    """A header and what stands under it; each row with its number in the file."""

    name: str
    header: list[str]
    rows: list[tuple[int, list[str]]] = field(default_factory=list)


def read(name: str, content: bytes) -> list[Sheet]:
    """The sheets of a CSV or XLSX file. Raises `UnusableError` with a sentence where it is none."""
    from .texts import read_text
    from .workbooks import read_workbook

    if len(content) > FILE_BYTES:
        raise UnusableError(_("The file is larger than %(limit)s MB.") % {"limit": FILE_BYTES // 2**20})
    if not content:
        raise UnusableError(_("The file is empty."))
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise UnusableError(_("This is an old Excel file or one with a password. Save it as .xlsx, without one."))
    if name.lower().endswith(".xlsx") and content[:4] != b"PK\x03\x04":
        raise UnusableError(_("The file is damaged, or no Excel workbook (.xlsx)."))
    sheets = read_workbook(content) if content[:4] == b"PK\x03\x04" else [read_text(name, content)]
    if not any(sheet.rows for sheet in sheets):
        raise UnusableError(_("There is no row under a header in this file."))
    return [sheet for sheet in sheets if sheet.rows]


def sheet_of(name: str, lines: Iterable[tuple[int, list[str]]]) -> Sheet:
    """A sheet whose first row with anything in it is the header; empty rows are passed over, and so are marks that
    turn the direction of writing.
    """
    stripped = ((number, [straight(cell).strip() for cell in line]) for number, line in _in_time(name, lines))
    filled = ((number, _short(number, cells)) for number, cells in stripped if any(cells))
    header = next(filled, (0, []))[1]
    while header and not header[-1]:
        header.pop()
    return Sheet(name, header, list(_bounded(name, header, filled)))


def _in_time(name: str, lines: Iterable[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """The lines, while they are no more than a table may have: empty ones and empty cells cost time, too."""
    cells = 0
    for number, line in lines:
        cells += len(line)
        # As of a full table, and as many that are empty.
        if number > DEEPEST or cells > 2 * ROWS * COLUMNS:
            raise too_wide(name) if len(line) > COLUMNS else too_long(name)
        if line:
            yield number, line


def too_wide(name: str) -> UnusableError:
    return UnusableError(_("There are more than %(limit)s columns in “%(name)s”.") % {"limit": COLUMNS, "name": name})


def too_long(name: str) -> UnusableError:
    return UnusableError(
        _("There are more than %(limit)s rows in “%(name)s”. Split it.") % {"limit": ROWS, "name": name}
    )


def _short(number: int, cells: list[str]) -> list[str]:
    if any(len(cell) > CELL_LENGTH for cell in cells):
        told = {"row": number, "limit": CELL_LENGTH}
        raise UnusableError(_("A cell in row %(row)s is longer than %(limit)s characters.") % told)
    return cells


def _bounded(name: str, header: list[str], filled: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    if len(header) > COLUMNS:
        raise too_wide(name)
    for count, (number, cells) in enumerate(filled, 1):
        if count > ROWS:
            raise too_long(name)
        if any(cells[len(header) :]):
            raise UnusableError(_("Row %(row)s has more cells than the header has names.") % {"row": number})
        yield number, [*cells[: len(header)], *[""] * (len(header) - len(cells))]
