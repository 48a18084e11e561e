"""Text that a spreadsheet would run as a formula, made harmless in CSV so that it can be undone."""

import re

# With these a cell of a text file begins that Excel, LibreOffice or Google Sheets may take for a formula.
_VISIBLE = "=+-@＝＋－＠"
_BEGINNINGS = f"{_VISIBLE}\t\r\n"
# Where Windows separates lists by semicolons, as in Azerbaijani and Russian, Excel begins a cell after each of these in
# the middle of a text, whatever quotes stand around it.
_SEPARATORS = ";\t\r\n"
# Apostrophes before a formula may have stood in the text: one more is put there, and one is taken away again.
_FORMULA = f"(?:\\A(?={{0}}'*[{re.escape(_BEGINNINGS)}])|(?<=[{_SEPARATORS}])(?={{0}}'*[{re.escape(_VISIBLE)}]))"
_UNGUARDED, _GUARDED = re.compile(_FORMULA.format("")), re.compile(f"{_FORMULA.format(chr(39))}'")
_FIRST = frozenset(f"'{_BEGINNINGS}")


def guarded(text: str) -> str:
    """`text` that no spreadsheet takes for a formula: an apostrophe stands before what looks like one."""
    # Most texts need none, and a table of all has a million of them.
    if text[:1] in _FIRST or ";" in text or "\n" in text or "\t" in text or "\r" in text:
        return _UNGUARDED.sub("'", text)
    return text


def unguarded(cell: str) -> str:
    """The text that `guarded` made this cell of."""
    return _GUARDED.sub("", cell) if "'" in cell else cell
