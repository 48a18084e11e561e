"""Who sat in the meetings of a selection, and on which side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, QuerySet

from cooperation.models import PartialDate, Participation, Side

from . import door
from .filters.base import Selection
from .public import Link, SourceRecord, Text, link_to, text_of
from .questions import seats
from .sentences import in_short

TITLE = 64


@dataclass(frozen=True)
class Seated:
    """A person in a selection's meetings, with the title in short, the body and the date of the last of them."""

    official: Link
    title: Text
    agency: Link
    meetings: int
    last: PartialDate
    sources: tuple[SourceRecord, ...]


def seats_in(selection: Selection) -> QuerySet:
    return seats().filter(meeting__in=door.ids(selection))


def last_seats(selection: Selection, agencies: Iterable[int], limit: int) -> tuple[tuple[Seated, ...], int]:
    """Who sat for any of `agencies`, the latest first, and how many they are."""
    chosen = seats_in(selection).filter(agency__in=agencies, official__isnull=False)
    counted = _counted(chosen)
    return _seated(chosen, counted.order_by("-last", "-meetings", "official")[:limit]), counted.count()


def most_met(selection: Selection, sides: Sequence[str], limit: int) -> tuple[Seated, ...]:
    """Who of these sides sat in the most of the meetings; whom the selection itself names is left out."""
    named = [official.pk for name in ("official", "with") for official in selection.values.get(name, ())]
    everyone = seats_in(selection).filter(official__isnull=False).exclude(official__in=named)
    # A person's meetings are counted on both sides, as a filter by this person counts them.
    chosen = everyone.filter(official__in=everyone.filter(agency__side__in=sides).values("official"))
    return _seated(chosen, _counted(chosen).order_by("-meetings", "-last", "official")[:limit])


def _counted(chosen: QuerySet) -> QuerySet:
    return (
        chosen.order_by()
        .values("official")
        .annotate(meetings=Count("meeting", distinct=True), last=Max("meeting__date"))
    )


def _seated(chosen: QuerySet, counted: QuerySet) -> tuple[Seated, ...]:
    found = {row["official"]: row["meetings"] for row in counted}
    last: dict[int, Participation] = {}
    for seat in _newest_first(chosen.filter(official__in=list(found))):
        last.setdefault(seat.official_id, seat)
    return tuple(_person(last[pk], meetings) for pk, meetings in found.items())


def _newest_first(chosen: QuerySet) -> QuerySet:
    seated = chosen.select_related("official", "agency", "meeting").prefetch_related("meeting__sources")
    return seated.order_by("-meeting__date", "-meeting", "order")


def _person(seat: Participation, meetings: int) -> Seated:
    return Seated(
        link_to(seat.official),
        in_short(text_of(seat, "reported_title"), TITLE),
        link_to(seat.agency),
        meetings,
        seat.meeting.date,
        tuple(SourceRecord.of(source) for source in seat.meeting.sources.all()),
    )


def other_sides(selection: Selection) -> tuple[str, ...]:
    """The sides that a selection's subject meets: none for a pair, both where it names no side."""
    chosen = {side for side, name in ((Side.UN, "agency"), (Side.AZERBAIJAN, "body")) if selection.values.get(name)}
    if chosen or not selection.values.get("official"):
        return tuple(side for side in Side.values if side not in chosen)
    own = set(seats().filter(official__in=selection.values["official"]).values_list("agency__side", flat=True))
    return tuple(side for side in Side.values if side not in own) or tuple(Side.values)
