"""The meetings that stand near one: before and after it with the same agency, and on the same topics."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cooperation.models import Meeting, PartialDate
from cooperation.record import door, public
from cooperation.record.door import Position
from cooperation.record.filters.base import Selection

from .addresses import Address, list_address
from .related import selection_of

NEAR = 4


@dataclass(frozen=True)
class Neighbour:
    link: public.Link
    date: PartialDate


@dataclass(frozen=True)
class Neighbours:
    """Those of one agency before and after the meeting, and those nearest in time on its topics.

    `total` is how many the list at `url` holds, the meeting itself among them.
    """

    agency: public.Link
    earlier: Neighbour | None
    later: Neighbour | None
    near: Sequence[Neighbour]
    total: int
    url: str


def neighbours_of(meeting: Meeting, entry: public.MeetingEntry) -> Neighbours | None:
    """None where no UN agency is known to have sat in the meeting."""
    if not entry.un_agencies:
        return None
    agency, place = entry.un_agencies[0], Position(str(meeting.date), meeting.pk)
    with_agency = selection_of(list_address("meetings", agency=agency.slug))
    alike = _alike(entry)
    on_topics = selection_of(alike)
    earlier, later = _around(with_agency, place, 1)
    before, after = _around(on_topics, place, NEAR + 1) if entry.topics else ((), ())
    # One query for all; with the meeting's own id it is asked whether there are neighbours or not.
    found = Meeting.objects.in_bulk({meeting.pk, *earlier, *later, *before, *after})
    near = [pk for pk in _by_distance(found, place, (*before, *after)) if pk not in {*earlier, *later}][:NEAR]
    return Neighbours(
        agency,
        *(_neighbour(found[pks[0]]) if pks else None for pks in (earlier, later)),
        [_neighbour(found[pk]) for pk in near],
        door.total(on_topics),
        str(alike),
    )


def _alike(entry: public.MeetingEntry) -> Address:
    """The list of the meetings that share a UN agency and a topic with this one."""
    return Address(
        "meetings",
        {"agency": [link.slug for link in entry.un_agencies], "topic": [link.slug for link in entry.topics]},
    ).having()


def _around(selection: Selection, place: Position, size: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The ids of those just before and just after a place in the sequence."""
    earlier = door.stretch(selection, door.Window(after=place, size=size)).ids
    later = door.stretch(selection, door.Window(before=place, size=size)).ids
    return earlier, later


def _by_distance(found: dict[int, Meeting], place: Position, pks: Iterable[int]) -> list[int]:
    """Nearest in time first."""
    day = PartialDate(place.key).earliest
    return sorted(pks, key=lambda pk: (abs(found[pk].date.earliest - day), pk))


def _neighbour(meeting: Meeting) -> Neighbour:
    return Neighbour(public.link_to(meeting), meeting.date)
