"""The page of the whole record as data: its files, what their tables hold, and under which terms."""

import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from cooperation.record import site

from ..attribution import citation
from ..serving import read_only
from ..tabular import dictionary
from ..tabular.tables import Column, Table
from . import freshness, making, shelf
from .downloads import MEDIA_TYPES
from .everything import LINKS, TABLES


@dataclass(frozen=True)
class File:
    """A file that holds the whole record; the linked data of the page names it too."""

    url: str
    media_type: str
    size: int
    name: str
    label: str
    digest: str


@dataclass(frozen=True)
class Meaning:
    """A column, as the page explains it."""

    name: str
    label: str
    kind: str
    note: str
    values: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Shown:
    """A table, as the page explains it. `rows` is None, and `url` empty, before the files are made."""

    name: str
    title: str
    rows: int | None
    url: str
    columns: Sequence[Meaning]


@read_only
def data(request: HttpRequest) -> HttpResponse:
    version = shelf.current()
    made, rows = _made(version) if version else (None, {})
    address = site.absolute(request, "/data/")
    context = {
        "section": "about",
        "page_title": _("The record as data"),
        "description": _("The whole published record to take away: its files, what they hold, and on which terms."),
        "made": made,
        "downloads": _files(request, version) if version else [],
        "behind": version and _behind(version),
        "sums_url": f"/data/{shelf.SUMS}",
        "tables": [_shown(table, rows) for table in TABLES],
        "links": [table.name for table in LINKS],
        "citation": citation(address),
        "licence": site.LICENCE,
        "licence_url": site.LICENCE_URL,
    }
    response = render(request, "opendata/data.html", context)
    # The files may be made anew while the record stays as it is, so a page kept under its state would be old.
    response["Cache-Control"] = "no-cache"
    return response


def _behind(version: Path) -> str:
    """What the reader should know of files that the record has left behind."""
    if freshness.holds_what_is_gone(version):
        return _("Something in these files was withdrawn since. They are being made anew: come back in a moment.")
    return _("The record has changed since, and the files are being made anew.") if freshness.is_behind(version) else ""


@lru_cache(maxsize=2)
def _made(version: Path) -> tuple[datetime.datetime | None, dict[str, int]]:
    """When a version was made, and how many rows each of its tables has."""
    package = json.loads((version / shelf.PACKAGE).read_text(encoding="utf-8"))
    return parse_datetime(package["created"]), {each["name"]: each["rows"] for each in package["resources"]}


def _files(request: HttpRequest, version: Path) -> list[File]:
    sums = shelf.sums(version)
    labels = {
        making.DATABASE: _("A database (SQLite)"),
        making.ZIP: _("All tables (CSV) in one archive"),
        making.LINES: _("All records (JSON), a line for each"),
        shelf.PACKAGE: _("What the tables hold, for programs (Frictionless data package)"),
        shelf.DICTIONARY: _("What the tables hold, for people (CSV)"),
    }
    return [
        File(
            site.absolute(request, f"/data/{name}"),
            MEDIA_TYPES[Path(name).suffix].partition(";")[0],
            (version / name).stat().st_size,
            name,
            label,
            sums[name],
        )
        for name, label in labels.items()
    ]


def _shown(table: Table, rows: dict[str, int]) -> Shown:
    url = f"/data/{table.name}.csv" if table.name in rows else ""
    columns = [_meaning(table, column) for column in table.columns]
    return Shown(table.name, str(table.title), rows.get(table.name), url, columns)


def _meaning(table: Table, column: Column) -> Meaning:
    return Meaning(
        column.name,
        dictionary.label(table, column),
        str(dictionary.KINDS[column.kind]),
        dictionary.note(table, column),
        dictionary.values(table, column),
    )
