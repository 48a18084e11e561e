"""Entries of very many meetings, and of the seats in them, for formats that hold a whole list.

What a model and its parts cost to make is most of what an entry costs. Here an entry is made of values, and of links
that are made once each; that it is the one that `record.public` makes is held by `tests/record/test_entries.py`.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from cooperation.models import Agency, Meeting, Mode, Official, Participation, Record, Role, State, Topic
from cooperation.models.base import LANGUAGES

from .changes import filled
from .public import Link, MeetingEntry, Place, Text, link_to
from .public.base import text_in
from .public.date_notes import date_note
from .public.said import ParticipantRecord, PartOfMeeting

# Titles, notes and places mostly come again: so many of each are kept.
KEPT = 4_000


def _texts(field: str) -> list[str]:
    return [f"{field}_{language}" for language in LANGUAGES]


def _values(records: QuerySet, *names: str) -> Iterator[tuple]:
    # Django's own method: that of modeltranslation gives the columns in no order.
    return QuerySet.values_list(records, *names).iterator()


def _text(held: Sequence[str | None]) -> Text:
    return text_in({language: text for language, text in zip(LANGUAGES, held, strict=True) if text})


class _Known(dict):
    """What is made of values that come again; all is let go of where there is too much."""

    def __init__(self, make: Callable[[Any], Any]) -> None:
        self.make = make

    def __missing__(self, key: Any) -> Any:
        if len(self) > KEPT:
            self.clear()
        made = self[key] = self.make(key)
        return made


class Entries:
    """Reads entries, some at a time, in the language that is active while the first are read."""

    def __init__(self) -> None:
        self._links: dict[type[Record], dict[int, Link]] = {Agency: {}, Official: {}, Topic: {}}
        self._titles, self._notes = _Known(_text), _Known(date_note)
        self._places = _Known(lambda parts: Place(*parts))

    @cached_property
    def _modes(self) -> dict[str, str]:
        return {value: str(label) for value, label in Mode.choices}

    @cached_property
    def _roles(self) -> dict[str, str]:
        return {value: str(label) for value, label in Role.choices}

    def by_id(self, ids: Sequence[int]) -> dict[int, MeetingEntry]:
        """The published meetings among `ids`, in their order."""
        seats, topics = self._seats(ids), self._topics(ids)
        meetings = Meeting.objects.filter(pk__in=ids).with_last_change().order_by()
        names = ("date", "date_note", "mode", "venue", "city", "country", "changed", "state")
        rows = _values(meetings, "pk", "uid", "slug", *names, *_texts("title"), *_texts("summary"))
        found = {row[0]: row for row in rows if row[10] == State.PUBLISHED}
        return {pk: self._entry(found[pk], seats[pk], topics[pk]) for pk in ids if pk in found}

    def _entry(self, row: tuple, seats: list[ParticipantRecord], topics: list[Link]) -> MeetingEntry:
        _pk, uid, slug, date, note, mode, venue, city, country, changed, _state, *texts = row
        return MeetingEntry(
            uid,
            slug,
            _text(texts[:3]),
            date,
            self._notes[note],
            mode,
            self._modes[mode],
            self._places[venue, city, country],
            _text(texts[3:]),
            tuple(seats),
            tuple(topics),
            changed,
        )

    def seats_by_id(self, ids: Sequence[int]) -> dict[int, PartOfMeeting]:
        """The seats in published meetings among `ids`, in their order, as lists of seats tell them."""
        seats = {row[0]: row[1:] for row in self._seated(Participation.objects.published().filter(pk__in=ids))}
        meetings = Meeting.objects.filter(pk__in={meeting for meeting, _seat in seats.values()}).order_by()
        told = {
            pk: (Link(Meeting.noun, slug, _text(title)), date)
            for pk, slug, date, *title in _values(meetings, "pk", "slug", "date", *_texts("title"))
        }
        return {pk: PartOfMeeting(*told[seats[pk][0]], seats[pk][1]) for pk in ids if pk in seats}

    def _seats(self, ids: Sequence[int]) -> dict[int, list[ParticipantRecord]]:
        found: dict[int, list[ParticipantRecord]] = defaultdict(list)
        for _pk, meeting, seat in self._seated(Participation.objects.filter(meeting__in=ids)):
            found[meeting].append(seat)
        return found

    def _seated(self, seats: QuerySet) -> Iterator[tuple[int, int, ParticipantRecord]]:
        """Each seat with its id and that of its meeting."""
        names = ("pk", "meeting_id", "agency_id", "official_id", "reported_name", "role", "order")
        rows = list(_values(seats.order_by("order", "id"), *names, *_texts("reported_title")))
        agencies = self._linked(Agency, {row[2] for row in rows})
        officials = self._linked(Official, {row[3] for row in rows if row[3]})
        for pk, meeting, agency, official, name, role, number, *title in rows:
            person = officials[official] if official else None
            shown = name or (person.name if person else "")
            seat = (agencies[agency], person, shown, self._titles[tuple(title)], role, self._roles[role], number)
            yield pk, meeting, ParticipantRecord(*seat)

    def _topics(self, ids: Sequence[int]) -> dict[int, list[Link]]:
        through = Meeting.topics.through.objects.filter(meeting__in=ids)
        order = [f"topic__{name}" for name in Topic._meta.ordering]
        pairs = list(_values(through.order_by(*order), "meeting_id", "topic_id"))
        topics = self._linked(Topic, {topic for _meeting, topic in pairs})
        found: dict[int, list[Link]] = defaultdict(list)
        for meeting, topic in pairs:
            found[meeting].append(topics[topic])
        return found

    def _linked(self, model: type[Record], ids: Collection[int]) -> dict[int, Link]:
        """Links to these records. Who is named in two readings is read once."""
        known = self._links[model]
        return filled(known, ids, lambda pks: {pk: link_to(each) for pk, each in model.objects.in_bulk(pks).items()})
