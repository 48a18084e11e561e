"""Meetings and what was said in them, as the public sees them."""

import uuid
from dataclasses import dataclass

from cooperation.models import (
    Event,
    Meeting,
    PartialDate,
    localized,
)

from .base import Link, Place, SourceRecord, Text, link_to, links_to, sources_of, text_of
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
    mode: str
    mode_label: str
    place: Place
    summary: Text
    participants: tuple[ParticipantRecord, ...]
    topics: tuple[Link, ...]

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
        meeting.mode,
        str(meeting.get_mode_display()),
        Place(meeting.venue, meeting.city, meeting.country),
        text_of(meeting, "summary"),
        tuple(ParticipantRecord.of(seat) for seat in meeting.participations.all()),
        links_to(meeting.topics.all()),
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
    date_note: str
    programs: tuple[Link, ...]
    events: tuple[EventLink, ...]
    points: tuple[PointRecord, ...]
    agreements: tuple[AgreementRecord, ...]
    commitments: tuple[CommitmentRecord, ...]
    sources: tuple[SourceRecord, ...]


def meeting_record(meeting: Meeting) -> MeetingRecord:
    event_links = meeting.event_links.filter(event__in=Event.objects.published()).select_related("event")
    points = meeting.points.select_related(
        "source", "participation__agency", "participation__official"
    ).prefetch_related("topics")
    return MeetingRecord(
        meeting_entry(meeting),
        meeting.date_note,
        links_to(meeting.programs.published()),
        tuple(EventLink(link_to(link.event), link.relation, str(link.get_relation_display())) for link in event_links),
        tuple(PointRecord.of(point) for point in points),
        tuple(agreement_record(agreement) for agreement in agreements_for_reading(meeting.agreements.published())),
        tuple(commitment_record(made) for made in commitments_for_reading(meeting.commitments.all())),
        sources_of(meeting),
    )
