"""What came of a selection of meetings, and what runs beside them: questions to the other nouns.

They are asked with the same filter where they have it, else through those meetings.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import F, Q, QuerySet

from cooperation.models import Agreement, Commitment, Event, PartialDate, Point, PointKind, Program, Progress, State

from . import door, public
from .changes import remembered
from .filters import FILTERS
from .filters.base import Selection
from .public import Link
from .reading import kept_by_id

# What programs, events and agreements are filtered by under the same names as meetings.
_SHARED = ("q", "agency", "body", "topic")
PERIOD = ("from", "to")


def related(selection: Selection, noun: str) -> Selection | None:
    """The same question to another noun; None where it asks what only meetings have."""
    undated = door.narrowed(selection, **dict.fromkeys(PERIOD))
    if set(undated.values) - set(_SHARED):
        return None
    filterset = FILTERS[noun]()
    return replace(undated, model=filterset._meta.model, dimensions=filterset.filters)


def _by_filter(undated: Selection, noun: str) -> Q | None:
    """The same filter as a condition; None where it asks what only meetings have."""
    same = related(undated, noun)
    return Q(pk__in=door.ids(same)) if same else None


def agreements(selection: Selection, undated: Selection, at: datetime.date) -> QuerySet:
    """Those signed in the period, and those of before that are known to be in force."""
    found = Agreement.objects.published().filter(_by_filter(undated, "agreements") or _signed_at(undated))
    if within := _signed_within(selection):
        found = found.filter(within | Q(in_force_until_latest__gte=at))
    return found.newest_first()


def _signed_at(meetings: Selection) -> Q:
    """The agreements that were signed at these meetings."""
    signed_at = Agreement.objects.published().exclude(meeting=None).values_list("meeting", flat=True)
    return Q(meeting__in=door.holds(meetings, signed_at))


def _signed_within(selection: Selection) -> Q:
    """What may have been signed in the selection's period; empty where it has none."""
    start, end = (selection.values.get(name) for name in PERIOD)
    within = Q()
    if start:
        # Dates compare as text: a year or a month that holds the first day stands before it, and counts.
        within &= Q(signed__gte=start) | Q(signed__in=[start[:4], start[:7]])
    if end:
        within &= Q(signed_earliest__lte=end.latest)
    return within


@dataclass(frozen=True)
class AgreedPoint:
    """What both sides agreed in a meeting."""

    point: public.PointRecord
    meeting: Link
    date: PartialDate


def agreed(selection: Selection, limit: int) -> tuple[list[AgreedPoint], int]:
    """The first points of the newest meetings in which any stands, and how many there are in all."""
    meetings, total = door.agreed(selection, limit)
    return _agreed_points(tuple(meetings), limit), total


@remembered(by_language=True)
def _agreed_points(meetings: tuple[int, ...], limit: int) -> list[AgreedPoint]:
    points = Point.objects.filter(kind=PointKind.AGREED, meeting__in=meetings, meeting__state=State.PUBLISHED)
    people = ("meeting", "source", "participation__agency", "participation__official")
    found = points.select_related(*people).prefetch_related("topics")
    ordered = found.order_by("-meeting__date", "-meeting", "order", "pk")
    return [_agreed_point(point) for point in ordered[:limit]]


def _agreed_point(point: Point) -> AgreedPoint:
    return AgreedPoint(public.PointRecord.of(point), public.link_to(point.meeting), point.meeting.date)


@remembered
def _all_commitments() -> Sequence[tuple[int, int, bool]]:
    """Each with its meeting and whether it still stands; open ones first. There are few beside meetings."""
    standing = Q(progress__in=[Progress.OPEN, Progress.UNDER_WAY])
    found = Commitment.objects.published().annotate(stands=standing)
    found = found.order_by("-stands", F("due").asc(nulls_last=True), "-meeting__date", "-pk")
    return tuple(found.values_list("pk", "meeting", "stands"))


def commitments(selection: Selection, undated: Selection, limit: int) -> tuple[list[public.CommitmentRecord], int]:
    """The first of those made in the period's meetings, and of those of before that still stand; and how many."""
    made = _all_commitments()
    meetings = {meeting for _pk, meeting, _stands in made}
    within, ever = door.holds(selection, meetings), door.holds(undated, meetings)
    found = [pk for pk, meeting, stands in made if meeting in within or (stands and meeting in ever)]
    return list(kept_by_id(Commitment, found[:limit]).values()), len(found)


def is_overdue(commitment: public.CommitmentRecord, at: datetime.date) -> bool:
    """Whether the whole of the due date is over on the day `at`, and the commitment is not settled."""
    settled = commitment.progress in {Progress.FULFILLED, Progress.LAPSED}
    return bool(commitment.due) and not settled and commitment.due.latest < at


def programs(undated: Selection, at: datetime.date) -> QuerySet:
    """Those that run on the day `at`: first those with a stated end, then those without."""
    begun = Q(start_earliest__lte=at) | Q(start=None)
    runs = Q(end_latest__gte=at) | Q(end=None)
    chosen = _by_filter(undated, "programs") or Q(pk__in=door.reached(undated, "program"))
    found = Program.objects.published().filter(chosen, begun, runs)
    return found.order_by(F("end").asc(nulls_last=True), F("start").desc(nulls_last=True), "-pk")


def events(undated: Selection, at: datetime.date) -> QuerySet:
    """Those to come that the subject organises, or that its meetings spoke of."""
    chosen = Q(pk__in=door.reached(undated, "event")) | (_by_filter(undated, "events") or Q())
    found = Event.objects.published().filter(chosen).upcoming(at=at)
    return found.order_by("start", "pk")
