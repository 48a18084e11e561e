"""Who sat in the meetings of a selection, and on which side."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from django.db.models import QuerySet

from cooperation.models import PartialDate, Participation, Side

from . import door
from .changes import filled, remembered
from .filters.base import Selection
from .public import Link, SourceRecord, Text, link_to, text_of
from .questions import seats
from .sentences import in_short

TITLE = 64
FACET_OF_SIDE = {Side.UN: "agency", Side.AZERBAIJAN: "body"}


@dataclass(frozen=True)
class Seated:
    """A person in a selection's meetings, with the title in short, the body and the date of the last of them.

    A seat that is kept counts no meetings: they are the selection's.
    """

    official: Link
    title: Text
    agency: Link
    meetings: int
    last: PartialDate
    sources: tuple[SourceRecord, ...]


def last_seats(selection: Selection, agencies: Collection[int], limit: int) -> tuple[tuple[Seated, ...], int]:
    """Who sat for any of `agencies`, the latest first, and how many they are."""
    found = door.people(selection, agencies)
    latest = sorted(found, key=lambda pk: (found[pk].last, found[pk].meetings, -pk), reverse=True)[:limit]
    return _seated(selection, {pk: found[pk] for pk in latest}, agencies), len(found)


def most_met(selection: Selection, sides: Sequence[str], limit: int) -> tuple[Seated, ...]:
    """Who of these sides sat in the most of the meetings; whom the selection itself names is left out."""
    named = [official.pk for name in ("official", "with") for official in selection.values.get(name, ())]
    # A person's meetings are counted on both sides, as a filter by this person counts them.
    met = door.people(selection)
    chosen = door.people(selection, agencies_of(selection, sides)).keys() - set(named)
    most = sorted(chosen, key=lambda pk: (met[pk].meetings, met[pk].last, -pk), reverse=True)[:limit]
    return _seated(selection, {pk: met[pk] for pk in most}, None)


def agencies_of(selection: Selection, sides: Sequence[str]) -> set[int]:
    """All bodies of these sides."""
    return {pk for side in sides for pk in selection.dimensions[FACET_OF_SIDE[side]].below}


def _seated(
    selection: Selection, found: Mapping[int, door.Contact], agencies: Collection[int] | None
) -> tuple[Seated, ...]:
    latest = door.latest_meetings(selection, found, agencies)
    within = None if agencies is None else frozenset(agencies)
    last = filled(_kept(within), latest.items(), partial(_last_seats, within))
    pairs = ((contact, (pk, latest.get(pk))) for pk, contact in found.items())
    return tuple(replace(last[pair], meetings=contact.meetings) for contact, pair in pairs if pair in last)


@remembered(by_language=True)
def _kept(agencies: frozenset[int] | None) -> dict[tuple[int, int], Seated]:
    """By official and meeting, those seats for any of `agencies` that were asked for since anything changed."""
    return {}


def _last_seats(agencies: frozenset[int] | None, pairs: Sequence[tuple[int, int]]) -> dict[tuple[int, int], Seated]:
    """The first seat of each official in a meeting."""
    officials, meetings = ({*ids} for ids in zip(*pairs, strict=True))
    chosen = seats().filter(official__in=officials, meeting__in=meetings)
    if agencies is not None:
        chosen = chosen.filter(agency__in=agencies)
    found: dict[tuple[int, int], Seated] = {}
    for seat in _in_reading_order(chosen):
        pair = (seat.official_id, seat.meeting_id)
        if pair in pairs and pair not in found:
            found[pair] = _person(seat)
    return found


def _in_reading_order(chosen: QuerySet) -> QuerySet:
    seated = chosen.select_related("official", "agency", "meeting").prefetch_related("meeting__sources")
    return seated.order_by("order", "pk")


def _person(seat: Participation) -> Seated:
    return Seated(
        link_to(seat.official),
        in_short(text_of(seat, "reported_title"), TITLE),
        link_to(seat.agency),
        0,
        seat.meeting.date,
        tuple(SourceRecord.of(source) for source in seat.meeting.sources.all()),
    )


def other_sides(selection: Selection) -> tuple[str, ...]:
    """The sides that a selection's subject meets: none for a pair, both where it names no side."""
    chosen = {side for side, name in FACET_OF_SIDE.items() if selection.values.get(name)}
    if chosen or not selection.values.get("official"):
        return tuple(side for side in Side.values if side not in chosen)
    named, everything = [official.pk for official in selection.values["official"]], replace(selection, values={})
    own = {side for side in Side if door.latest_meetings(everything, named, agencies_of(selection, [side]))}
    return tuple(side for side in Side.values if side not in own) or tuple(Side.values)
