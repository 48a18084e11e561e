"""Reads many records at once: what `take` says of each, in a number of questions that does not grow with them."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import translation

from .fields import Many, One, Sibling
from .nouns import SHAPES
from .shapes import Children, Shape, noun_of_model
from .taking import Snapshot

AT_ONCE = 500
Taken = tuple[Model, Snapshot]


def take_all(records: QuerySet) -> Iterator[Taken]:
    """Each record with its snapshot, in the order of the query, or of their uids where it has none."""
    noun = noun_of_model(records.model)
    ordered = records if records.query.order_by else records.order_by("uid")
    rows = ordered.prefetch_related(*_paths(SHAPES[noun])).iterator(chunk_size=AT_ONCE)
    while some := list(islice(rows, AT_ONCE)):
        yield from _taken(noun, some)


def take_these(noun: str, uids: Iterator[str] | set[str] | list[str]) -> Iterator[Taken]:
    """The records of a noun with these uids, those that there are."""
    wanted = sorted(uids)
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        yield from take_all(SHAPES[noun].model._default_manager.filter(uid__in=some).order_by("uid"))


def _taken(noun: str, records: list[Model]) -> list[Taken]:
    # Not across a yield: the language would be that of whoever asks for the next.
    with translation.override("en"):
        return [(record, _snapshot(noun, record)) for record in records]


def _snapshot(noun: str, record: Model) -> Snapshot:
    names: dict[str, str] = {}

    def refer(other: Any) -> str:
        names[str(other.uid)] = str(other)
        return str(other.uid)

    return Snapshot(noun, SHAPES[noun].read(record, refer), names)


def _paths(shape: Shape, prefix: str = "") -> Iterator[str]:
    for entry in shape.fields:
        if isinstance(entry, One | Many | Sibling | Children):
            yield f"{prefix}{entry.attribute}"
        if isinstance(entry, Children):
            yield from _paths(entry.shape, f"{prefix}{entry.attribute}__")
