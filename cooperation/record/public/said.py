"""Who sat in a meeting and what they said, as the public sees it."""

from dataclasses import dataclass

from django.db.models import QuerySet

from cooperation.models import (
    PartialDate,
    Participation,
    Point,
)

from .base import Link, SourceRecord, Text, link_to, links_to, text_of


@dataclass(frozen=True)
class ParticipantRecord:
    """Who sat in a meeting. `official` and `name` are empty for a delegation."""

    agency: Link
    official: Link | None
    name: str
    title: Text
    role: str
    role_label: str
    number: int

    @classmethod
    def of(cls, seat: Participation) -> "ParticipantRecord":
        official = link_to(seat.official) if seat.official else None
        return cls(
            link_to(seat.agency),
            official,
            seat.reported_name or (official.name if official else ""),
            text_of(seat, "reported_title"),
            seat.role,
            str(seat.get_role_display()),
            seat.order,
        )


@dataclass(frozen=True)
class PointRecord:
    number: int
    kind: str
    kind_label: str
    text: Text
    raised_by: ParticipantRecord | None
    topics: tuple[Link, ...]
    source: SourceRecord | None
    paragraph: int | None

    @classmethod
    def of(cls, point: Point) -> "PointRecord":
        return cls(
            point.order,
            point.kind,
            str(point.get_kind_display()),
            text_of(point, "text"),
            ParticipantRecord.of(point.participation) if point.participation else None,
            links_to(point.topics.all()),
            SourceRecord.of(point.source) if point.source else None,
            point.paragraph,
        )


@dataclass(frozen=True)
class PartOfMeeting:
    """A seat or a point as lists of these show it: told with its meeting."""

    meeting: Link
    meeting_date: PartialDate
    part: ParticipantRecord | PointRecord


def seat_of_meeting(seat: Participation) -> PartOfMeeting:
    return PartOfMeeting(link_to(seat.meeting), seat.meeting.date, ParticipantRecord.of(seat))


def seats_for_reading(seats: QuerySet) -> QuerySet:
    return seats.select_related("meeting", "agency", "official")


def point_of_meeting(point: Point) -> PartOfMeeting:
    return PartOfMeeting(link_to(point.meeting), point.meeting.date, PointRecord.of(point))


def points_for_reading(points: QuerySet) -> QuerySet:
    return points.select_related(
        "meeting", "source", "participation__agency", "participation__official"
    ).prefetch_related("topics")
