"""Meetings and what was said in them, as the public sees them."""

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from cooperation.models import (
    Agreement,
    Commitment,
    Event,
    Meeting,
    MeetingEvent,
    PartialDate,
    Point,
    Program,
    localized,
)

from .base import (
    Link,
    Place,
    SourceRecord,
    Text,
    changed_of,
    fetching_published,
    link_to,
    links_to,
    published_of,
    sources_of,
    text_of,
)
from .date_notes import date_note
from .outcomes import (
    AgreementRecord,
    CommitmentRecord,
    agreement_record,
    agreements_for_reading,
    commitment_record,
    commitments_for_reading,
)
from .said import ParticipantRecord, PointRecord


@dataclass(frozen=True)
class MeetingEntry:
    """A meeting as lists show it."""

    uid: uuid.UUID
    slug: str
    title: Text
    date: PartialDate
    date_note: Text
    mode: str
    mode_label: str
    place: Place
    summary: Text
    participants: tuple[ParticipantRecord, ...]
    topics: tuple[Link, ...]
    modified: datetime.datetime

    @property
    def entry(self) -> "MeetingEntry":
        """Itself, so that a meeting of a list is read as a whole one is."""
        return self

    @property
    def link(self) -> Link:
        return Link("meetings", self.slug, self.title)

    @property
    def url(self) -> str:
        return localized(f"/meetings/{self.slug}/")

    def _agencies(self, side: str) -> tuple[Link, ...]:
        return tuple(dict.fromkeys(seat.agency for seat in self.participants if seat.agency.side == side))

    @property
    def un_agencies(self) -> tuple[Link, ...]:
        return self._agencies("un")

    @property
    def azerbaijani_bodies(self) -> tuple[Link, ...]:
        return self._agencies("azerbaijan")


def meeting_entry(meeting: Meeting) -> MeetingEntry:
    """The entry of a meeting that was fetched with `for_timeline()`."""
    return MeetingEntry(
        meeting.uid,
        meeting.slug,
        text_of(meeting, "title"),
        meeting.date,
        date_note(meeting.date_note),
        meeting.mode,
        str(meeting.get_mode_display()),
        Place(meeting.venue, meeting.city, meeting.country),
        text_of(meeting, "summary"),
        tuple(ParticipantRecord.of(seat) for seat in meeting.participations.all()),
        links_to(meeting.topics.all()),
        changed_of(meeting),
    )


@dataclass(frozen=True)
class EventLink:
    event: Link
    relation: str
    relation_label: str


@dataclass(frozen=True)
class MeetingRecord:
    """A meeting as its own page shows it: the entry, and all that hangs on it."""

    entry: MeetingEntry
    programs: tuple[Link, ...]
    events: tuple[EventLink, ...]
    points: tuple[PointRecord, ...]
    agreements: tuple[AgreementRecord, ...]
    commitments: tuple[CommitmentRecord, ...]
    sources: tuple[SourceRecord, ...]

    @property
    def uid(self) -> uuid.UUID:
        return self.entry.uid

    @property
    def link(self) -> Link:
        return self.entry.link

    @property
    def modified(self) -> datetime.datetime:
        return self.entry.modified


def meeting_record(meeting: Meeting) -> MeetingRecord:
    """The record of a meeting that was fetched by `meetings_for_reading`."""
    return MeetingRecord(
        meeting_entry(meeting),
        links_to(published_of(meeting, "programs")),
        tuple(
            EventLink(link_to(link.event), link.relation, str(link.get_relation_display()))
            for link in meeting.public_event_links
        ),
        tuple(PointRecord.of(point) for point in meeting.points.all()),
        tuple(agreement_record(agreement) for agreement in published_of(meeting, "agreements")),
        tuple(commitment_record(made) for made in meeting.commitments.all()),
        sources_of(meeting),
    )


def meetings_for_reading(meetings: QuerySet) -> QuerySet:
    """Meetings with all that their own pages show."""
    order = [f"event__{name}" for name in Event._meta.ordering]
    links = MeetingEvent.objects.filter(event__in=Event.objects.published()).select_related("event").order_by(*order)
    points = Point.objects.select_related("source", "participation__agency", "participation__official")
    return meetings.for_timeline().prefetch_related(
        "sources",
        fetching_published("programs", Program.objects.all()),
        fetching_published("agreements", agreements_for_reading(Agreement.objects.with_last_change())),
        Prefetch("event_links", links, to_attr="public_event_links"),
        Prefetch("points", points.prefetch_related("topics")),
        Prefetch("commitments", commitments_for_reading(Commitment.objects.with_last_change())),
    )
