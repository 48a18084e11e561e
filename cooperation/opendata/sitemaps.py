"""Every public page in every language, with the time of its last change, for search engines."""

import datetime
from dataclasses import dataclass

from django.db.models import F, Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from cooperation.models import LastChange
from cooperation.models.base import LANGUAGES, localized
from cooperation.record import site
from cooperation.record.filters import FILTERS

from .asking import refuse_unknown
from .problems import Problem
from .serving import data_view

MEDIA_TYPE = "application/xml; charset=utf-8"
# Records a file, by their ids, so that a record stays in its file. Each is an address a language; 50,000 are allowed.
RECORDS_A_FILE = 5_000
# Pages that are not a record's, and whether they change with the record.
PAGES = {
    "/": True,
    **{f"/{noun}/": True for noun in FILTERS},
    "/pictures/": True,
    "/data/": True,
    "/api/": False,
    "/about/": False,
    "/about/coverage/": True,
    "/about/corrections/": True,
    "/about/accessibility/": False,
    "/about/privacy/": False,
}


@dataclass(frozen=True)
class Part:
    """A file of the sitemap."""

    url: str
    modified: datetime.datetime | None


@dataclass(frozen=True)
class Address:
    """A page in each language: (language, address)."""

    editions: tuple[tuple[str, str], ...]
    modified: datetime.datetime | None


@data_view
def index(request: HttpRequest) -> HttpResponse:
    refuse_unknown(request.GET, ())
    parts = [
        Part(site.absolute(request, f"/sitemap-{noun}-{number}.xml"), modified)
        for noun in FILTERS
        for number, modified in _files(noun)
    ]
    newest = max((part.modified for part in parts), default=None)
    pages = Part(site.absolute(request, "/sitemap-pages.xml"), newest)
    return render(request, "opendata/sitemap_index.xml", {"parts": [pages, *parts]}, MEDIA_TYPE)


@data_view
def pages(request: HttpRequest) -> HttpResponse:
    refuse_unknown(request.GET, ())
    newest = max((modified for noun in FILTERS for _number, modified in _files(noun)), default=None)
    return _answer(request, [_address(request, path, newest if changes else None) for path, changes in PAGES.items()])


@data_view
def records(request: HttpRequest, noun: str, number: str) -> HttpResponse:
    refuse_unknown(request.GET, ())
    first = (int(number) - 1) * RECORDS_A_FILE + 1
    published = FILTERS[noun]._meta.model.objects.published().with_last_change()
    within = published.filter(pk__gte=first, pk__lt=first + RECORDS_A_FILE).order_by("pk")
    found = [_address(request, f"/{noun}/{slug}/", changed) for slug, changed in within.values_list("slug", "changed")]
    if not found:
        raise Problem(404, "not-found", "The sitemap has no such file.")
    return _answer(request, found)


def _files(noun: str) -> list[tuple[int, datetime.datetime]]:
    """The files that hold a noun's records: their numbers, and when one in them last changed."""
    numbered = LastChange.objects.filter(noun=noun, is_public=True).annotate(
        file=(F("record_id") - 1) / RECORDS_A_FILE + 1
    )
    return list(numbered.order_by("file").values("file").annotate(last=Max("changed")).values_list("file", "last"))


def _address(request: HttpRequest, path: str, modified: datetime.datetime | None) -> Address:
    return Address(tuple((code, site.absolute(request, _in(code, path))) for code in LANGUAGES), modified)


def _in(code: str, path: str) -> str:
    with translation.override(code):
        return localized(path)


def _answer(request: HttpRequest, addresses: list[Address]) -> HttpResponse:
    return render(request, "opendata/sitemap.xml", {"addresses": addresses}, MEDIA_TYPE)
