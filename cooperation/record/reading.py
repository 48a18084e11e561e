"""How records of each noun are fetched and read: as lists show them, or whole."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Model, QuerySet

from cooperation.models import (
    Agency,
    Agreement,
    Appointment,
    Commitment,
    CommitmentChange,
    Correction,
    Event,
    Meeting,
    Official,
    Participation,
    Point,
    Program,
    Record,
    Source,
    State,
    Topic,
)

from . import public
from .changes import filled, remembered

Reader = tuple[Callable[[QuerySet], QuerySet], Callable[[Any], Any]]


def _plain(records: QuerySet) -> QuerySet:
    return records


_ENTRIES: dict[type[Model], Reader] = {
    Meeting: (lambda meetings: meetings.for_timeline(), public.meeting_entry),
    Agency: (_plain, public.agency_entry),
    Official: (lambda officials: officials.prefetch_related("appointments__agency"), public.official_entry),
    Topic: (lambda topics: topics.select_related("parent"), public.topic_entry),
    Program: (public.programs_for_reading, public.program_record),
    Event: (public.events_for_reading, public.event_record),
    Agreement: (public.agreements_for_reading, public.agreement_record),
    Commitment: (public.commitments_for_reading, public.commitment_record),
    # What has no pages of its own is whole as lists show it.
    Correction: (lambda corrections: corrections.with_record(), public.correction_record),
    Source: (_plain, public.SourceRecord.of),
    Participation: (public.seats_for_reading, public.seat_of_meeting),
    Point: (public.points_for_reading, public.point_of_meeting),
    Appointment: (public.appointments_for_reading, public.appointment_record),
    CommitmentChange: (public.progress_for_reading, public.progress_of_commitment),
}

_WHOLE: dict[type[Model], Reader] = _ENTRIES | {
    Meeting: (public.meetings_for_reading, public.meeting_record),
    Agency: (public.agencies_for_reading, public.agency_record),
    Official: (public.officials_for_reading, public.official_record),
    Topic: (public.topics_for_reading, public.topic_record),
}


def read(model: type[Model], ids: Sequence[int]) -> list[Any]:
    """The public records with these ids as lists show them, in their order."""
    return list(read_by_id(model, ids).values())


def read_by_id(model: type[Model], ids: Sequence[int]) -> dict[int, Any]:
    """The same by id. What was withdrawn since the ids were asked for is left out."""
    return _read(_ENTRIES[model], model, ids)


def kept_by_id(model: type[Record], ids: Sequence[int]) -> dict[int, Any]:
    """The same for pages, which ask for the same ones again and again: each is read once while nothing changes."""
    return filled(_kept(model), ids, lambda missing: read_by_id(model, missing))


@remembered(by_language=True)
def _kept(model: type[Record]) -> dict[int, Any]:
    """Those that were asked for since the record last changed."""
    return {}


def read_whole(model: type[Model], ids: Sequence[int]) -> list[Any]:
    """The public records with these ids with all that their own pages show, in their order."""
    return list(read_whole_by_id(model, ids).values())


def read_whole_by_id(model: type[Model], ids: Sequence[int]) -> dict[int, Any]:
    """The same by id."""
    return _read(_WHOLE[model], model, ids)


def read_one(model: type[Record], slug: str) -> Any | None:
    """The whole published record with this slug, or None."""
    fetch, record = _WHOLE[model]
    found = fetch(model.objects.published().with_last_change()).filter(slug=slug).first()
    return record(found) if found else None


def _read(reader: Reader, model: type[Model], ids: Sequence[int]) -> dict[int, Any]:
    fetch, record = reader
    found = {each.pk: each for each in fetch(_among(model, ids)) if _is_published(each)}
    return {pk: record(found[pk]) for pk in ids if pk in found}


def _among(model: type[Model], ids: Sequence[int]) -> QuerySet:
    if not issubclass(model, Record):
        return model.objects.published().filter(pk__in=ids)
    # Asked for its state too, SQLite would walk through all that is published rather than look up twenty ids.
    return model.objects.filter(pk__in=ids).with_last_change()


def _is_published(record: Model) -> bool:
    whole = record.meeting if isinstance(record, Commitment) else record
    return getattr(whole, "state", State.PUBLISHED) == State.PUBLISHED
