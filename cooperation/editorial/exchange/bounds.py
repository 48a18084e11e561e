"""How much an import may hold, and what is wrong with it."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied

FILE_BYTES = 10 * 1024 * 1024
# What a spreadsheet or an archive may unpack to.
UNPACKED_BYTES = 60 * 1024 * 1024
ZIP_ENTRIES = 300
ROWS = 5_000
# What a page writes: other editors wait as long as it takes. The commands know no such limit.
PAGE_RECORDS = 2_000
COLUMNS = 100
# Beside and below what counts, a file may have cells and rows that are empty, but not without end: what comes after
# these is not read.
WIDEST, DEEPEST = 1_000, 100_000
CELL_LENGTH = 50_000
# So many are told; the rest would be more of the same.
PROBLEMS_SHOWN = 200


class UnusableError(Exception):
    """A file of which nothing can be imported: one sentence."""


class OvertakenError(UnusableError):
    """The record is no longer what the preview was made of."""


class ForbiddenError(PermissionDenied):
    """Whoever asks may not."""


class CellError(ValueError):
    """What is wrong with one cell, as a sentence."""


@dataclass(frozen=True)
class Place:
    """Where something stands in a file; the header is row 1 where nothing stands above it."""

    sheet: str
    row: int
    column: str = ""


@dataclass(frozen=True)
class Problem:
    place: Place
    text: str
