"""What the pictures show: the door's counts in series and matrices, silence, and programs in time. No HTML here."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import CharField, Count, Exists, Max, Min, OuterRef, QuerySet, Value
from django.db.models.functions import Substr

from cooperation.models import Meeting, Official, PartialDate, Program

from . import door, public
from .filters import ProgramFilter
from .filters.base import Selection
from .filters.dimensions import TreeDimension
from .questions import seats

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
    counts = {int(pk): count for pk, count in door.facet_counts(selection, [name])[name].items()}
    if chosen := selection.values.get(name):
        within = dimension.ids(chosen)
        counts = {pk: count for pk, count in counts.items() if pk in within}
    links = {pk: public.link_to(record) for pk, record in dimension.by_id(counts).items()}
    ordered = sorted(links, key=lambda pk: (-counts[pk], links[pk].short.casefold(), pk))
    last = last_contacts(selection, name)
    entries = tuple(Entry(links[pk], counts[pk], last.get(pk)) for pk in ordered)
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
    counts = door.cross_counts(selection, row_name, _records(selection, rows), column_name)
    last = _last_of_pairs(selection, rows, column_name)
    pairs = {
        row.link.slug: {
            column.link.slug: Pair(row.link, column.link, counts[row.link.slug][str(pk)], last[row.link.slug].get(pk))
            for pk, column in zip(columns.ids, columns.entries, strict=True)
            if counts[row.link.slug].get(str(pk))
        }
        for row in rows.entries
    }
    return Matrix(rows, columns, pairs)


def _records(selection: Selection, rows: Axis) -> list:
    records = selection.dimensions[rows.name].by_id(rows.ids)
    return [records[pk] for pk in rows.ids]


def last_contacts(selection: Selection, name: str) -> dict[int, PartialDate]:
    """The date of the last meeting of each record of a facet, those below it included, the other facets kept."""
    rows = _last_dates(selection, name, "")
    return _upwards(selection, name, {pk: date for _label, pk, date in rows})


def last_date(selection: Selection) -> PartialDate | None:
    """The date of the last meeting of a selection."""
    last = Meeting.objects.filter(pk__in=door.ids(selection)).aggregate(last=Max("date"))["last"]
    return PartialDate(last) if last else None


def _last_of_pairs(selection: Selection, rows: Axis, name: str) -> dict[str, dict[int, PartialDate]]:
    parts = [
        _last_dates(door.narrowed(selection, **{rows.name: [record]}), name, record.slug)
        for record in _records(selection, rows)
    ]
    found: dict[str, dict[int, str]] = {row.link.slug: {} for row in rows.entries}
    for label, pk, date in door.all_of(parts):
        found[label][pk] = date
    return {label: _upwards(selection, name, dates) for label, dates in found.items()}


def _last_dates(selection: Selection, name: str, label: str) -> QuerySet:
    """Rows (label, id, date) of the last meeting of each record that stands in one itself."""
    dimension = selection.dimensions[name]
    meetings = Meeting.objects.filter(pk__in=door.ids(door.narrowed(selection, **{name: None})))
    return (
        dimension.reachable(meetings)
        .order_by()
        .annotate(part=Value(label, output_field=CharField()))
        .values_list("part", dimension.path)
        .annotate(last=Max("date"))
    )


def _upwards(selection: Selection, name: str, dates: Mapping[int, str]) -> dict[int, PartialDate]:
    dimension = selection.dimensions[name]
    below = dimension.below if isinstance(dimension, TreeDimension) else {pk: {pk} for pk in dates}
    wholes = {pk: [dates[each] for each in ids if each in dates] for pk, ids in below.items()}
    return {pk: PartialDate(max(found)) for pk, found in wholes.items() if found}


def silent_for_a_year(entries: Iterable[Entry], at: datetime.date) -> list[Entry]:
    """Those whose last meeting surely lies more than a year back, the longest silence first."""
    year_ago = at.replace(year=at.year - 1, day=min(at.day, 28))
    quiet = [entry for entry in entries if entry.last and entry.last.latest < year_ago]
    return sorted(quiet, key=lambda entry: (entry.last, entry.link.short.casefold()))


def months_since(date: PartialDate, at: datetime.date) -> int:
    """Whole months from a date known to the month or the day until `at`; negative where it lies ahead."""
    months = 12 * (at.year - date.year) + at.month - (date.month or 1)
    return months - 1 if date.day and at.day < date.day else months


def programs_like(selection: Selection) -> Selection:
    """The programs of a filter of meetings, by the agencies, bodies and topics that both may be asked for."""
    filterset = ProgramFilter(trees=selection.trees)
    shared = {name: value for name, value in selection.values.items() if name in _SHARED_WITH_PROGRAMS}
    return replace(selection, model=Program, dimensions=filterset.filters, values=shared)


def runs(selection: Selection) -> list[Run]:
    """The programs of a selection of programs, newest first; those with no date known stand last."""
    programs = Program.objects.filter(pk__in=door.ids(selection)).prefetch_related("agencies")
    found = [
        Run(public.link_to(each), public.links_to(each.agencies.all()), public.Period(each.start, each.end))
        for each in programs
    ]
    found.sort(key=lambda run: run.link.name.casefold())
    return sorted(found, key=lambda run: run.period.start or run.period.end or "", reverse=True)


def counterparts_over_time(official: Official, limit: int) -> list[Counterpart]:
    """Whom `official` met across the table most often, with all meetings in which both sat."""
    own = seats().filter(official=official)
    opposite = own.filter(meeting=OuterRef("meeting")).exclude(agency__side=OuterRef("agency__side"))
    others = seats().filter(meeting__in=own.values("meeting"), official__isnull=False).exclude(official=official)
    rows = (
        others.filter(official__in=others.filter(Exists(opposite)).values("official"))
        .order_by()
        .annotate(year=Substr("meeting__date", 1, 4))
        .values_list("official", "year")
        .annotate(meetings=Count("meeting", distinct=True), first=Min("meeting__date"), last=Max("meeting__date"))
    )
    return _ranked(list(rows), limit)


def _ranked(rows: Sequence[tuple], limit: int) -> list[Counterpart]:
    years: dict[int, dict[str, int]] = {}
    dates: dict[int, list[str]] = {}
    for pk, year, meetings, first, last in rows:
        years.setdefault(pk, {})[year] = meetings
        dates.setdefault(pk, []).extend((first, last))
    heaviest = sorted(years, key=lambda pk: (-sum(years[pk].values()), pk))[:limit]
    officials = Official.objects.in_bulk(heaviest)
    return [
        Counterpart(public.link_to(officials[pk]), years[pk], PartialDate(min(dates[pk])), PartialDate(max(dates[pk])))
        for pk in heaviest
    ]
