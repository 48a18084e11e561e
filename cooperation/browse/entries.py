"""The entries of the timeline, meetings and events, each rendered once for as long as the record stays as it is."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from cooperation.models import Event, Meeting, PartialDate
from cooperation.record import public
from cooperation.record.changes import filled, remembered
from cooperation.record.reading import read_by_id


@dataclass(frozen=True)
class Entry:
    """`shows_english` where a text in it fell back to English."""

    date: PartialDate
    html: SafeString
    shows_english: bool


def meeting_entries(ids: Sequence[int]) -> Iterable[Entry]:
    """The entries of these meetings, in their order."""
    return filled(_kept(_meetings), ids, _meetings).values()


def event_entries(ids: Sequence[int]) -> Iterable[Entry]:
    """The markers of these events, in their order."""
    return filled(_kept(_events), ids, _events).values()


@remembered(by_language=True)
def _kept(kind: Callable[[Sequence[int]], Mapping[int, Entry]]) -> dict[int, Entry]:
    """Those of a kind that were asked for since the record last changed."""
    return {}


def _meetings(ids: Sequence[int]) -> Mapping[int, Entry]:
    rows = read_by_id(Meeting, ids).items()
    return {pk: _entry(row.date, "browse/_entry_row.html", row=row, level=4) for pk, row in rows}


def _events(ids: Sequence[int]) -> Mapping[int, Entry]:
    events = Event.objects.published().filter(pk__in=ids)
    return {each.pk: _entry(each.start, "browse/_marker.html", event=public.event_marker(each)) for each in events}


def _entry(date: PartialDate, template: str, **context: Any) -> Entry:
    page = SimpleNamespace(shows_english=False)
    html = render_to_string(template, {**context, "request": page})
    return Entry(date, html, page.shows_english)
