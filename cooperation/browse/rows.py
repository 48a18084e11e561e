"""How records of each noun are fetched and read for a list."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from cooperation.models import (
    Agency,
    Agreement,
    Commitment,
    Event,
    Meeting,
    Official,
    PartialDate,
    Program,
    Record,
    Topic,
)
from cooperation.record import door, public
from cooperation.record.filters import MeetingFilter
from cooperation.record.questions import last_contacts

from .addresses import Address, list_address

# By which parameters the timeline knows the records of a noun; an agency is on one side or the other.
TIMELINE_PARAMETERS: dict[type[Record], tuple[str, ...]] = {
    Agency: ("agency", "body"),
    Official: ("official",),
    Topic: ("topic",),
    Program: ("program",),
    Event: ("event",),
}


@dataclass(frozen=True)
class Row:
    """A record in a list, with the meetings it stands in: how many, where to read them, the last."""

    record: Any
    meetings: int
    meetings_url: str
    last: PartialDate | None


def _plain(records: QuerySet) -> QuerySet:
    return records


_READERS: dict[type[Record], tuple[Callable[[QuerySet], QuerySet], Callable[[Any], Any]]] = {
    Meeting: (lambda meetings: meetings.for_timeline(), public.meeting_entry),
    Agency: (_plain, public.agency_entry),
    Official: (lambda officials: officials.prefetch_related("appointments__agency"), public.official_entry),
    Topic: (lambda topics: topics.select_related("parent"), public.topic_entry),
    Program: (public.programs_for_reading, public.program_record),
    Event: (public.events_for_reading, public.event_record),
    Agreement: (public.agreements_for_reading, public.agreement_record),
    Commitment: (public.commitments_for_reading, public.commitment_record),
}


def read(model: type[Record], ids: Sequence[int]) -> list[Any]:
    """The public records with these ids, in their order."""
    fetch, record = _READERS[model]
    found = {each.pk: each for each in fetch(model.objects.filter(pk__in=ids))}
    return [record(found[pk]) for pk in ids if pk in found]


def rows(model: type[Record], ids: Sequence[int], *, contacts: bool = True) -> list[Any]:
    """What a list of this noun shows for these ids: rows with meetings, or the records alone.

    `contacts=False` leaves the numbers of meetings out, where a page has no use for them.
    """
    records = read(model, ids)
    names = TIMELINE_PARAMETERS.get(model)
    if names is None:
        return records
    counts, last = _contacts(names) if contacts else ({}, {})
    return [
        Row(record, counts.get(pk, 0), str(timeline_of(record.link)), last.get(pk))
        for pk, record in zip(ids, records, strict=True)
    ]


def _contacts(names: Iterable[str]) -> tuple[dict[int, int], dict[int, PartialDate]]:
    counted = door.facet_counts(MeetingFilter().selection(), names)
    counts = {int(pk): count for facet in counted.values() for pk, count in facet.items()}
    last = {pk: date for name in names for pk, date in last_contacts(name).items()}
    return counts, last


def timeline_of(link: public.Link) -> Address:
    """The timeline of the meetings that a record stands in."""
    names = {"officials": "official", "topics": "topic", "programs": "program", "events": "event"}
    name = names.get(link.noun) or ("agency" if link.side == "un" else "body")
    return list_address("meetings", **{name: link.slug})
