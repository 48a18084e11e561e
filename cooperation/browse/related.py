"""What a record's page leads on to: related lists, people, topics and counterparts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from cooperation.models import Agency, Agreement, Event, Meeting, Official, Program, Progress, Record
from cooperation.record import door, public
from cooperation.record.facets import records_by_weight
from cooperation.record.filters import FILTERS
from cooperation.record.filters.base import Selection
from cooperation.record.filters.dimensions import Trees
from cooperation.record.public import Link
from cooperation.record.questions import people_of, seats, titles_for

from .addresses import Address, list_address
from .rows import read, rows, timeline_of

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
    entries: Sequence[Any]
    row_template: str


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
    posts: Sequence[public.AppointmentRecord]
    titles: Sequence[tuple]
    meetings: int
    last: Any


@dataclass(frozen=True)
class Attended:
    meeting: public.MeetingEntry
    title: public.Text
    agency: Link


class Leads:
    """What one page leads on to; it reads each tree of agencies and topics once."""

    def __init__(self) -> None:
        self.trees: Trees = {}

    def selection(self, address: Address) -> Selection:
        query = QueryDict(mutable=True)
        for name, values in address.parameters.items():
            query.setlist(name, list(values))
        return FILTERS[address.noun](query, trees=self.trees).selection()

    def related(self, label: str, address: Address) -> Related:
        """The beginning of a filtered list, and the address of the whole."""
        selection = self.selection(address)
        total = door.total(selection)
        window = door.Window(door.runs_by_date(selection.model), size=ENTRIES)
        found = door.stretch(selection, window).ids if total else ()
        entries = rows(selection.model, found, contacts=False)
        return Related(label, total, str(address), entries, _template(address.noun))

    def weighted(self, timeline: Address, name: str) -> list[Weighted]:
        """The values of one facet of a timeline, each with the link whose count it shows."""
        found = records_by_weight(self.selection(timeline), name, WEIGHTED)
        return _weigh([(public.link_to(record), count) for record, count in found], timeline, name)


def _template(noun: str) -> str:
    name = {"agencies": "agency", "meetings": "entry"}.get(noun, noun.removesuffix("s"))
    return f"browse/_{name}_row.html"


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
    leads, timeline = Leads(), timeline_of(link)
    side = "agency" if link.side == "un" else "body"
    return {
        "people": _people(agency),
        "topics": leads.weighted(timeline, "topic"),
        "counterparts": leads.weighted(timeline, "body" if side == "agency" else "agency"),
        "related": [
            leads.related(_("Meetings"), timeline),
            leads.related(_("Open commitments by this body"), _unsettled("by", link)),
            leads.related(_("Open commitments to this body"), _unsettled("for", link)),
            leads.related(_("Agreements"), list_address("agreements", **{side: link.slug})),
            leads.related(_("Programs"), list_address("programs", **{side: link.slug})),
            leads.related(_("Events"), list_address("events", **{side: link.slug})),
        ],
    }


def _people(agency: Agency) -> list[PersonRow]:
    found = people_of(agency, PEOPLE)
    titles = titles_for(agency, [official for official, _contact in found])
    return [
        PersonRow(
            public.link_to(official),
            [public.appointment_record(post) for post in official.appointments.all() if post.agency_id == agency.pk],
            titles.get(official.pk, ()),
            contact.meetings,
            contact.last,
        )
        for official, contact in found
    ]


def of_official(official: Official) -> dict[str, Any]:
    link = public.link_to(official)
    timeline = timeline_of(link)
    return {
        "attended": _attended(official),
        "timeline_url": str(timeline),
        "topics": Leads().weighted(timeline, "topic"),
    }


def _attended(official: Official) -> list[Attended]:
    own = list(
        seats().filter(official=official).select_related("agency").order_by("-meeting__date", "-meeting")[:ATTENDED]
    )
    ids = list(dict.fromkeys(seat.meeting_id for seat in own))
    entries = dict(zip(ids, read(Meeting, ids), strict=True))
    return [
        Attended(entries[seat.meeting_id], public.text_of(seat, "reported_title"), public.link_to(seat.agency))
        for seat in own
    ]


def of_topic(link: Link) -> dict[str, Any]:
    leads, timeline = Leads(), timeline_of(link)
    return {
        "counterparts": [*leads.weighted(timeline, "agency"), *leads.weighted(timeline, "body")],
        "related": [
            leads.related(_("Meetings"), timeline),
            leads.related(_("Programs"), list_address("programs", topic=link.slug)),
            leads.related(_("Events"), list_address("events", topic=link.slug)),
            leads.related(_("Agreements"), list_address("agreements", topic=link.slug)),
        ],
    }


def _records(label: str, records: Any) -> Related:
    """A list that no filter stands for: all its records are shown."""
    model: type[Record] = records.model
    ids = list(records.values_list("pk", flat=True))
    return Related(label, len(ids), "", rows(model, ids, contacts=False), _template(model.noun))


def of_program(program: Program, link: Link) -> dict[str, Any]:
    return {
        "related": [
            Leads().related(_("Meetings"), timeline_of(link)),
            _records(_("Agreements"), program.agreements.published().newest_first()),
        ]
    }


def of_event(event: Event, link: Link) -> dict[str, Any]:
    return {
        "related": [
            Leads().related(_("Meetings"), timeline_of(link)),
            _records(_("Events within it"), event.children.published().newest_first()),
        ]
    }


def of_agreement(agreement: Agreement) -> dict[str, Any]:
    if agreement.meeting is None:
        return {"related": []}
    meetings = type(agreement.meeting).objects.published().filter(pk=agreement.meeting_id)
    return {"related": [_records(_("Signed at"), meetings)]}
