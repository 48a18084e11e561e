"""The three language editions of a page, and the one address that stands for all ways to write it.

An edition has the same path below `/az/` or `/ru/`, English none. The canonical address of a list
holds its filters in the order in which they are declared, with sorted values, and nothing else: no
place in the sequence, no order, no unknown parameter.
"""

from dataclasses import dataclass

from django.http import HttpRequest, QueryDict
from django.utils import translation

from cooperation.models import localized
from cooperation.models.base import LANGUAGES, active_language
from cooperation.record import door
from cooperation.record.filters import FILTERS, MeetingFilter, RecordFilter
from cooperation.record.site import absolute

from .requests import once_a_request

# What makes a page another one besides its filters.
_OTHER_PARAMETERS = {"pictures": ("by",)}

# Each language as it names itself.
NAMES = {"en": "English", "az": "Azərbaycanca", "ru": "Русский"}


@dataclass(frozen=True)
class Edition:
    """A page in one language. `url` leads there with the reader's query, `canonical` stands for the page."""

    code: str
    name: str
    url: str
    canonical: str
    active: bool


@once_a_request
def editions(request: HttpRequest) -> list[Edition]:
    """The page that is asked for in each language, English first."""
    path = neutral_path(request.path)
    canonical = canonical_path(request)
    return [_edition(request, code, path, canonical) for code in LANGUAGES]


def _edition(request: HttpRequest, code: str, path: str, canonical: str) -> Edition:
    active = code == active_language()
    with translation.override(code):
        url = localized(path) + _query(_kept(request))
        return Edition(code, NAMES[code], url, absolute(request, localized(canonical)), active)


def neutral_path(path: str) -> str:
    """A path of this site without its language."""
    for code in LANGUAGES:
        if path == f"/{code}" or path.startswith(f"/{code}/"):
            return path.removeprefix(f"/{code}") or "/"
    return path


def canonical_path(request: HttpRequest) -> str:
    """The page's path without a language, and the filters that make it what it is."""
    path, query = neutral_path(request.path), QueryDict(mutable=True)
    for name in (*_filters_of(request).base_filters, *_other_parameters(request)):
        values = sorted({value for value in request.GET.getlist(name) if value})
        if values:
            query.setlist(name, values)
    # A filtered front page is the filtered timeline.
    return ("/meetings/" if path == "/" and query else path) + _query(query)


def _other_parameters(request: HttpRequest) -> tuple[str, ...]:
    match = request.resolver_match
    return _OTHER_PARAMETERS.get(match.url_name, ()) if match else ()


def _filters_of(request: HttpRequest) -> type[RecordFilter]:
    match = request.resolver_match
    return FILTERS[match.kwargs["noun"]] if match and match.url_name == "list" else MeetingFilter


def _kept(request: HttpRequest) -> QueryDict:
    """The query, without a place in a sequence that runs in another order in another language."""
    kept = request.GET.copy()
    match = request.resolver_match
    if match and match.url_name == "list" and not door.runs_by_date(_filters_of(request)._meta.model):
        for name in ("after", "before"):
            kept.pop(name, None)
    return kept


def _query(query: QueryDict) -> str:
    return f"?{query.urlencode()}" if query else ""
