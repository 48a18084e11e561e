"""Meetings that may have been entered twice: the same people within days, under any spelling and precision of dates."""

import itertools
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Exists, Max, Min, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rapidfuzz import fuzz

from cooperation.models import EventRelation, Meeting, MeetingEvent, PartialDate, Participation, State
from cooperation.record.names import SAME_NAME, likeness, person_keys
from cooperation.record.search import fold

from .pairs import DAYS, Span, Verdict, in_order, is_near, verdict

# As many others of the same days as one meeting is held against when it is saved.
_NEIGHBOURS = 400
_OFFICIAL = ("official__name_en", "official__name_az", "official__name_ru", "official__other_spellings")


@dataclass(frozen=True)
class Person:
    """Somebody who sat there; `official` is none for a name that nobody is entered under."""

    official: int | None
    names: tuple[str, ...]

    def is_same(self, other: "Person") -> bool:
        if self.official is not None and self.official == other.official:
            return True
        return not person_keys(self.names).isdisjoint(person_keys(other.names)) and self._sounds_like(other)

    def _sounds_like(self, other: "Person") -> bool:
        return likeness(self.names, other.names)[0] >= SAME_NAME


@dataclass
class Facts:
    """What of a meeting is compared; bodies and people by side."""

    date: PartialDate
    title: str
    city: str
    agencies: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    people: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))
    sources: set[int] = field(default_factory=set)
    occasions: set[int] = field(default_factory=set)

    @cached_property
    def span(self) -> Span:
        return self.date.earliest, self.date.latest

    @property
    def sides(self) -> set[tuple[int, int]]:
        """Each body of one side with each of the other."""
        groups = list(self.agencies.values())
        return set(itertools.product(*groups)) if len(groups) == 2 else set()


def current() -> QuerySet[Meeting]:
    return Meeting.objects.exclude(state=State.WITHDRAWN)


def batch(after: int | None, size: int) -> list[int]:
    """The next meetings of the list, those that begin last first."""
    meetings = current()
    if after is not None:
        place = Meeting.objects.filter(pk=after).values_list("date_earliest", "pk").first()
        if place is None:
            return []
        meetings = meetings.filter(Q(date_earliest__lt=place[0]) | Q(date_earliest=place[0], pk__lt=place[1]))
    return list(meetings.order_by("-date_earliest", "-pk").values_list("pk", flat=True)[:size])


def candidates_among(ids: list[int]) -> set[tuple[int, int]]:
    """Pairs worth a look of which the one that begins later is among these consecutive meetings.

    Meetings are gathered by the two bodies that met, by source, and in the order of time: nothing else is compared.
    """
    ends = Meeting.objects.filter(pk__in=ids).aggregate(first=Min("date_earliest"), last=Max("date_earliest"))
    near = current().filter(date_earliest__lte=ends["last"] + DAYS, date_latest__gte=ends["first"] - DAYS)
    found = facts(near)
    groups: dict[tuple, list[int]] = defaultdict(list)
    for pk in sorted(found, key=lambda each: (found[each].span[0], each)):
        for key in _groups_of(found[pk]):
            groups[key].append(pk)
    wanted, pairs = set(ids), set()
    for group in groups.values():
        pairs |= _near_in(group, found, wanted)
    return in_order(pairs)


def _groups_of(meeting: Facts) -> set[tuple]:
    people = (key for side in meeting.people.values() for person in side for key in person_keys(person.names))
    together = {("sides", *pair) for pair in meeting.sides} or {("person", key) for key in people}
    return together | {("source", source) for source in meeting.sources}


def _near_in(group: list[int], found: dict[int, Facts], wanted: set[int]) -> set[tuple[int, int]]:
    """Pairs of a group, which is in the order of time, that may be of the same days; the later one is wanted."""
    pairs = set()
    open_ones: list[int] = []
    for pk in group:
        start = found[pk].span[0]
        open_ones = [other for other in open_ones if found[other].span[1] + DAYS >= start]
        if pk in wanted:
            pairs |= {(other, pk) for other in open_ones}
        open_ones.append(pk)
    return pairs


def candidates_of(meeting: Meeting) -> set[tuple[int, int]]:
    """Pairs worth a look of one meeting with others, of which some may be entered years apart from it."""
    seats = Participation.objects.filter(meeting=OuterRef("pk"), agency__in=meeting.participations.values("agency_id"))
    sources = Meeting.sources.through.objects.filter(meeting=OuterRef("pk"), source__in=meeting.sources.values("pk"))
    near = current().between(meeting.date.earliest - DAYS, meeting.date.latest + DAYS).exclude(pk=meeting.pk)
    near = near.filter(Exists(seats) | Exists(sources)).order_by("-pk")
    return in_order((pk, meeting.pk) for pk in near.values_list("pk", flat=True)[:_NEIGHBOURS])


def facts(meetings: QuerySet[Meeting] | Iterable[int]) -> dict[int, Facts]:
    """The facts of these meetings, in four queries."""
    rows = meetings if isinstance(meetings, QuerySet) else Meeting.objects.filter(pk__in=list(meetings))
    columns = rows.order_by().values_list("pk", "date", "title_en", "city")
    found = {pk: Facts(*values) for pk, *values in columns}
    part = {"meeting__in": rows.order_by().values("pk")}
    _seat(found, Participation.objects.filter(**part))
    for meeting, source in Meeting.sources.through.objects.filter(**part).values_list("meeting_id", "source_id"):
        found[meeting].sources.add(source)
    links = MeetingEvent.objects.filter(**part).exclude(relation=EventRelation.DISCUSSED)
    for meeting, event in links.values_list("meeting_id", "event_id"):
        found[meeting].occasions.add(event)
    return found


def _seat(found: dict[int, Facts], seats: QuerySet[Participation]) -> None:
    columns = ("meeting_id", "agency_id", "agency__side", "official_id", *_OFFICIAL, "reported_name")
    for meeting, agency, side, official, *names in seats.order_by().values_list(*columns):
        found[meeting].agencies[side].add(agency)
        texts = tuple(name for text in names if text for name in text.splitlines())
        if texts:
            found[meeting].people[side].append(Person(official, texts))


def compare(one: Facts, other: Facts) -> Verdict | None:
    """How likely two meetings are the same, by who met, when, where, and what is written of it."""
    if not _may_be_of_one_day(one, other):
        return None
    people = _people(one, other)
    if people is None:
        return None
    return verdict(people, _when(one, other), _sources(one, other), _titles(one, other), _elsewhere(one, other))


def _may_be_of_one_day(one: Facts, other: Facts) -> bool:
    """A few days apart, where both name a day; a month or a year must hold the other's."""
    if one.date.precision == other.date.precision == "day":
        return is_near(one.span, other.span)
    return one.span[0] <= other.span[1] and other.span[0] <= one.span[1]


def _people(one: Facts, other: Facts) -> tuple[int, str] | None:
    """Whether the same sat on both sides; None where anything says that others did."""
    shared, named = [], 0
    for side in sorted({*one.agencies, *other.agencies}):
        if one.agencies[side] and other.agencies[side] and not one.agencies[side] & other.agencies[side]:
            return None
        same = [mine for mine in one.people[side] if any(mine.is_same(theirs) for theirs in other.people[side])]
        if one.people[side] and other.people[side] and not same:
            return None
        shared += [person.names[0] for person in same]
        named += bool(same)
    if not shared:
        return 25, _("the same bodies met, and nobody is named on one side")
    text = ngettext("the same person: %(names)s", "the same people: %(names)s", len(shared))
    return (60 if named == 2 else 40), text % {"names": ", ".join(shared)}


def _when(one: Facts, other: Facts) -> tuple[int, str]:
    dates = {"one": one.date.display(), "other": other.date.display()}
    if one.date == other.date:
        weight = {"day": 30, "month": 15, "year": 5}[one.date.precision]
        return weight, _("the same date: %(one)s") % dates
    if one.date.precision == other.date.precision == "day":
        days = abs((one.date.earliest - other.date.earliest).days)
        text = ngettext("%(days)s day apart", "%(days)s days apart", days)
        return 20 - 5 * days, text % {"days": days}
    is_year = "year" in {one.date.precision, other.date.precision}
    return (5 if is_year else 20), _("dates that may be the same: %(one)s and %(other)s") % dates


def _sources(one: Facts, other: Facts) -> tuple[int, str]:
    return (15, _("the same source")) if one.sources & other.sources else (0, "")


def _titles(one: Facts, other: Facts) -> tuple[int, str]:
    ratio = fuzz.token_sort_ratio(" ".join(fold(one.title)), " ".join(fold(other.title)))
    return (round(ratio / 8), _("titles that are much alike")) if ratio >= 75 else (0, "")


def _elsewhere(one: Facts, other: Facts) -> tuple[int, str]:
    """What speaks against: another city, another occasion."""
    cities = {" ".join(fold(each.city)) for each in (one, other)}
    other_city = one.city and other.city and len(cities) == 2
    other_occasion = one.occasions and other.occasions and not one.occasions & other.occasions
    return -25 * bool(other_city) - 25 * bool(other_occasion), ""
