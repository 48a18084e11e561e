"""What is sent: close enough to what is expected to get far in, and wrong in all the ways that strings can be."""

import base64
import string
from urllib.parse import quote

from hypothesis import strategies as st

from cooperation.record.filters import LISTED
from cooperation.record.formats import FORMATS, LISTS, NOUNS

ODD = [
    "", " ", "\0", "\x1f", "\x7f", "\u202e", "\ufeff", "\u2028", "İ", "ı", "ẞ", "é", "９", "٢", "\ud800", "𝟚",
    "a" * 300, "'", '"', "%", "%00", "*", "?", "\\", "/", "//", "..", "NaN", "null", "true", "-1", "0", "1e9",
    "9" * 20, "{}", "[]", "2024", "2024-02-30", "2024-13", "0000", "2200-01", "2024-1-1", "2024-01-11T00:00:00Z",
    "1900", "agency-0", "meeting-0", "baku", "in-person", "newest", "oldest", "<b>", "NEAR(", '"a" OR 1=1', "a*",
    "$1", "{{7}}", "=1+1", "\r\nX: y",
]  # fmt: skip
TEXTS = st.one_of(
    st.sampled_from(ODD),
    st.text(max_size=30),
    st.text(string.printable, max_size=30),
    st.lists(st.sampled_from(ODD), max_size=3).map("".join),
)
DATES = st.one_of(
    st.sampled_from(ODD),
    st.from_regex(r"[0-9]{1,5}(-[0-9]{1,3}){0,3}", fullmatch=True),
    st.text("0123456789-+ TZ٢９:.", max_size=12),
)
OPTIONS = "after before start sort cursor page_size fields expand updated_since by on format callback x"
PARAMETERS = st.sampled_from(sorted({name for each in LISTED.values() for name in each.base_filters}) + OPTIONS.split())


def _cursor_of(parts: list[str]) -> str:
    return base64.urlsafe_b64encode(":".join(parts).encode("utf-8", "replace")).decode().rstrip("=")


_PARTS = [*ODD, "meetings", "d", "a", "c", "2024-01-11.1", ".1", "1.", "2024." + "9" * 20]
CURSORS = st.one_of(
    st.lists(st.sampled_from(_PARTS), max_size=5).map(_cursor_of),
    st.binary(max_size=30).map(lambda raw: base64.urlsafe_b64encode(raw).decode()),
    TEXTS,
)
VALUES = st.one_of(TEXTS, DATES, CURSORS)
QUERIES = st.lists(st.tuples(PARAMETERS | TEXTS, VALUES), max_size=5)

PAGES = [
    "/", "/meetings/", "/pictures/", "/briefing/", "/search/", "/about/", "/about/coverage/", "/about/corrections/",
    "/data/", "/agencies/agency-0/", "/agencies/agency-0/briefing/", "/meetings/2024-01-11-meeting-0/history/",
    "/api/", "/robots.txt", "/sitemap.xml", "/version", "/accounts/login/", *(f"/{noun}/" for noun in NOUNS),
]  # fmt: skip
DATA = [
    *(f"/{noun}.{suffix}" for noun in LISTS for suffix in FORMATS if suffix != "xlsx"),
    "/meetings.xlsx", "/meetings/2024-01-11-meeting-0.json", "/meetings/2024-01-11-meeting-0.ics", "/api/v1/",
    *(f"/api/v1/{noun}/{end}" for noun in LISTS for end in ("", "facets/", "x/")),
]  # fmt: skip
LANGUAGES = st.sampled_from(["", "/az", "/ru"])
_WORDS = "meetings agencies admin accounts api v1 data az ru id history briefing preview static agency-0 1 - . .."
PATHS = st.builds(
    lambda parts, end: "/" + "/".join(parts) + end,
    st.lists(st.sampled_from(_WORDS.split()) | TEXTS, max_size=4),
    st.sampled_from(["", "/", *(f".{suffix}" for suffix in FORMATS), ".html", "//"]),
)

LATIN = st.text(st.characters(max_codepoint=255, exclude_characters="\r\n\0"), max_size=40)
_RANGES = st.one_of(
    st.from_regex(r"(bytes|items)=(-?[0-9]{0,25}-?[0-9]{0,25},?){1,6}", fullmatch=True),
    LATIN,
    st.just("bytes=" + "0-0," * 200),
)
_TYPES = ["*/*", "text/html", "application/json", "text/*", "gzip", "az", "ru-RU", "*", "br", ""]
_WEIGHTS = ["", ";q=0", ";q=1.0001", ";q=-1", ";q=nan", ";q=inf", ";charset=x", ";q="]
_ACCEPTED = st.lists(
    st.tuples(st.sampled_from(_TYPES) | LATIN, st.sampled_from(_WEIGHTS)).map("".join), max_size=5
).map(",".join)
_TAGS = st.lists(st.sampled_from(['"a"', 'W/"a"', "*", "W/", '"', '""', "a"]) | LATIN, max_size=4).map(", ".join)
_MOMENTS = LATIN | st.sampled_from(
    ["Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "Sun, 00 Xxx 0000 99:99:99 GMT", "0"]
)
HEADERS = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("HTTP_ACCEPT", "HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT_ENCODING"), _ACCEPTED),
        **dict.fromkeys(("HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH"), _TAGS),
        **dict.fromkeys(("HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE"), _MOMENTS),
        **dict.fromkeys(("HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_REFERER", "HTTP_ORIGIN"), LATIN),
        **dict.fromkeys(("HTTP_X_FORWARDED_FOR", "HTTP_HX_TARGET", "HTTP_HX_CURRENT_URL", "CONTENT_TYPE"), LATIN),
        "HTTP_RANGE": _RANGES,
        "HTTP_IF_RANGE": _TAGS | _MOMENTS,
        "HTTP_HX_REQUEST": st.just("true"),
    },
)


def sent(query: list[tuple[str, str]]) -> str:
    """As it stands in an address, whatever is in it."""
    return "&".join(f"{_written(name)}={_written(value)}" for name, value in query)


def _written(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"))
