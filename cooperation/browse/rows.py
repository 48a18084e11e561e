"""The rows of a list: records with the meetings that they stand in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cooperation.models import Agency, Event, Official, PartialDate, Program, Record, Topic
from cooperation.record import door, public
from cooperation.record.filters import MeetingFilter
from cooperation.record.reading import read_by_id

from .addresses import Address, list_address

# By which parameters the timeline knows the records of a noun; an agency is on one side or the other.
TIMELINE_PARAMETERS: dict[type[Record], tuple[str, ...]] = {
    Agency: ("agency", "body"),
    Official: ("official",),
    Topic: ("topic",),
    Program: ("program",),
    Event: ("event",),
}


@dataclass(frozen=True)
class Row:
    """A record in a list, with the meetings it stands in: how many, where to read them, the last."""

    record: Any
    meetings: int
    meetings_url: str
    last: PartialDate | None


def rows(model: type[Record], ids: Sequence[int], *, contacts: bool = True) -> list[Any]:
    """What a list of this noun shows for these ids: rows with meetings, or the records alone.

    `contacts=False` leaves the numbers of meetings out, where a page has no use for them.
    """
    return list(rows_by_id(model, ids, contacts=contacts).values())


def rows_by_id(model: type[Record], ids: Sequence[int], *, contacts: bool = True) -> dict[int, Any]:
    """The same by id."""
    records = read_by_id(model, ids)
    names = TIMELINE_PARAMETERS.get(model)
    if names is None:
        return records
    everything = MeetingFilter().selection()
    found = (
        {pk: contact for name in names for pk, contact in door.contacts(everything, name).items()} if contacts else {}
    )
    return {pk: _row(record, found.get(pk)) for pk, record in records.items()}


def row_template(noun: str) -> str:
    """The template of a noun's rows."""
    name = {"agencies": "agency", "meetings": "entry"}.get(noun, noun.removesuffix("s"))
    return f"browse/_{name}_row.html"


def _row(record: Any, contact: door.Contact | None) -> Row:
    meetings, last = (contact.meetings, contact.last) if contact else (0, None)
    return Row(record, meetings, str(timeline_of(record.link)), last)


def timeline_of(link: public.Link) -> Address:
    """The timeline of the meetings that a record stands in."""
    names = {"officials": "official", "topics": "topic", "programs": "program", "events": "event"}
    name = names.get(link.noun) or ("agency" if link.side == "un" else "body")
    return list_address("meetings", **{name: link.slug})
