"""What lists show of records, each rendered once for as long as the record stays as it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from cooperation.models import Commitment, Event, Meeting, PartialDate, Record
from cooperation.record import public
from cooperation.record.changes import filled, last_changes, remembered
from cooperation.record.reading import read_by_id

from .rows import row_template, rows_by_id

# What a heading within an entry is, where the entry stands under a year and a month, and where under a section.
IN_TIMELINE, IN_SECTION = 4, 3


@dataclass(frozen=True)
class Entry:
    """`fell_back_to` are languages of texts that are not there in the page's; in the timeline it has a date."""

    html: SafeString
    fell_back_to: frozenset[str]
    date: PartialDate | None = None


def meeting_entries(ids: Sequence[int], level: int = IN_TIMELINE) -> Iterable[Entry]:
    """The entries of these meetings, in their order."""
    changes, read = last_changes(), partial(_meetings, level)
    return filled(_kept("meetings", level), [(pk, changes.get(pk, 0)) for pk in ids], read).values()


def event_entries(ids: Sequence[int]) -> Iterable[Entry]:
    """The markers of these events, in their order."""
    return filled(_kept("markers"), ids, _events).values()


def row_entries(model: type[Record], ids: Sequence[int]) -> list[Entry]:
    """What a record's page shows of these records, in their order: their rows, without numbers of meetings."""
    if model is Meeting:
        return list(meeting_entries(ids, IN_SECTION))
    kept = _kept_with_meetings if model is Commitment else _kept
    return list(filled(kept(model.noun), ids, partial(_rows, model)).values())


@remembered(by_language=True, outlives_meetings=True)
def _kept(kind: str, level: int = 0) -> dict[Any, Entry]:
    """Those of a kind that were asked for since something else than meetings last changed."""
    return {}


@remembered(by_language=True)
def _kept_with_meetings(kind: str) -> dict[Any, Entry]:
    """Those of a kind that is public with its meeting, asked for since anything changed."""
    return {}


def _meetings(level: int, keys: Sequence[tuple[int, int]]) -> Mapping[tuple[int, int], Entry]:
    """By id and last change, so that the entry of a meeting that has changed since is another one."""
    rows = read_by_id(Meeting, [pk for pk, _change in keys])
    found = {key: rows[key[0]] for key in keys if key[0] in rows}
    return {key: rendered("browse/_entry_row.html", row.date, row=row, level=level) for key, row in found.items()}


def _events(ids: Sequence[int]) -> Mapping[int, Entry]:
    events = Event.objects.published().filter(pk__in=ids)
    return {each.pk: rendered("browse/_marker.html", each.start, event=public.event_marker(each)) for each in events}


def _rows(model: type[Record], ids: Sequence[int]) -> Mapping[int, Entry]:
    template = row_template(model.noun)
    return {pk: rendered(template, row=row) for pk, row in rows_by_id(model, ids, contacts=False).items()}


def rendered(template: str, date: PartialDate | None = None, **context: Any) -> Entry:
    """What a template says, to be kept; what it is told may hold nothing of the page that asks."""
    page = SimpleNamespace(fell_back_to=frozenset())
    html = render_to_string(template, {**context, "request": page})
    return Entry(html, page.fell_back_to, date)
