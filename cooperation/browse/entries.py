"""The entries of the timeline, meetings and events, each rendered once for as long as the record stays as it is."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from cooperation.models import Event, Meeting, PartialDate
from cooperation.record import public
from cooperation.record.changes import filled, last_changes, remembered
from cooperation.record.reading import read_by_id


@dataclass(frozen=True)
class Entry:
    """`fell_back_to` are the languages that texts in it are shown in for want of the page's."""

    date: PartialDate
    html: SafeString
    fell_back_to: frozenset[str]


def meeting_entries(ids: Sequence[int]) -> Iterable[Entry]:
    """The entries of these meetings, in their order."""
    changes = last_changes()
    return filled(_kept(_meetings), [(pk, changes.get(pk, 0)) for pk in ids], _meetings).values()


def event_entries(ids: Sequence[int]) -> Iterable[Entry]:
    """The markers of these events, in their order."""
    return filled(_kept(_events), ids, _events).values()


@remembered(by_language=True, outlives_meetings=True)
def _kept(kind: Callable[[Sequence[Any]], Mapping[Any, Entry]]) -> dict[Any, Entry]:
    """Those of a kind that were asked for since something else than meetings last changed."""
    return {}


def _meetings(keys: Sequence[tuple[int, int]]) -> Mapping[tuple[int, int], Entry]:
    """By id and last change, so that the entry of a meeting that has changed since is another one."""
    rows = read_by_id(Meeting, [pk for pk, _change in keys])
    found = {key: rows[key[0]] for key in keys if key[0] in rows}
    return {key: _entry(row.date, "browse/_entry_row.html", row=row, level=4) for key, row in found.items()}


def _events(ids: Sequence[int]) -> Mapping[int, Entry]:
    events = Event.objects.published().filter(pk__in=ids)
    return {each.pk: _entry(each.start, "browse/_marker.html", event=public.event_marker(each)) for each in events}


def _entry(date: PartialDate, template: str, **context: Any) -> Entry:
    page = SimpleNamespace(fell_back_to=frozenset())
    html = render_to_string(template, {**context, "request": page})
    return Entry(date, html, page.fell_back_to)
