"""Content lines of calendars (RFC 5545, 3.1), for calendars of many entries.

The library folds letter by letter and makes an object of each property, which took a millisecond an entry.
`tests/opendata/test_content_lines.py` keeps what is written here equal to what the library writes.
"""

import datetime
from collections.abc import Iterable, Iterator

# A line has 75 octets at most; the blank that a folded one begins with is one of them.
ROOM = 74
# A letter after one of these is escaped by it.
_ESCAPING = b"\\^"
# In this order; what the library takes for a line break, a backslash and N, it is here, too.
_ESCAPES = (
    ("\\N", "\n"),
    ("\\", "\\\\"),
    (";", "\\;"),
    (",", "\\,"),
    ("\r\n", "\\n"),
    ("\n", "\\n"),
    ("\r", "\\n"),
)


def component(name: str, lines: Iterable[str]) -> bytes:
    return b"".join([folded(line) for line in (f"BEGIN:{name}", *lines, f"END:{name}")])


def text(name: str, value: str, language: str = "") -> str:
    return f"{name}{_spoken(language)}:{escaped(value)}"


def texts(name: str, values: Iterable[str], language: str = "") -> str:
    return f"{name}{_spoken(language)}:{','.join([escaped(value) for value in values])}"


def day(name: str, value: datetime.date) -> str:
    return f"{name};VALUE=DATE:{value.year:04}{value.month:02}{value.day:02}"


def moment(name: str, value: datetime.datetime) -> str:
    """A time in UTC."""
    return f"{name}:{value.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}"


def escaped(value: str) -> str:
    for letters, escape in _ESCAPES:
        if letters in value:
            value = value.replace(letters, escape)
    return value


def folded(line: str) -> bytes:
    """A line as it is sent, its end included, cut between letters where it is too long."""
    octets = line.encode()
    if len(octets) <= ROOM:
        return octets + b"\r\n"
    return b"\r\n ".join(_pieces(octets)) + b"\r\n"


def _pieces(octets: bytes) -> Iterator[bytes]:
    start = 0
    while len(octets) - start > ROOM:
        end = start + ROOM
        while octets[end] & 0xC0 == 0x80:
            end -= 1
        if octets[end - 1] in _ESCAPING:
            end -= 1
        yield octets[start:end]
        start = end
    yield octets[start:]


def _spoken(language: str) -> str:
    return f";LANGUAGE={language}" if language else ""
