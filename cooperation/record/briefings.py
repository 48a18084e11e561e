"""A briefing: what a desk officer has to know of a subject before a meeting, cut to two printed pages.

Its question is a selection of meetings. What other nouns add to it is asked with the same filter
where they have it, else through those meetings. Each fact carries the numbers of its sources.
"""

import datetime
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet

from cooperation.models import (
    Meeting,
    PartialDate,
    Side,
)
from cooperation.models.partial_date import FIRST_YEAR

from . import door, outcomes, public
from .changes import filled, last_changes, remembered
from .facets import records_by_weight
from .filters.base import Selection
from .notes import Note, Notes
from .public import Link, SourceRecord, Text
from .reading import kept_by_id
from .seated import FACET_OF_SIDE, Seated, last_seats, most_met, other_sides
from .sentences import in_short
from .silence import Gaps, gaps_of

# How many of each still leave the busiest subject on two pages of A4, and how many lines of print they may take:
# of what is long, fewer are shown. The meetings take what room the rest leaves.
LIMITS = {"agreements": (4, 7), "agreed": (2, 5), "commitments": (4, 8), "programs": (5, 8), "events": (3, 6)}
MEETINGS, MEETINGS_AT_MOST, LINES = 2, 14, 75
SEATED, PEOPLE_MET, WEIGHED, PROFILES = 6, 6, 5, 2
NOTES_FOR_A_MEETING, NOTES_FOR_A_FACT = 2, 1
TEXT, GIST, POST, SEATS_NAMED = 240, 180, 120, 2
_LETTERS_OF_A_LINE = 92


@dataclass(frozen=True)
class Noted:
    """A fact with its notes, and what of its words is shown."""

    record: Any
    notes: tuple[Note, ...]
    words: Text | str = ""


@dataclass(frozen=True)
class Delegation:
    """The first who sat for one side, and how many more."""

    seats: tuple[public.ParticipantRecord, ...]
    others: int


@dataclass(frozen=True)
class MeetingInShort:
    entry: public.MeetingEntry
    gist: Text
    delegations: tuple[Delegation, ...]
    sources: tuple[SourceRecord, ...]


@dataclass(frozen=True)
class Part:
    """The first of a sequence of facts, and how many there are.

    `is_earlier` where the period holds none, so that the last before it stand here.
    """

    entries: tuple[Any, ...] = ()
    total: int = 0
    is_earlier: bool = False

    @property
    def is_cut(self) -> bool:
        return self.total > len(self.entries)


@dataclass(frozen=True)
class Weighing:
    """The records of one facet, each with the number of meetings that it shares."""

    name: str
    entries: tuple[tuple[Link, int], ...]


@dataclass(frozen=True)
class Profile:
    """Whom or what a briefing is about: its public record, with posts or with the people who sat for it."""

    noun: str
    record: Any
    words: Text | str = ""
    seated: Part = field(default_factory=Part)
    posts: tuple[Noted, ...] = ()


@dataclass(frozen=True)
class Briefing:
    at: datetime.date
    profiles: tuple[Profile, ...]
    meetings: Part
    agreements: Part
    agreed: Part
    commitments: Part
    programs: Part
    events: Part
    weights: tuple[Weighing, ...]
    people: tuple[Seated, ...]
    gaps: Gaps
    notes: tuple[Note, ...]


def briefing(selection: Selection, *, at: datetime.date) -> Briefing:
    """The briefing about the meetings of a selection, as things stand on the day `at`."""
    undated = door.narrowed(selection, **dict.fromkeys(outcomes.PERIOD))
    notes = Notes()
    subjects = _subjects(selection)
    seats = SEATED if len(subjects) == 1 else SEATED - 2
    profiles = tuple(_profile(selection, *each, notes, seats) for each in subjects)
    came = _Outcomes(selection, undated, at)
    # In the order of the page, so that the numbers of the notes rise; the meetings take what room is left.
    meetings = _last_meetings(selection, LINES - came.lines - sum(map(_lines_of_profile, profiles)), notes)
    sides = other_sides(selection)
    return Briefing(
        at=at,
        profiles=profiles,
        meetings=meetings,
        **came.noted(notes),
        weights=tuple(_weights(selection, sides)),
        # A pair has no other side: then those of both, in the meetings of one with the other.
        people=most_met(selection, sides or tuple(Side.values), PEOPLE_MET),
        gaps=gaps_of(selection, undated, sides, at=at),
        notes=tuple(notes.numbered.values()),
    )


def _subjects(selection: Selection) -> list[tuple[str, Model]]:
    """The chosen records that are introduced: a few of them, for more would fill the pages."""
    names = ("agency", "body", "official", "with", "topic")
    return [(name, record) for name in names for record in selection.values.get(name, ())][:PROFILES]


def _profile(selection: Selection, name: str, record: Any, notes: Notes, seats: int) -> Profile:
    if name == "topic":
        topic = public.topic_record(record)
        return Profile("topics", topic, in_short(topic.description, TEXT))
    if name in FACET_OF_SIDE.values():
        seated = _seated(selection, selection.dimensions[name].ids([record]), notes, seats)
        agency = public.agency_record(record)
        return Profile("agencies", agency, in_short(agency.description, TEXT), seated)
    person = public.official_record(record)
    posts = tuple(
        Noted(post, notes.of([post.source], NOTES_FOR_A_FACT), in_short(post.title, POST))
        for post in person.appointments[:seats]
    )
    return Profile("officials", person, posts=posts)


def _seated(selection: Selection, agencies: Collection[int], notes: Notes, limit: int) -> Part:
    """Who sat for a body last: in the period, or else before it."""
    seated, total = last_seats(selection, agencies, limit)
    earlier = None if seated else _earlier(selection)
    if earlier:
        seated, _total = last_seats(earlier, agencies, limit)
        total = len(seated)
    entries = tuple(Noted(each, notes.of(each.sources, NOTES_FOR_A_FACT)) for each in seated)
    return Part(entries, total, bool(earlier))


def _earlier(selection: Selection) -> Selection | None:
    """The same question about all that was before the period; None where that has no beginning."""
    start = selection.values.get("from")
    if not start or start.year <= FIRST_YEAR:
        return None
    day_before = start.earliest - datetime.timedelta(days=1)
    return door.narrowed(selection, **{"from": None, "to": PartialDate(day_before.isoformat())})


def _last_meetings(selection: Selection, room: int, notes: Notes) -> Part:
    """The period's meetings, or else the last one before it."""
    part = _meetings(selection, room, notes)
    earlier = None if part.entries else _earlier(selection)
    if earlier is None:
        return part
    entries = _meetings(earlier, 0, notes, at_most=1).entries
    return Part(entries, len(entries), is_earlier=True)


def _meetings(selection: Selection, room: int, notes: Notes, at_most: int = MEETINGS_AT_MOST) -> Part:
    ids = door.stretch(selection, door.Window(size=at_most)).ids
    changes = last_changes()
    shown: list[Noted] = []
    for short in filled(_kept_meetings(), [(pk, changes.get(pk, 0)) for pk in ids], _read_meetings).values():
        room -= _lines_of_meeting(short)
        if room < 0 and len(shown) >= MEETINGS:
            break
        shown.append(Noted(short, notes.of(short.sources, NOTES_FOR_A_MEETING)))
    return Part(tuple(shown), door.total(selection))


@remembered(by_language=True, outlives_meetings=True)
def _kept_meetings() -> dict[tuple[int, int], MeetingInShort]:
    """By id and last change, those that were asked for since something else than meetings last changed."""
    return {}


def _read_meetings(keys: Sequence[tuple[int, int]]) -> dict[tuple[int, int], MeetingInShort]:
    rows = Meeting.objects.for_timeline().prefetch_related("sources").in_bulk([pk for pk, _change in keys])
    return {key: _meeting(rows[key[0]]) for key in keys if key[0] in rows}


def _meeting(meeting: Meeting) -> MeetingInShort:
    entry = public.meeting_entry(meeting)
    delegations = tuple(_delegation(entry, side) for side in (Side.AZERBAIJAN, Side.UN))
    return MeetingInShort(
        entry,
        in_short(entry.summary, GIST),
        tuple(each for each in delegations if each.seats),
        tuple(SourceRecord.of(source) for source in meeting.sources.all()),
    )


def _delegation(entry: public.MeetingEntry, side: str) -> Delegation:
    seats = [seat for seat in entry.participants if seat.agency.side == side]
    return Delegation(tuple(seats[:SEATS_NAMED]), len(seats[SEATS_NAMED:]))


class _Outcomes:
    """What came of the meetings and runs beside them: read first, for their number says what room is left."""

    def __init__(self, selection: Selection, undated: Selection, at: datetime.date) -> None:
        self.parts: dict[str, Part] = {}
        self.lines = self._left = 0
        limits = {name: limit for name, (limit, _room) in LIMITS.items()}
        self._read("agreements", outcomes.agreements(selection, undated, at))
        self._take("agreed", *outcomes.agreed(selection, limits["agreed"]))
        self._take("commitments", *outcomes.commitments(selection, undated, limits["commitments"]))
        self._read("programs", outcomes.programs(undated, at))
        self._read("events", outcomes.events(undated, at))

    def _read(self, name: str, found: QuerySet) -> None:
        limit, _room = LIMITS[name]
        ids = list(found.values_list("pk", flat=True)[: limit + 1])
        total = found.count() if len(ids) > limit else len(ids)
        self._take(name, kept_by_id(found.model, ids[:limit]).values(), total)

    def _take(self, name: str, first: Iterable[Any], total: int) -> None:
        """As many of the first as there is room for, one always; the room that is left goes to the next part."""
        _limit, room = LIMITS[name]
        self._left += room
        shown: list[Any] = []
        for each in first:
            if shown and _lines(each) > self._left:
                break
            shown.append(each)
            self._left -= _lines(each)
            self.lines += _lines(each)
        self.parts[name] = Part(tuple(shown), total)

    def noted(self, notes: Notes) -> dict[str, Part]:
        """Each part with its notes, in the order of the page."""
        sources: dict[str, Callable[[Any], Iterable[SourceRecord | None]]] = {
            "agreements": lambda agreement: agreement.sources,
            "agreed": lambda agreed: [agreed.point.source],
            "commitments": _commitment_sources,
            "programs": lambda program: program.sources,
            "events": lambda event: event.sources,
        }
        return {name: _noted(self.parts[name], of, notes) for name, of in sources.items()}


def _noted(part: Part, sources: Callable[[Any], Iterable[SourceRecord | None]], notes: Notes) -> Part:
    entries = (Noted(each, notes.of(sources(each), NOTES_FOR_A_FACT), _words(each)) for each in part.entries)
    return Part(tuple(entries), part.total)


def _words(record: Any) -> Text:
    if isinstance(record, outcomes.AgreedPoint):
        return in_short(record.point.text, TEXT)
    return in_short(record.text if isinstance(record, public.CommitmentRecord) else record.link.name, TEXT)


def _lines(record: Any) -> int:
    """About how many lines an outcome takes on paper, its note and its facts included."""
    others = ", ".join(link.short for link in record.agencies) if isinstance(record, public.ProgramRecord) else ""
    return 2 + len(f"{_words(record)} {others}") // _LETTERS_OF_A_LINE


def _lines_of_profile(profile: Profile) -> int:
    posts = (f"{fact.words}{fact.record.agency.name if fact.record.agency else ''}" for fact in profile.posts)
    whole = [profile.words, *posts]
    return 2 + len(profile.seated.entries) + sum(1 + len(words) // _LETTERS_OF_A_LINE for words in whole)


def _lines_of_meeting(meeting: MeetingInShort) -> int:
    seats = [seat for delegation in meeting.delegations for seat in delegation.seats]
    names = sum(len(f"{seat.name}{seat.agency.short}") + 4 for seat in seats)
    return 3 + len(f"{meeting.entry.title} {meeting.gist}") // _LETTERS_OF_A_LINE + names // _LETTERS_OF_A_LINE


def _commitment_sources(commitment: public.CommitmentRecord) -> list[SourceRecord | None]:
    return [*(change.source for change in reversed(commitment.changes)), commitment.point.source]


def _weights(selection: Selection, sides: Sequence[str]) -> Iterable[Weighing]:
    """Topics, and the agencies of the other side; not a facet that the selection itself is narrowed by."""
    names = ["topic", *(FACET_OF_SIDE[Side(side)] for side in sides)]
    for name in names:
        if name not in selection.values:
            found = records_by_weight(selection, name, WEIGHED)
            yield Weighing(name, tuple((public.link_to(record), count) for record, count in found))
