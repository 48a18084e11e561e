"""The one door: a validated selection goes in; ids in order, the total and facet counts come out.

Behind it is plain SQL. No page, export or picture knows that.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from cooperation.models import Agreement, Commitment, Event, Meeting, Program, Record
from cooperation.models.base import active_language

from .filters.base import Selection

PAGE_SIZE = 20
# SQLite takes 500 at most, each with an id for every record of a tree.
PARTS_A_STATEMENT = 100


def _text_of(date: str) -> Combinable:
    """The text of a date that may be unknown: what is unknown stands last, newest first."""
    return Coalesce(date, Value(""), output_field=CharField())


# The sequences that run by date; all other nouns run by name in the active language.
_BY_DATE: dict[type[Record], Combinable] = {
    Meeting: F("date"),
    Program: _text_of("start"),
    Event: _text_of("start"),
    Agreement: _text_of("signed"),
    Commitment: F("meeting__date"),
}


def runs_by_date(model: type[Record]) -> bool:
    """Whether a list of this noun runs by date, newest first unless asked otherwise."""
    return model in _BY_DATE


@dataclass(frozen=True)
class Position:
    """A place in a list's sequence: a record's date or sort key, and its id."""

    key: str
    id: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """The position that an address carries. Raises ValueError when `text` is none."""
        key, dot, number = text.rpartition(".")
        whole = number.isascii() and number.isdigit() and len(number) <= 18
        if not (dot and whole and len(key) <= 200 and (key.isprintable() or not key)):
            raise ValueError("This is no position.")
        return cls(key, int(number))

    def __str__(self) -> str:
        return f"{self.key}.{self.id}"


@dataclass(frozen=True)
class Window:
    """Which part of the sequence is wanted: a page after or before a position, or from a year on.

    `descending` is newest first.
    """

    descending: bool = True
    after: Position | None = None
    before: Position | None = None
    year: int | None = None
    size: int = PAGE_SIZE


@dataclass(frozen=True)
class Stretch:
    """A part of the sequence.

    `first` is the position before it (None at the beginning), `last` that of its last record
    (None at the end): what a page shows beside its records lies between the two.
    """

    ids: tuple[int, ...]
    first: Position | None
    last: Position | None
    preceding: Position | None


def total(selection: Selection) -> int:
    """How many published records the selection holds."""
    return _selected(selection).count()


def ids(selection: Selection) -> QuerySet:
    """The ids of all published records of the selection, in no order."""
    return _selected(selection).order_by().values("pk")


def stretch(selection: Selection, window: Window) -> Stretch:
    """The part of the selected records, in their sequence, that `window` looks at."""
    if window.before is not None:
        return _backwards(selection, window, window.before)
    rows = _in_sequence(selection, window.descending)
    edge = window.after
    if edge is None and window.year is not None:
        edge = _edge_of_year(window.year, window.descending)
    if edge is not None:
        rows = rows.filter(_beyond(edge, window.descending))
    found = _positions(rows, window.size)
    shown = found[: window.size]
    return Stretch(
        tuple(position.id for position in shown),
        edge,
        shown[-1] if len(found) > window.size else None,
        shown[0] if shown and edge else None,
    )


def _backwards(selection: Selection, window: Window, edge: Position) -> Stretch:
    rows = _in_sequence(selection, not window.descending).filter(_beyond(edge, not window.descending))
    found = _positions(rows, window.size)
    shown = found[window.size - 1 :: -1] if len(found) >= window.size else found[::-1]
    more = len(found) > window.size
    return Stretch(
        tuple(position.id for position in shown),
        found[-1] if more else None,
        shown[-1] if shown else None,
        shown[0] if more else None,
    )


def _in_sequence(selection: Selection, descending: bool) -> QuerySet:
    key = _BY_DATE.get(selection.model, F(f"sort_key_{active_language()}"))
    rows = _selected(selection).annotate(position_key=key)
    return rows.order_by(*(("-position_key", "-pk") if descending else ("position_key", "pk")))


def _positions(rows: QuerySet, size: int) -> list[Position]:
    """One more than `size`, so that the caller knows whether the sequence goes on."""
    return [Position(key, pk) for key, pk in rows.values_list("position_key", "pk")[: size + 1]]


def _edge_of_year(year: int, descending: bool) -> Position:
    """A position that no record has, just before the first of the year in this direction."""
    return Position(f"{year if descending else year - 1:04}-99", 0)


def facet_counts(selection: Selection, names: Iterable[str] | None = None) -> dict[str, dict[str, int]]:
    """For each facet its values and how many records each alone would give, the other facets kept.

    Values are ids of records, or texts. `names` limits the answer to these facets.
    """
    facets = [name for name, dimension in selection.dimensions.items() if dimension.is_facet]
    wanted = [name for name in facets if names is None or name in names]
    parts = [
        part for name in wanted for part in selection.dimensions[name].counts(_selected(selection, but=name), name)
    ]
    counts = _collected(parts)
    return {name: counts[name] for name in wanted}


def cross_counts(selection: Selection, name: str, values: Iterable[Any], across: str) -> dict[str, dict[str, int]]:
    """For each value of one facet what `facet_counts` says of another, with that value alone chosen.

    `values` are what the facet's dimension takes; the answer has them as they stand in an address.
    """
    rows = {selection.dimensions[name].selected_values([value])[0]: value for value in values}
    parts = [
        part
        for label, value in rows.items()
        for part in selection.dimensions[across].counts(
            _selected(narrowed(selection, **{name: [value]}), but=across), label
        )
    ]
    counts = _collected(parts)
    return {label: counts[label] for label in rows}


def all_of(parts: Sequence[QuerySet]) -> Iterator[tuple]:
    """The rows of several queries, many asked in one statement."""
    for start in range(0, len(parts), PARTS_A_STATEMENT):
        first, *others = parts[start : start + PARTS_A_STATEMENT]
        yield from first.union(*others, all=True)


def _collected(parts: Sequence[QuerySet]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for name, value, count in all_of(parts):
        if count:
            counts[name][value] = count
    return counts


def narrowed(selection: Selection, **values: object) -> Selection:
    """The selection with other values for some parameters; None takes one away."""
    merged = {name: value for name, value in {**selection.values, **values}.items() if value}
    return replace(selection, values=merged)


def _selected(selection: Selection, but: str | None = None) -> QuerySet:
    records = selection.model.objects.published()
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
