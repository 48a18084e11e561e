"""Events as they stand in the timeline of meetings: markers, neither counted nor paged."""

from dataclasses import replace

from django.db.models import CharField, Q, QuerySet, Value

from cooperation.models import Event

from . import door
from .filters import EventFilter
from .filters.base import Selection

MARKERS_A_PAGE = 40

# What a meeting has and an event has not: a timeline narrowed by these shows no markers.
_MEETINGS_ONLY = ("official", "with", "program", "mode")


def markers(selection: Selection, stretch: door.Stretch, *, descending: bool) -> QuerySet:
    """The events of the same filter that fall between a page's first and last position."""
    if any(selection.values.get(name) for name in _MEETINGS_ONLY):
        return Event.objects.none()
    events = _same_filter(selection).exclude(start=None)
    newer, older = (stretch.first, stretch.last) if descending else (stretch.last, stretch.first)
    if newer:
        events = events.filter(start__lte=_text(newer.key))
    if older:
        events = events.filter(start__gt=_text(older.key))
    return events.order_by("-start", "-pk")[:MARKERS_A_PAGE]


def _text(key: str) -> Value:
    """Compared as text: the edge of a year, and what an address carries, need not be a date."""
    return Value(key, output_field=CharField())


def _same_filter(selection: Selection) -> QuerySet:
    filterset = EventFilter()
    shared = {name: value for name, value in selection.values.items() if name in filterset.filters}
    question = replace(selection, model=Event, dimensions=filterset.filters, values=shared)
    events = Event.objects.filter(pk__in=door.ids(question))
    if chosen := selection.values.get("event"):
        events = events.filter(Q(pk__in=[event.pk for event in chosen]))
    return events
