"""Records that editors entered themselves before a fixture of the same thing came.

Such a record stands in for the fixture: what refers to the fixture is led to it, and it stays as the
editors wrote it. Only what the database holds to be there once can be told to be the same.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cooperation.models import Agency, Identifier, Source
from cooperation.models.source import url_key

from .checks import Row

Key = tuple[str, ...]


def stand_ins(noun: str, rows: list[Row]) -> Iterator[tuple[str, int]]:
    """Of the fixtures `rows`, which have no record: the uid of each that has a stand-in, and its primary key."""
    find = {"sources": _sources, "agencies": _agencies}.get(noun)
    if rows and find:
        yield from find(rows)


def _sources(rows: list[Row]) -> Iterator[tuple[str, int]]:
    there = dict(Source.objects.values_list("url_key", "pk"))
    yield from _matches(rows, lambda row: [url_key(row.data["url"])], there)


def _agencies(rows: list[Row]) -> Iterator[tuple[str, int]]:
    there: dict[Key, int] = {
        (scheme, value): pk
        for scheme, value, pk in Identifier.objects.filter(agency__isnull=False).values_list(
            "scheme", "value", "agency_id"
        )
    }
    there |= {
        ("acronym", side, acronym): pk
        for side, acronym, pk in Agency.objects.values_list("side", "acronym_en", "pk")
        if acronym
    }
    yield from _matches(rows, _keys_of_agency, there)


def _keys_of_agency(row: Row) -> Iterable[Key]:
    yield "acronym", row.data["side"], row.data.get("acronym", "")
    for identifier in row.data.get("identifiers", ()):
        yield identifier["scheme"], identifier["value"]


def _matches(rows: list[Row], keys: Any, there: Mapping[Any, int]) -> Iterator[tuple[str, int]]:
    for row in rows:
        found = [there[key] for key in keys(row) if key in there]
        if found:
            yield row.uid, found[0]
