"""Programs and events, as the public sees them."""

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import QuerySet

from cooperation.models import (
    Event,
    Program,
)

from .base import Link, Period, Place, SourceRecord, Text, changed_of, lines_of, link_to, links_to, sources_of, text_of


@dataclass(frozen=True)
class ProgramRecord:
    uid: uuid.UUID
    link: Link
    agencies: tuple[Link, ...]
    partners: str
    topics: tuple[Link, ...]
    period: Period
    summary: Text
    sources: tuple[SourceRecord, ...]
    modified: datetime.datetime


def program_record(program: Program) -> ProgramRecord:
    """The record of a program; lists fetch `agencies`, `topics` and `sources` with it."""
    return ProgramRecord(
        program.uid,
        link_to(program),
        links_to(program.agencies.all()),
        program.partners,
        links_to(program.topics.all()),
        Period(program.start, program.end),
        text_of(program, "summary"),
        sources_of(program),
        changed_of(program),
    )


def programs_for_reading(programs: QuerySet) -> QuerySet:
    return programs.prefetch_related("agencies", "topics", "sources")


@dataclass(frozen=True)
class EventMarker:
    """An event as it stands between the meetings of the timeline."""

    link: Link
    kind: str
    kind_label: str
    period: Period
    place: Place


def event_marker(event: Event) -> EventMarker:
    return EventMarker(
        link_to(event),
        event.kind,
        str(event.get_kind_display()),
        Period(event.start, event.end, open_ended=False),
        Place("", event.city, event.country),
    )


@dataclass(frozen=True)
class EventRecord:
    uid: uuid.UUID
    link: Link
    kind: str
    kind_label: str
    status: str
    status_label: str
    organisers: tuple[Link, ...]
    other_organisers: str
    topics: tuple[Link, ...]
    period: Period
    place: Place
    parent: Link | None
    aliases: tuple[str, ...]
    summary: Text
    sources: tuple[SourceRecord, ...]
    modified: datetime.datetime


def event_record(event: Event) -> EventRecord:
    """The record of an event; lists fetch `organisers`, `topics`, `sources` and `parent` with it."""
    return EventRecord(
        event.uid,
        link_to(event),
        event.kind,
        str(event.get_kind_display()),
        event.status,
        str(event.get_status_display()),
        links_to(event.organisers.all()),
        event.other_organisers,
        links_to(event.topics.all()),
        Period(event.start, event.end, open_ended=False),
        Place("", event.city, event.country),
        link_to(event.parent) if event.parent and event.parent.state == "published" else None,
        lines_of(event.aliases),
        text_of(event, "summary"),
        sources_of(event),
        changed_of(event),
    )


def events_for_reading(events: QuerySet) -> QuerySet:
    return events.select_related("parent").prefetch_related("organisers", "topics", "sources")
