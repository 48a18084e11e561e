"""What the pictures show: the door's counts in series and matrices, silence, and programs in time. No HTML here."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from cooperation.models import Official, PartialDate, Program

from . import door, public
from .changes import remembered
from .filters import MeetingFilter, ProgramFilter
from .filters.base import Selection
from .silence import years_before

# What a program can be narrowed by as a meeting can: a program's year is that of its start, another thing.
_SHARED_WITH_PROGRAMS = ("agency", "body", "topic")


@dataclass(frozen=True)
class Entry:
    """A record on an axis, the meetings it stands in and the last date that it did."""

    link: public.Link
    count: int
    last: PartialDate | None


@dataclass(frozen=True)
class Axis:
    """The records of one facet, heaviest first; `left_out` counts those beyond the limit."""

    name: str
    entries: tuple[Entry, ...]
    ids: tuple[int, ...]
    left_out: int = 0

    def first(self, limit: int | None) -> "Axis":
        shown = self.entries[:limit]
        return replace(self, entries=shown, ids=self.ids[:limit], left_out=len(self.entries) - len(shown))


@dataclass(frozen=True)
class Pair:
    """A record of one axis with one of the other: their meetings, and the last of these."""

    row: public.Link
    column: public.Link
    count: int
    last: PartialDate | None


@dataclass(frozen=True)
class Series:
    """Meetings a year, every year from the first to the last of the filter, for each record of an axis."""

    axis: Axis
    years: tuple[str, ...]
    counts: Mapping[str, Mapping[str, int]]

    def first(self, limit: int) -> "Series":
        """The heaviest records alone, over the same years."""
        return replace(self, axis=self.axis.first(limit))


@dataclass(frozen=True)
class Matrix:
    """The meetings of each record of one axis with each of another, by their slugs."""

    rows: Axis
    columns: Axis
    pairs: Mapping[str, Mapping[str, Pair]]


@dataclass(frozen=True)
class Counterpart:
    """Someone met: meetings a year, with the first and the last."""

    official: public.Link
    years: Mapping[str, int]
    first: PartialDate
    last: PartialDate

    @property
    def count(self) -> int:
        return sum(self.years.values())


@dataclass(frozen=True)
class Run:
    """A program in time. What is not known about its ends stays unknown."""

    link: public.Link
    agencies: tuple[public.Link, ...]
    period: public.Period


def year_counts(selection: Selection) -> dict[str, int]:
    """Meetings a year, with the silent years between the first and the last."""
    counts = door.facet_counts(selection, ["year"])["year"]
    if not counts:
        return {}
    return {str(year): counts.get(str(year), 0) for year in range(int(min(counts)), int(max(counts)) + 1)}


def axis(selection: Selection, name: str, limit: int | None = None) -> Axis:
    """The records of a facet: those that the filter chose with all below them, or else all."""
    dimension = selection.dimensions[name]
    contacts = door.contacts(selection, name)
    if chosen := selection.values.get(name):
        within = dimension.ids(chosen)
        contacts = {pk: contact for pk, contact in contacts.items() if pk in within}
    links = {pk: public.link_to(record) for pk, record in dimension.by_id(contacts).items()}
    ordered = sorted(links, key=lambda pk: (-contacts[pk].meetings, links[pk].short.casefold(), pk))
    entries = tuple(Entry(links[pk], contacts[pk].meetings, contacts[pk].last) for pk in ordered)
    return Axis(name, entries, tuple(ordered)).first(limit)


def series(selection: Selection, name: str, limit: int | None = None) -> Series:
    """Each record of an axis over the years; the filter's own years are left aside, so that all show."""
    selection = door.narrowed(selection, year=None)
    rows = axis(selection, name, limit)
    return Series(
        rows, tuple(year_counts(selection)), door.cross_counts(selection, name, _records(selection, rows), "year")
    )


def matrix(selection: Selection, row_name: str, column_name: str, limits: tuple[int | None, int | None]) -> Matrix:
    rows, columns = axis(selection, row_name, limits[0]), axis(selection, column_name, limits[1])
    found = door.cross_contacts(selection, row_name, _records(selection, rows), column_name)
    pairs = {
        row.link.slug: {
            column.link.slug: Pair(row.link, column.link, contact.meetings, contact.last)
            for pk, column in zip(columns.ids, columns.entries, strict=True)
            if (contact := found[row.link.slug].get(pk))
        }
        for row in rows.entries
    }
    return Matrix(rows, columns, pairs)


def _records(selection: Selection, rows: Axis) -> list:
    records = selection.dimensions[rows.name].by_id(rows.ids)
    return [records[pk] for pk in rows.ids]


def silent_for_a_year(entries: Iterable[Entry], at: datetime.date) -> list[Entry]:
    """Those whose last meeting surely lies more than a year back, the longest silence first."""
    year_ago = years_before(at, 1)
    quiet = [entry for entry in entries if entry.last and entry.last.latest < year_ago]
    return sorted(quiet, key=lambda entry: (entry.last, entry.link.short.casefold()))


def programs_like(selection: Selection) -> Selection:
    """The programs of a filter of meetings, by the agencies, bodies and topics that both may be asked for."""
    filterset = ProgramFilter()
    shared = {name: value for name, value in selection.values.items() if name in _SHARED_WITH_PROGRAMS}
    return replace(selection, model=Program, dimensions=filterset.filters, values=shared)


def runs(selection: Selection) -> list[Run]:
    """The programs of a selection of programs, newest first; those with no date known stand last."""
    known = _all_runs()
    ids = door.ids(selection).values_list("pk", flat=True) if selection.values else known
    found = sorted((known[pk] for pk in ids if pk in known), key=_name)
    return sorted(found, key=lambda run: run.period.start or run.period.end or "", reverse=True)


def _name(run: Run) -> tuple[str, str]:
    return run.link.name.casefold(), run.link.slug


@remembered(by_language=True, outlives_meetings=True)
def _all_runs() -> dict[int, Run]:
    """All programs, of which there are few beside meetings."""
    return {
        each.pk: Run(public.link_to(each), public.links_to(each.agencies.all()), public.Period(each.start, each.end))
        for each in Program.objects.published().prefetch_related("agencies")
    }


def counterparts_over_time(official: Official, limit: int) -> list[Counterpart]:
    """Whom `official` met across the table most often, with all meetings in which both sat."""
    own = door.narrowed(MeetingFilter().selection(), official=[official])
    met = door.people(own)
    heaviest = sorted(door.across(own, official), key=lambda pk: (-met[pk].meetings, pk))[:limit]
    officials = Official.objects.in_bulk(heaviest)
    people = [officials[pk] for pk in heaviest]
    years = door.cross_counts(own, "with", people, "year")
    return [_counterpart(own, each, years[each.slug]) for each in people]


def _counterpart(own: Selection, person: Official, years: Mapping[str, int]) -> Counterpart:
    first, last = door.span(door.narrowed(own, **{"with": [person]}))
    return Counterpart(public.link_to(person), years, first, last)
