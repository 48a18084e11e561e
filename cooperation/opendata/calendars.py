"""Meetings and events as calendars (RFC 5545 with the properties of RFC 7986) that a reader subscribes to.

A calendar holds whole days. What is known to the month or the year only would need a day that no source states: it is
left out, and the calendar's description says how many such records there are.
"""

import datetime
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

import icalendar
from django.db.models import Count, Q
from django.db.models.functions import Length
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperation.models import Event, EventStatus, Meeting, PartialDate
from cooperation.models.base import active_language, localized
from cooperation.models.partial_date import WHOLE_DAY, known_to_the_day
from cooperation.record import door, site
from cooperation.record.chosen import title_of
from cooperation.record.entries import Entries
from cooperation.record.latest import Times, last_change, times_of, times_with
from cooperation.record.public import EventRecord, MeetingEntry, MeetingRecord
from cooperation.record.reading import read_by_id

from . import content_lines
from .asking import Asked
from .characters import clean
from .citing import addresses_of
from .content_lines import day, moment, text, texts
from .problems import Problem
from .telling import Told, tell

MEDIA_TYPE = "text/calendar; charset=utf-8"
REFRESHED = datetime.timedelta(days=1)
# So many records are held in memory at a time.
AT_ONCE = 500
_A_DAY = datetime.timedelta(days=1)
_DATES: dict[type[Meeting | Event], tuple[str, ...]] = {Meeting: ("date",), Event: ("start", "end")}
# "Announced" is neither tentative nor confirmed, so it is said in words alone.
_STATUSES = {EventStatus.HELD: "CONFIRMED", EventStatus.CANCELLED: "CANCELLED"}


@dataclass(frozen=True)
class Entry:
    """What a calendar says of a record, whatever its noun."""

    told: Told
    start: PartialDate | None
    end: PartialDate | None
    status: str


def render(asked: Asked, request: HttpRequest) -> HttpResponseBase:
    """The whole selection, as long as it is: a subscriber has no second page."""
    return StreamingHttpResponse(_in(active_language(), _lines(asked, request)), content_type=MEDIA_TYPE)


def render_record(record: MeetingRecord | EventRecord, request: HttpRequest) -> HttpResponse:
    """A calendar with one entry. Raises Problem where the record's days are not known."""
    model, shown = (Meeting, record.entry) if isinstance(record, MeetingRecord) else (Event, record)
    entry = _MAKERS[model](shown)
    if not known_to_the_day(entry.start, entry.end):
        raise Problem(404, "no-day", "No source states the day, and a calendar holds whole days only.")
    calendar = icalendar.Calendar()
    _identify(calendar)
    head, end = _around(calendar)
    addresses = [source.url for source in record.sources]
    body = _component(entry, times_with(model, shown.uid), addresses, site.base_of(request))
    return HttpResponse(head + body + end, content_type=MEDIA_TYPE)


def _in(language: str, parts: Iterator[bytes]) -> Iterator[bytes]:
    """Whoever sends the parts may do so in any thread, which knows nothing of the request's language."""
    while True:
        with translation.override(language):
            part = next(parts, None)
        if part is None:
            return
        yield part


def _lines(asked: Asked, request: HttpRequest) -> Iterator[bytes]:
    head, end = _around(_calendar(asked, request))
    yield head
    read, base = _reader(asked.selection.model), site.base_of(request)
    for ids in asked.chunks(AT_ONCE):
        yield b"".join(_entries(asked.selection.model, read(ids), base))
    yield end


def _around(calendar: icalendar.Calendar) -> tuple[bytes, bytes]:
    """What stands before and after the entries of a calendar."""
    head, end, _nothing = calendar.to_ical().partition(b"END:VCALENDAR\r\n")
    return head, end


def _reader(model: type[Meeting | Event]) -> Callable[[Sequence[int]], dict[int, Any]]:
    return Entries().by_id if model is Meeting else lambda ids: read_by_id(model, ids)


def _calendar(asked: Asked, request: HttpRequest) -> icalendar.Calendar:
    """The calendar without its entries."""
    query = f"?{asked.query}" if asked.query else ""
    source = site.absolute(request, localized(f"/{asked.noun}.ics{query}"))
    calendar = icalendar.Calendar()
    _identify(calendar)
    calendar.add("uid", str(uuid.uuid5(uuid.NAMESPACE_URL, source)))
    _describe(calendar, clean(title_of(asked.selection)), _description(asked))
    calendar.add("url", site.absolute(request, localized(f"/{asked.noun}/{query}")))
    calendar.add("source", source, parameters={"VALUE": "URI"})
    calendar.add("refresh-interval", REFRESHED, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", icalendar.vDuration(REFRESHED))
    if changed := last_change(asked.selection):
        calendar.add("last-modified", changed)
    return calendar


def _identify(calendar: icalendar.Calendar) -> None:
    calendar.add("prodid", f"-//{site.NAME}//{active_language().upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")


def _describe(calendar: icalendar.Calendar, title: str, description: str) -> None:
    """Under the names of RFC 7986 and those that came before it, which more programs read."""
    for names, said in ((("name", "x-wr-calname"), title), (("description", "x-wr-caldesc"), description)):
        for name in names:
            language = {} if name.startswith("x-") else {"LANGUAGE": active_language()}
            # Of names that it does not know the library takes no value for a text, and would not escape it.
            calendar.add(name, icalendar.vText(said), parameters=language)


def _description(asked: Asked) -> str:
    left_out = _left_out(asked)
    if not door.total(asked.selection):
        return _("This list holds no record.")
    if not left_out:
        return _("Every record of this list is known to the day.")
    return ngettext(
        "%(count)s record of this list is left out: a calendar holds whole days, and no source states its day.",
        "%(count)s records of this list are left out: a calendar holds whole days, and no source states theirs.",
        left_out,
    ) % {"count": left_out}


def _left_out(asked: Asked) -> int:
    first, *others = _DATES[asked.selection.model]
    records = asked.selection.model.objects.filter(pk__in=door.ids(asked.selection))
    whole = Q(**{f"{first}_length": WHOLE_DAY})
    for name in others:
        whole &= Q(**{f"{name}_length": WHOLE_DAY}) | Q(**{f"{name}__isnull": True})
    lengths = {f"{name}_length": Length(name) for name in (first, *others)}
    counted = records.order_by().annotate(**lengths).aggregate(all=Count("pk"), whole=Count("pk", filter=whole))
    return counted["all"] - counted["whole"]


def _entries(model: type[Meeting | Event], found: dict[int, Any], base: str) -> Iterator[bytes]:
    times, addresses, make = times_of(model, found), addresses_of(model, found), _MAKERS[model]
    for pk, record in found.items():
        entry = make(record)
        # What was withdrawn this very moment has no times.
        if known_to_the_day(entry.start, entry.end) and pk in times:
            yield _component(entry, times[pk], addresses[pk], base)


def _of_meeting(meeting: MeetingEntry) -> Entry:
    return Entry(tell(meeting), meeting.date, meeting.date, "CONFIRMED")


def _of_event(event: EventRecord) -> Entry:
    return Entry(tell(event), event.period.start, event.period.end, _STATUSES.get(event.status, ""))


_MAKERS: dict[type[Meeting | Event], Callable[[Any], Entry]] = {Meeting: _of_meeting, Event: _of_event}


def _component(entry: Entry, times: Times, addresses: Iterable[str], base: str) -> bytes:
    """An entry of a calendar. It is the world's day, not the reader's: nobody is busy."""
    return content_lines.component("VEVENT", [*_named(entry, times), *_told(entry, times, addresses, base)])


def _named(entry: Entry, times: Times) -> Iterator[str]:
    """What the entry is, on which days, and its version: the same bytes each time until the record changes."""
    yield text("SUMMARY", clean(entry.told.title), entry.told.title.language)
    yield day("DTSTART", entry.start.earliest)
    # Without an end it lasts its one day, and no day is invented.
    if entry.end:
        yield day("DTEND", entry.end.earliest + _A_DAY)
    yield moment("DTSTAMP", times.updated)
    yield f"UID:{times.uid}"
    yield f"SEQUENCE:{max(0, int((times.updated - times.entered).total_seconds()))}"


def _told(entry: Entry, times: Times, addresses: Iterable[str], base: str) -> Iterator[str]:
    told, page = entry.told, f"{base}{entry.told.path}"
    for language, topics in groupby((topic.name for topic in told.topics), attrgetter("language")):
        yield texts("CATEGORIES", [clean(name) for name in topics], language)
    lines = [*told.lines, *_unknown(entry), *_addresses(page, addresses)]
    yield text("DESCRIPTION", clean("\n".join(lines)), told.language)
    yield moment("LAST-MODIFIED", times.updated)
    if told.place:
        yield text("LOCATION", clean(told.place), active_language())
    if entry.status:
        yield f"STATUS:{entry.status}"
    yield "TRANSP:TRANSPARENT"
    yield f"URL:{page}"


def _unknown(entry: Entry) -> list[str]:
    return [] if entry.end else [_("Last day not stated by any source.")]


def _addresses(page: str, addresses: Iterable[str]) -> list[str]:
    return [*(_("Source: %(address)s") % {"address": address} for address in addresses), page]
