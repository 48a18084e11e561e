"""Events as they stand in the timeline of meetings: markers, neither counted nor paged."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from cooperation.models import Event

from . import door
from .changes import remembered
from .filters import EventFilter
from .filters.base import Selection

MARKERS_A_PAGE = 40

# What a meeting has and an event has not: a timeline narrowed by these shows no markers.
_MEETINGS_ONLY = ("official", "with", "program", "mode")


def markers(selection: Selection, stretch: door.Stretch, *, descending: bool) -> list[int]:
    """The ids of the events of the same filter between a page's first and last position, newest first."""
    if any(selection.values.get(name) for name in _MEETINGS_ONLY):
        return []
    newer, older = (stretch.first, stretch.last) if descending else (stretch.last, stretch.first)
    ids = _between(older and older.key, newer and newer.key)
    return _of_the_same_filter(selection, ids)[:MARKERS_A_PAGE]


def _between(older: str | None, newer: str | None) -> list[int]:
    """Compared as text: the edge of a year, and what an address carries, need not be a date."""
    starts, ids = _events()
    first = 0 if older is None else bisect_right(starts, older)
    last = len(ids) if newer is None else bisect_right(starts, newer)
    return list(reversed(ids[first:last]))


@remembered(outlives_meetings=True)
def _events() -> tuple[Sequence[str], Sequence[int]]:
    """The starts of all events that have one, oldest first, and their ids: there are few beside meetings."""
    dated = Event.objects.published().exclude(start=None).order_by("start", "pk").values_list("start", "pk")
    return tuple(zip(*dated, strict=True)) or ((), ())


def _of_the_same_filter(selection: Selection, ids: list[int]) -> list[int]:
    """Those of `ids` that the filter holds: what it asks of meetings, asked of events."""
    if not (ids and selection.values):
        return ids
    filterset = EventFilter()
    shared = {name: value for name, value in selection.values.items() if name in filterset.filters}
    question = replace(selection, model=Event, dimensions=filterset.filters, values=shared)
    found = set(door.ids(question).filter(pk__in=ids).values_list("pk", flat=True))
    if chosen := selection.values.get("event"):
        found &= {event.pk for event in chosen}
    return [pk for pk in ids if pk in found]
