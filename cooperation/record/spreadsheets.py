"""Text that a spreadsheet would run as a formula, made harmless in CSV so that it can be undone."""

import re

# With these a cell of a text file begins that Excel, LibreOffice or Google Sheets may take for a formula.
_BEGINNINGS = "=+-@\t\r\n＝＋－＠"
# Apostrophes before them may have stood in the text: one more is put there, and one is taken away again.
FORMULA_LETTERS = frozenset(f"'{_BEGINNINGS}")
_FORMULA = re.compile(f"'*[{re.escape(_BEGINNINGS)}]")
_GUARDED = re.compile("'" + _FORMULA.pattern)


def guarded(text: str) -> str:
    """`text` as a cell that no spreadsheet takes for a formula: an apostrophe stands before what looks like one."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """The text that `guarded` made this cell of."""
    return cell[1:] if _GUARDED.match(cell) else cell
