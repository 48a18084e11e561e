"""What the door answers by plain SQL: for every noun but meetings, and for these until their index is ready.

It says what the answers mean; the tests hold the index of meetings to it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, Exists, Max, Min, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Length

from cooperation.models import Meeting, Official, PartialDate, Participation, Point, PointKind, State

from .answers import Contact, NotKnown
from .filters.base import Selection, narrowed
from .filters.dimensions import TreeDimension
from .index.marks import UNNAMED, UNTITLED
from .sequence import Position, key_of

# SQLite takes 500 at most, each with an id for every record of a tree.
PARTS_A_STATEMENT = 100


@dataclass(frozen=True)
class PlainAnswers:
    """The answers about one selection; see `record.answers.Answers` for what each means."""

    selection: Selection

    def total(self) -> int:
        return selected(self.selection).count()

    def after(self, edge: Position | None, count: int, *, descending: bool) -> list[Position]:
        rows = selected(self.selection).annotate(position_key=key_of(self.selection.model))
        if edge is not None:
            rows = rows.filter(_beyond(edge, descending))
        rows = rows.order_by(*(("-position_key", "-pk") if descending else ("position_key", "pk")))
        return [Position(key, pk) for key, pk in rows.values_list("position_key", "pk")[:count]]

    def counts(self, names: Iterable[str]) -> dict[str, dict[str, int]]:
        names = list(names)
        dimensions = self.selection.dimensions
        parts = [part for name in names for part in dimensions[name].counts(selected(self.selection, name), name)]
        counted = _collected(parts)
        return {name: counted[name] for name in names}

    def cross_counts(self, name: str, rows: Mapping[str, Any], across: str) -> dict[str, dict[str, int]]:
        dimension = self.selection.dimensions[across]
        chosen = self._each(name, rows).items()
        counted = _collected(
            [part for label, each in chosen for part in dimension.counts(selected(each, across), label)]
        )
        return {label: counted[label] for label in rows}

    def cross_contacts(self, name: str, rows: Mapping[str, Any], across: str) -> dict[str, dict[int, Contact]]:
        counts = self.cross_counts(name, rows, across)
        dates: dict[str, dict[int, str]] = {label: {} for label in rows}
        parts = [_last_dates(chosen, across, label) for label, chosen in self._each(name, rows).items()]
        for label, pk, date in _all_of(parts):
            dates[label][pk] = date
        dimension = self.selection.dimensions[across]
        return {label: _contacts(dimension, counts[label], dates[label]) for label in rows}

    def _each(self, name: str, rows: Mapping[str, Any]) -> dict[str, Selection]:
        return {label: narrowed(self.selection, **{name: [value]}) for label, value in rows.items()}

    def contacts(self, name: str) -> dict[int, Contact]:
        dates = {pk: date for _label, pk, date in _last_dates(self.selection, name, "")}
        return _contacts(self.selection.dimensions[name], self.counts([name])[name], dates)

    def span(self) -> tuple[PartialDate, PartialDate] | None:
        dates = selected(self.selection).order_by().aggregate(first=Min("date"), last=Max("date"))
        return (PartialDate(dates["first"]), PartialDate(dates["last"])) if dates["last"] else None

    def people(self, agencies: Collection[int] | None) -> dict[int, Contact]:
        chosen = self._seats().filter(official__isnull=False)
        if agencies is not None:
            chosen = chosen.filter(agency__in=agencies)
        rows = (
            chosen.order_by()
            .values_list("official")
            .annotate(meetings=Count("meeting", distinct=True), last=Max("meeting__date"))
        )
        return {pk: Contact(meetings, PartialDate(last)) for pk, meetings, last in rows}

    def latest(self, officials: Collection[int], agencies: Collection[int] | None) -> dict[int, int]:
        chosen = self._seats().filter(official__in=officials)
        if agencies is not None:
            chosen = chosen.filter(agency__in=agencies)
        rows = chosen.order_by("meeting__date", "meeting").values_list("official", "meeting")
        return dict(rows)

    def holds(self, meetings: Collection[int]) -> set[int]:
        return set(selected(self.selection).filter(pk__in=meetings).values_list("pk", flat=True))

    def reached(self, name: str) -> set[int]:
        dimension = self.selection.dimensions[name]
        rows = dimension.reachable(Meeting.objects.filter(pk__in=ids(self.selection)))
        return set(rows.order_by().values_list(dimension.path, flat=True).distinct()) - {None}

    def agreed(self, count: int) -> tuple[list[int], int]:
        points = Point.objects.filter(kind=PointKind.AGREED, meeting__in=ids(self.selection))
        meetings = Meeting.objects.filter(pk__in=points.values("meeting")).order_by("-date", "-pk")
        return list(meetings.values_list("pk", flat=True)[:count]), points.count()

    def across(self, official: Official) -> set[int]:
        own = Participation.objects.filter(official=official, meeting=OuterRef("meeting"))
        opposite = own.exclude(agency__side=OuterRef("agency__side"))
        met = self._seats().filter(Exists(opposite), official__isnull=False).exclude(official=official)
        return set(met.order_by().values_list("official", flat=True))

    def not_known(self) -> NotKnown:
        meetings = selected(self.selection).order_by().annotate(precision=Length("date"))
        return NotKnown(
            **meetings.aggregate(
                without_day=Count("pk", filter=Q(precision__lt=10), distinct=True),
                without_source=Count("pk", filter=Q(sources=None), distinct=True),
            ),
            **self._seats().aggregate(
                unnamed=Count("meeting", filter=UNNAMED, distinct=True),
                untitled=Count("meeting", filter=UNTITLED, distinct=True),
            ),
        )

    def _seats(self) -> QuerySet:
        return Participation.objects.filter(meeting__state=State.PUBLISHED, meeting__in=ids(self.selection))


def ids(selection: Selection) -> QuerySet:
    """The ids of all published records of the selection, in no order."""
    return selected(selection).order_by().values("pk")


def selected(selection: Selection, but: str | None = None) -> QuerySet:
    """The published records that a selection holds, one of its parameters left out."""
    records = selection.model.objects.published()
    if selection.within is not None:
        records = records.filter(**{f"{selection.model.within}__in": ids(selection.within)})
    for name, value in selection.values.items():
        if name != but:
            records = records.filter(selection.dimensions[name].condition(value))
    return records


def _beyond(edge: Position, descending: bool) -> Q:
    side = "lt" if descending else "gt"
    # Compared as text: an address may carry a key that no date would be.
    key = Value(edge.key, output_field=CharField())
    # The first condition says nothing new, but lets both engines seek in the index of the sequence.
    within = Q(**{f"position_key__{side}e": key})
    return within & (Q(**{f"position_key__{side}": key}) | Q(**{f"pk__{side}": edge.id}))


def _all_of(parts: Sequence[QuerySet]) -> Iterator[tuple]:
    """The rows of several queries, many asked in one statement."""
    for start in range(0, len(parts), PARTS_A_STATEMENT):
        first, *others = parts[start : start + PARTS_A_STATEMENT]
        yield from first.union(*others, all=True)


def _collected(parts: Sequence[QuerySet]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for name, value, count in _all_of(parts):
        if count:
            counts[name][value] = count
    return counts


def _last_dates(selection: Selection, name: str, label: str) -> QuerySet:
    """Rows (label, id, date) of the last meeting of each record that stands in one itself."""
    dimension = selection.dimensions[name]
    meetings = Meeting.objects.filter(pk__in=ids(narrowed(selection, **{name: None})))
    return (
        dimension.reachable(meetings)
        .order_by()
        .annotate(part=Value(label, output_field=CharField()))
        .values_list("part", dimension.path)
        .annotate(last=Max("date"))
    )


def _contacts(dimension: Any, counts: Mapping[str, int], dates: Mapping[int, str]) -> dict[int, Contact]:
    """Counts with the last date of each record, those below it included."""
    below = dimension.below if isinstance(dimension, TreeDimension) else {int(pk): {int(pk)} for pk in counts}
    return {
        int(pk): Contact(count, PartialDate(max(dates[each] for each in below[int(pk)] if each in dates)))
        for pk, count in counts.items()
    }
