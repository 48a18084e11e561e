"""The one door: a validated selection goes in; ids in order, the total and facet counts come out.

Behind it is plain SQL. No page, export or picture knows that.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

from django.db.models import Q, QuerySet

from cooperation.models import PartialDate

from .filters.base import Selection

PAGE_SIZE = 20

_POSITION = re.compile(r"([0-9-]{4,10})\.([0-9]{1,18})", re.ASCII)


@dataclass(frozen=True)
class Position:
    """A place in the sequence of meetings: a record's date and id."""

    date: str
    id: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """The position that an address carries. Raises ValueError when `text` is none."""
        shape = _POSITION.fullmatch(text)
        if shape is None:
            raise ValueError("This is no position.")
        return cls(PartialDate(shape[1]), int(shape[2]))

    def __str__(self) -> str:
        return f"{self.date}.{self.id}"


@dataclass(frozen=True)
class Window:
    """Which part of the sequence is wanted: a page after or before a position, or from a year on."""

    newest_first: bool = True
    after: Position | None = None
    before: Position | None = None
    year: int | None = None
    size: int = PAGE_SIZE


@dataclass(frozen=True)
class Stretch:
    """A part of the sequence: ids in order, and the positions that its neighbours are reached by."""

    ids: tuple[int, ...]
    following: Position | None
    preceding: Position | None


def total(selection: Selection) -> int:
    """How many published records the selection holds."""
    return _selected(selection).count()


def ids(selection: Selection) -> QuerySet:
    """The ids of all published records of the selection, in no order."""
    return _selected(selection).order_by().values("pk")


def stretch(selection: Selection, window: Window) -> Stretch:
    """The part of the selected meetings, in order of their dates, that `window` looks at."""
    backwards = window.before is not None
    descending = window.newest_first != backwards
    rows = _selected(selection).order_by(*(("-date", "-pk") if descending else ("date", "pk")))
    edge = window.before or window.after
    if edge is not None:
        rows = rows.filter(_beyond(edge, descending))
    elif window.year is not None:
        rows = rows.filter(Q(date__lt=f"{window.year + 1:04}") if descending else Q(date__gte=f"{window.year:04}"))
    found = [Position(date, pk) for date, pk in rows.values_list("date", "pk")[: window.size + 1]]
    more = len(found) > window.size
    found = found[: window.size]
    if backwards:
        found.reverse()
    has_following = more if not backwards else True
    has_preceding = more if backwards else edge is not None or window.year is not None
    return Stretch(
        tuple(position.id for position in found),
        found[-1] if found and has_following else None,
        found[0] if found and has_preceding else None,
    )


def facet_counts(selection: Selection, names: Iterable[str] | None = None) -> dict[str, dict[str, int]]:
    """For each facet its values and how many records each alone would give, the other facets kept.

    Values are ids of records, or texts. `names` limits the answer to these facets.
    """
    facets = [name for name, dimension in selection.dimensions.items() if dimension.is_facet]
    wanted = [name for name in facets if names is None or name in names]
    parts = [
        part for name in wanted for part in selection.dimensions[name].counts(_selected(selection, but=name), name)
    ]
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    if parts:
        for name, value, count in parts[0].union(*parts[1:], all=True):
            if count:
                counts[name][value] = count
    return {name: counts[name] for name in wanted}


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
    return Q(**{f"date__{side}": edge.date}) | Q(date=edge.date, **{f"pk__{side}": edge.id})
