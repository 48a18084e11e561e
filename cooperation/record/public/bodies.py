"""Agencies, officials and topics, as the public sees them."""

import uuid
from dataclasses import dataclass

from cooperation.models import (
    Agency,
    Appointment,
    Official,
    PartialDate,
    Topic,
)

from .base import Link, Period, Place, SourceRecord, Text, lines_of, link_to, links_to, text_of


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
        tuple(agency.identifiers.values_list("scheme", "value")),
        link_to(agency.parent) if agency.parent else None,
        links_to(agency.children.published()),
        link_to(agency.predecessor) if agency.predecessor else None,
        agency.succeeded_on,
        tuple((link_to(successor), successor.succeeded_on) for successor in agency.successors.published()),
    )


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


def official_record(official: Official) -> OfficialRecord:
    return OfficialRecord(
        official.uid,
        link_to(official),
        lines_of(official.other_spellings),
        tuple(official.identifiers.values_list("scheme", "value")),
        tuple(
            appointment_record(post) for post in official.appointments.select_related("official", "agency", "source")
        ),
    )


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


def topic_record(topic: Topic) -> TopicRecord:
    return TopicRecord(
        topic.uid,
        link_to(topic),
        text_of(topic, "description"),
        topic.sdg_numbers,
        link_to(topic.parent) if topic.parent else None,
        links_to(topic.children.published()),
    )
