"""CSV: in UTF-8 or UTF-16, with commas, semicolons or tabs; other encodings are named and refused."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import PurePath

from django.utils.translation import gettext as _

from cooperation.record.spreadsheets import unguarded

from .bounds import WIDEST, UnusableError
from .sheets import Sheet, sheet_of, too_wide

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_DELIMITERS = ",;\t"
_LONGEST_FIRST_LINE = 100_000
# Letters of Russian in Windows-1251.
_CYRILLIC = frozenset(range(0xC0, 0x100)) | {0xA8, 0xB8}
# Letters of Turkish in Windows-1254: those that in the code of Western Europe are hardly ever met, and the rest.
_TURKISH_ALONE = frozenset(b"\xd0\xdd\xde\xf0\xfd\xfe")
_TURKISH = _TURKISH_ALONE | frozenset(b"\xc7\xe7\xd6\xf6\xdc\xfc")
# More cells than a row may have, by the delimiter between them.
_WIDE = {
    each: re.compile(rf'(?:(?:"(?:[^"]++|"")*+"|[^{each}\r\n"][^{each}\r\n]*+)?+{each}){{{WIDEST}}}')
    for each in _DELIMITERS
}
# Letters beyond ASCII, three and more together.
_RUNS = re.compile(rb"[\x80-\xff]{3,}")


def read_text(name: str, content: bytes) -> Sheet:
    """A CSV file as a sheet. The apostrophes that guard our own exports against formulas are taken away."""
    text = decoded(content)
    if "\0" in text:
        raise UnusableError(_("This is neither a CSV file nor an Excel workbook (.xlsx)."))
    name = PurePath(name).stem[:100]
    return sheet_of(name, _lines(name, text))


def decoded(content: bytes) -> str:
    for mark, encoding in (*_BOMS, (b"", _without_mark(content))):
        if content.startswith(mark):
            try:
                return content.removeprefix(mark).decode(encoding)
            except UnicodeDecodeError:
                break
    raise UnusableError(_REFUSALS[_guess(content)]())


def _without_mark(content: bytes) -> str:
    """UTF-16 where every other byte of a text in Latin letters is nought."""
    start = content[:200]
    even, odd = start[::2].count(0), start[1::2].count(0)
    if odd > len(start) // 4 and not even:
        return "utf-16-le"
    return "utf-16-be" if even > len(start) // 4 and not odd else "utf-8"


def _guess(content: bytes) -> str:
    start = content[:200_000]
    letters = [byte for byte in start if byte >= 0x80]
    if content[:8].startswith((b"%PDF", b"\x89PNG", b"{\\rtf", b"\x1f\x8b")) or 0 in content[:1000]:
        return ""
    if _TURKISH_ALONE.intersection(letters) and _share(letters, _TURKISH) >= 0.9:
        return "windows-1254"
    # Russian words are of such letters alone; in those of Western Europe one stands among others.
    together = sum(len(word) for word in _RUNS.findall(start))
    return "windows-1251" if _share(letters, _CYRILLIC) >= 0.8 and together >= 0.6 * len(letters) else "other"


def _share(letters: list[int], some: frozenset[int]) -> float:
    return sum(byte in some for byte in letters) / len(letters) if letters else 0


_REFUSALS = {
    "": lambda: _("This is neither a CSV file nor an Excel workbook (.xlsx)."),
    "windows-1251": lambda: _(
        "This seems to be a CSV file in Windows-1251 (Cyrillic). Save it as “CSV UTF-8”, or as .xlsx."
    ),
    "windows-1254": lambda: _(
        "This seems to be a CSV file in Windows-1254 (Turkish), which has no ə: look whether that letter was lost. "
        "Save it as “CSV UTF-8”, or as .xlsx."
    ),
    "other": lambda: _("The letters of this file are not in UTF-8. Save it as “CSV UTF-8”, or as .xlsx."),
}


def _lines(name: str, text: str) -> Iterator[tuple[int, list[str]]]:
    delimiter, text = _delimiter(text)
    number, file = 0, io.StringIO(text, newline="")
    rows = csv.reader(file, delimiter=delimiter, strict=True)
    try:
        # Each is counted before it is read.
        while not _WIDE[delimiter].match(text, file.tell()):
            line = next(rows, None)
            if line is None:
                return
            number += 1
            yield number, [unguarded(cell) for cell in line]
    except csv.Error as error:
        told = {"row": number + 1, "reason": error}
        raise UnusableError(_("Row %(row)s of the file is no CSV: %(reason)s.") % told) from None
    raise too_wide(name)


def _delimiter(text: str) -> tuple[str, str]:
    """What stands most often between the names of the header, outside quotes; Excel's own line may say it."""
    first, _end, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and first.strip()[4:] in _DELIMITERS and first.strip()[4:]:
        return first.strip()[4:], rest
    outside = "".join(text.lstrip("\r\n")[:_LONGEST_FIRST_LINE].split('"')[::2])
    header = outside.partition("\n")[0]
    return max(_DELIMITERS, key=header.count), text
