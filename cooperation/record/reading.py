"""How records of each noun are fetched and read: as lists show them, or whole."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet

from cooperation.models import Agency, Agreement, Commitment, Event, Meeting, Official, Program, Record, State, Topic

from . import public
from .changes import filled, remembered

Reader = tuple[Callable[[QuerySet], QuerySet], Callable[[Any], Any]]


def _plain(records: QuerySet) -> QuerySet:
    return records


_ENTRIES: dict[type[Record], Reader] = {
    Meeting: (lambda meetings: meetings.for_timeline(), public.meeting_entry),
    Agency: (_plain, public.agency_entry),
    Official: (lambda officials: officials.prefetch_related("appointments__agency"), public.official_entry),
    Topic: (lambda topics: topics.select_related("parent"), public.topic_entry),
    Program: (public.programs_for_reading, public.program_record),
    Event: (public.events_for_reading, public.event_record),
    Agreement: (public.agreements_for_reading, public.agreement_record),
    Commitment: (public.commitments_for_reading, public.commitment_record),
}

_WHOLE: dict[type[Record], Reader] = _ENTRIES | {
    Meeting: (public.meetings_for_reading, public.meeting_record),
    Agency: (public.agencies_for_reading, public.agency_record),
    Official: (public.officials_for_reading, public.official_record),
    Topic: (public.topics_for_reading, public.topic_record),
}


def read(model: type[Record], ids: Sequence[int]) -> list[Any]:
    """The public records with these ids as lists show them, in their order."""
    return list(read_by_id(model, ids).values())


def read_by_id(model: type[Record], ids: Sequence[int]) -> dict[int, Any]:
    """The same by id. What was withdrawn since the ids were asked for is left out."""
    return _read(_ENTRIES[model], model, ids)


def kept_by_id(model: type[Record], ids: Sequence[int]) -> dict[int, Any]:
    """The same for pages, which ask for the same ones again and again: each is read once while nothing changes."""
    return filled(_kept(model), ids, lambda missing: read_by_id(model, missing))


@remembered(by_language=True)
def _kept(model: type[Record]) -> dict[int, Any]:
    """Those that were asked for since the record last changed."""
    return {}


def read_whole(model: type[Record], ids: Sequence[int]) -> list[Any]:
    """The public records with these ids with all that their own pages show, in their order."""
    return list(read_whole_by_id(model, ids).values())


def read_whole_by_id(model: type[Record], ids: Sequence[int]) -> dict[int, Any]:
    """The same by id."""
    return _read(_WHOLE[model], model, ids)


def read_one(model: type[Record], slug: str) -> Any | None:
    """The whole published record with this slug, or None."""
    fetch, record = _WHOLE[model]
    found = fetch(model.objects.published().with_last_change()).filter(slug=slug).first()
    return record(found) if found else None


def _read(reader: Reader, model: type[Record], ids: Sequence[int]) -> dict[int, Any]:
    fetch, record = reader
    # Asked for its state too, SQLite would walk through all that is published rather than look up twenty ids.
    found = {
        each.pk: each for each in fetch(model.objects.filter(pk__in=ids).with_last_change()) if _is_published(each)
    }
    return {pk: record(found[pk]) for pk in ids if pk in found}


def _is_published(record: Record) -> bool:
    whole = record.meeting if isinstance(record, Commitment) else record
    return getattr(whole, "state", State.PUBLISHED) == State.PUBLISHED
