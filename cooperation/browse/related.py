"""What a record's page leads on to: related lists, people, topics and counterparts."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from cooperation.models import (
    Agency,
    Agreement,
    Commitment,
    Event,
    Meeting,
    Official,
    Participation,
    Program,
    Progress,
    Record,
)
from cooperation.record import door, public
from cooperation.record.careers import posts_of
from cooperation.record.changes import remembered
from cooperation.record.facets import records_by_weight
from cooperation.record.filters import FILTERS
from cooperation.record.filters.base import Selection
from cooperation.record.public import Link
from cooperation.record.questions import people_of, seats, titles_for
from cooperation.record.reading import read_by_id

from .addresses import Address, list_address
from .entries import Entry, row_entries
from .rows import timeline_of

ENTRIES = 6
PEOPLE = 24
ATTENDED = 20
WEIGHTED = 12


@dataclass(frozen=True)
class Related:
    """A list that a record leads on to: its first entries, how many there are, and where to read all."""

    label: str
    total: int
    url: str
    entries: Sequence[Entry]


@dataclass(frozen=True)
class Weighted:
    """A record with the number of meetings it shares; `share` is the percentage of the heaviest."""

    link: Link
    count: int
    url: str
    share: int


@dataclass(frozen=True)
class PersonRow:
    """A person who sat for an agency: titles with the first and last meeting under each."""

    official: Link
    titles: Sequence[tuple]
    meetings: int
    last: Any


@dataclass(frozen=True)
class Attended:
    """Meetings one after the other in which a person sat for one body under one title."""

    title: public.Text
    agency: Link
    meetings: Sequence[public.MeetingEntry]


def selection_of(address: Address) -> Selection:
    """The selection that a filtered list's address stands for."""
    query = QueryDict(mutable=True)
    for name, values in address.parameters.items():
        query.setlist(name, list(values))
    return FILTERS[address.noun](query).selection()


def _list(label: str, address: Address) -> Related:
    """The beginning of a filtered list, and the address of the whole."""
    says_of_meetings = address.noun in (Meeting.noun, Commitment.noun)
    beginning = _beginning if says_of_meetings else _kept_beginning
    model, total, ids = beginning(address.noun, tuple((name, *values) for name, values in address.parameters.items()))
    return Related(label, total, str(address), row_entries(model, ids))


def _beginning(noun: str, parameters: tuple[tuple[str, ...], ...]) -> tuple[type[Record], int, Sequence[int]]:
    """How many a filtered list holds, and its first."""
    selection = selection_of(Address(noun, {name: values for name, *values in parameters}))
    stretch = door.stretch(selection, door.Window(door.runs_by_date(selection.model), size=ENTRIES))
    total = door.total(selection) if stretch.last else len(stretch.ids)
    return selection.model, total, stretch.ids


_kept_beginning = remembered(outlives_meetings=True)(_beginning)


def _weighted(timeline: Address, name: str) -> list[Weighted]:
    """The values of one facet of a timeline, each with the link whose count it shows."""
    found = records_by_weight(selection_of(timeline), name, WEIGHTED)
    return _weigh([(public.link_to(record), count) for record, count in found], timeline, name)


def _weigh(found: Sequence[tuple[Link, int]], timeline: Address, name: str) -> list[Weighted]:
    highest = max((count for _link, count in found), default=1)
    return [
        Weighted(link, count, str(timeline.having(**{name: [link.slug]})), round(100 * count / highest))
        for link, count in found
    ]


def _unsettled(side: str, link: Link) -> Address:
    """The commitments by or for an agency that are neither fulfilled nor lapsed."""
    return Address("commitments", {side: [link.slug], "progress": [Progress.OPEN.value, Progress.UNDER_WAY.value]})


def of_agency(agency: Agency, link: Link) -> dict[str, Any]:
    timeline = timeline_of(link)
    side = "agency" if link.side == "un" else "body"
    return {
        "people": _people(agency),
        "topics": _weighted(timeline, "topic"),
        "counterparts": _weighted(timeline, "body" if side == "agency" else "agency"),
        "related": [
            _list(_("Meetings"), timeline),
            _list(_("Open commitments by this body"), _unsettled("by", link)),
            _list(_("Open commitments to this body"), _unsettled("for", link)),
            _list(_("Agreements"), list_address("agreements", **{side: link.slug})),
            _list(_("Programs"), list_address("programs", **{side: link.slug})),
            _list(_("Events"), list_address("events", **{side: link.slug})),
        ],
    }


def _people(agency: Agency) -> list[PersonRow]:
    found = people_of(agency, PEOPLE)
    titles = titles_for(agency, tuple(official for official, _contact in found))
    return [
        PersonRow(
            public.link_to(official),
            titles.get(official.pk, ()),
            contact.meetings,
            contact.last,
        )
        for official, contact in found
    ]


def of_official(official: Official, posts: Sequence[public.AppointmentRecord]) -> dict[str, Any]:
    link = public.link_to(official)
    timeline = timeline_of(link)
    return {
        "attended": _attended(official),
        "posts": posts_of(official, posts),
        "meetings": door.total(selection_of(timeline)),
        "timeline_url": str(timeline),
        "topics": _weighted(timeline, "topic"),
    }


def _attended(official: Official) -> list[Attended]:
    selection = selection_of(timeline_of(public.link_to(official)))
    entries = read_by_id(Meeting, door.stretch(selection, door.Window(size=ATTENDED)).ids)
    own = seats().filter(official=official, meeting__in=entries).select_related("agency")
    sat = own.order_by("-meeting__date", "-meeting", "pk")
    return [
        Attended(title, agency, [entries[seat.meeting_id] for seat in run])
        for (title, agency), run in groupby(sat, key=_under)
    ]


def _under(seat: Participation) -> tuple[public.Text, Link]:
    return public.text_of(seat, "reported_title"), public.link_to(seat.agency)


def of_topic(link: Link) -> dict[str, Any]:
    timeline = timeline_of(link)
    return {
        "counterparts": [*_weighted(timeline, "agency"), *_weighted(timeline, "body")],
        "related": [
            _list(_("Meetings"), timeline),
            _list(_("Programs"), list_address("programs", topic=link.slug)),
            _list(_("Events"), list_address("events", topic=link.slug)),
            _list(_("Agreements"), list_address("agreements", topic=link.slug)),
        ],
    }


def _records(label: str, records: Any) -> Related:
    """A list that no filter stands for: all its records are shown."""
    model: type[Record] = records.model
    ids = list(records.values_list("pk", flat=True))
    return Related(label, len(ids), "", row_entries(model, ids))


def of_program(program: Program, link: Link) -> dict[str, Any]:
    return {
        "related": [
            _list(_("Meetings"), timeline_of(link)),
            _records(_("Agreements"), program.agreements.published().newest_first()),
        ]
    }


def of_event(event: Event, link: Link) -> dict[str, Any]:
    return {
        "related": [
            _list(_("Meetings"), timeline_of(link)),
            _records(_("Events within it"), event.children.published().newest_first()),
        ]
    }


def of_agreement(agreement: Agreement) -> dict[str, Any]:
    if agreement.meeting is None:
        return {"related": []}
    meetings = type(agreement.meeting).objects.published().filter(pk=agreement.meeting_id)
    return {"related": [_records(_("Signed at"), meetings)]}
