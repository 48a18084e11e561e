"""Agencies, officials and topics, as the public sees them."""

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from cooperation.models import (
    Agency,
    Appointment,
    Official,
    PartialDate,
    Topic,
)

from .base import (
    Link,
    Period,
    Place,
    SourceRecord,
    Text,
    changed_of,
    fetching_published,
    lines_of,
    link_to,
    links_to,
    published_of,
    text_of,
)


@dataclass(frozen=True)
class AgencyEntry:
    """An agency as lists show it."""

    link: Link
    side_label: str
    kind: str
    kind_label: str


def agency_entry(agency: Agency) -> AgencyEntry:
    return AgencyEntry(link_to(agency), str(agency.get_side_display()), agency.kind, str(agency.get_kind_display()))


@dataclass(frozen=True)
class AgencyRecord:
    uid: uuid.UUID
    link: Link
    side_label: str
    kind: str
    kind_label: str
    description: Text
    headquarters: Place
    website: str
    founded: PartialDate | None
    aliases: tuple[str, ...]
    identifiers: tuple[tuple[str, str], ...]
    parent: Link | None
    children: tuple[Link, ...]
    predecessor: Link | None
    succeeded_on: PartialDate | None
    successors: tuple[tuple[Link, PartialDate | None], ...]
    modified: datetime.datetime


def agency_record(agency: Agency) -> AgencyRecord:
    return AgencyRecord(
        agency.uid,
        link_to(agency),
        str(agency.get_side_display()),
        agency.kind,
        str(agency.get_kind_display()),
        text_of(agency, "description"),
        Place("", agency.headquarters_city, agency.headquarters_country),
        agency.website,
        agency.founded,
        lines_of(agency.aliases),
        _identifiers_of(agency),
        link_to(agency.parent) if agency.parent else None,
        links_to(published_of(agency, "children")),
        link_to(agency.predecessor) if agency.predecessor else None,
        agency.succeeded_on,
        tuple((link_to(successor), successor.succeeded_on) for successor in published_of(agency, "successors")),
        changed_of(agency),
    )


def agencies_for_reading(agencies: QuerySet) -> QuerySet:
    return agencies.select_related("parent", "predecessor").prefetch_related(
        "identifiers",
        fetching_published("children", Agency.objects.all()),
        fetching_published("successors", Agency.objects.all()),
    )


def _identifiers_of(record: Agency | Official) -> tuple[tuple[str, str], ...]:
    return tuple((identifier.scheme, identifier.value) for identifier in record.identifiers.all())


@dataclass(frozen=True)
class AppointmentRecord:
    official: Link
    agency: Link | None
    title: Text
    period: Period
    source: SourceRecord | None


def appointment_record(appointment: Appointment) -> AppointmentRecord:
    return AppointmentRecord(
        link_to(appointment.official),
        link_to(appointment.agency) if appointment.agency else None,
        text_of(appointment, "title"),
        Period(appointment.start, appointment.end),
        SourceRecord.of(appointment.source) if appointment.source else None,
    )


@dataclass(frozen=True)
class OfficialEntry:
    """An official as lists show it: the name and the posts that sources state."""

    link: Link
    posts: tuple[tuple[Text, Link | None], ...]


def official_entry(official: Official) -> OfficialEntry:
    """The entry of an official that was fetched with `appointments__agency`."""
    return OfficialEntry(
        link_to(official),
        tuple(
            (text_of(post, "title"), link_to(post.agency) if post.agency else None)
            for post in official.appointments.all()
        ),
    )


@dataclass(frozen=True)
class OfficialRecord:
    uid: uuid.UUID
    link: Link
    other_spellings: tuple[str, ...]
    identifiers: tuple[tuple[str, str], ...]
    appointments: tuple[AppointmentRecord, ...]
    modified: datetime.datetime


def official_record(official: Official) -> OfficialRecord:
    return OfficialRecord(
        official.uid,
        link_to(official),
        lines_of(official.other_spellings),
        _identifiers_of(official),
        tuple(appointment_record(post) for post in official.appointments.all()),
        changed_of(official),
    )


def appointments_for_reading(appointments: QuerySet) -> QuerySet:
    return appointments.select_related("official", "agency", "source")


def officials_for_reading(officials: QuerySet) -> QuerySet:
    posts = appointments_for_reading(Appointment.objects.all())
    return officials.prefetch_related("identifiers", Prefetch("appointments", posts))


@dataclass(frozen=True)
class TopicEntry:
    """A topic as lists show it."""

    link: Link
    description: Text
    parent: Link | None


def topic_entry(topic: Topic) -> TopicEntry:
    return TopicEntry(link_to(topic), text_of(topic, "description"), link_to(topic.parent) if topic.parent else None)


@dataclass(frozen=True)
class TopicRecord:
    uid: uuid.UUID
    link: Link
    description: Text
    sdgs: tuple[int, ...]
    parent: Link | None
    children: tuple[Link, ...]
    modified: datetime.datetime


def topic_record(topic: Topic) -> TopicRecord:
    return TopicRecord(
        topic.uid,
        link_to(topic),
        text_of(topic, "description"),
        topic.sdg_numbers,
        link_to(topic.parent) if topic.parent else None,
        links_to(published_of(topic, "children")),
        changed_of(topic),
    )


def topics_for_reading(topics: QuerySet) -> QuerySet:
    return topics.select_related("parent").prefetch_related(fetching_published("children", Topic.objects.all()))
