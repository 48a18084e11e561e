"""The one door: a validated selection goes in; ids in order, the total, facet counts and contacts come out.

Behind it are bitmaps in memory for meetings (`record.index`) and plain SQL for all else. No page, export or picture
knows which.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Model, QuerySet

from cooperation.models import Meeting, Official, PartialDate

from . import plain
from .answers import Answers, Contact, NotKnown
from .filters.base import Selection, narrowed
from .index.answers import IndexedAnswers
from .index.keeper import keeper
from .index.meetings import MeetingIndex
from .index.officials import OfficialAnswers
from .parts import PartAnswers
from .sequence import Position, check_key, runs_by_date

__all__ = [
    "PAGE_SIZE",
    "Contact",
    "NotKnown",
    "Position",
    "Stretch",
    "Window",
    "across",
    "agreed",
    "check_key",
    "contacts",
    "cross_contacts",
    "cross_counts",
    "facet_counts",
    "holds",
    "ids",
    "last_date",
    "latest_meetings",
    "narrowed",
    "not_known",
    "people",
    "reached",
    "rows",
    "runs_by_date",
    "span",
    "stretch",
    "total",
]

PAGE_SIZE = 20
# The nouns that the index knows something of; of all others SQL knows alone.
INDEXED: dict[type[Model], Callable[[Selection, MeetingIndex], Answers]] = {
    Meeting: IndexedAnswers,
    Official: OfficialAnswers,
}


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


def _answers(selection: Selection) -> Answers:
    if selection.within is not None:
        return PartAnswers(selection, _answers(selection.within))
    answers = INDEXED.get(selection.model)
    index = keeper.current() if answers else None
    return plain.PlainAnswers(selection) if index is None else answers(selection, index)


def total(selection: Selection) -> int:
    """How many published records the selection holds."""
    return _answers(selection).total()


def ids(selection: Selection) -> QuerySet:
    """The ids of all published records of the selection, in no order: for a question that only SQL can answer."""
    return plain.ids(selection)


def rows(selection: Selection) -> QuerySet:
    """Rows that hold what a selection asks of rows, whatever record they stand within."""
    return plain.selected(replace(selection, within=None))


def stretch(selection: Selection, window: Window) -> Stretch:
    """The part of the selected records, in their sequence, that `window` looks at."""
    answers = _answers(selection)
    if window.before is not None:
        return _backwards(answers, window, window.before)
    edge = window.after
    if edge is None and window.year is not None:
        edge = _edge_of_year(window.year, window.descending)
    # One more than is shown says whether the sequence goes on.
    found = answers.after(edge, window.size + 1, descending=window.descending)
    shown = found[: window.size]
    return Stretch(
        tuple(position.id for position in shown),
        edge,
        shown[-1] if len(found) > window.size else None,
        shown[0] if shown and edge else None,
    )


def _backwards(answers: Answers, window: Window, edge: Position) -> Stretch:
    found = answers.after(edge, window.size + 1, descending=not window.descending)
    shown = found[window.size - 1 :: -1] if len(found) >= window.size else found[::-1]
    more = len(found) > window.size
    return Stretch(
        tuple(position.id for position in shown),
        found[-1] if more else None,
        shown[-1] if shown else None,
        shown[0] if more else None,
    )


def _edge_of_year(year: int, descending: bool) -> Position:
    """A position that no record has, just before the first of the year in this direction."""
    return Position(f"{year if descending else year - 1:04}-99", 0)


def facet_counts(selection: Selection, names: Iterable[str] | None = None) -> dict[str, dict[str, int]]:
    """For each facet its values and how many records each alone would give, the other facets kept.

    Values are ids of records, or texts. `names` limits the answer to these facets.
    """
    facets = [name for name, dimension in selection.dimensions.items() if dimension.is_facet]
    return _answers(selection).counts([name for name in facets if names is None or name in names])


def cross_counts(selection: Selection, name: str, values: Iterable[Any], across: str) -> dict[str, dict[str, int]]:
    """For each value of one facet what `facet_counts` says of another, with that value alone chosen.

    `values` are what the facet's dimension takes; the answer has them as they stand in an address.
    """
    return _answers(selection).cross_counts(name, _labelled(selection, name, values), across)


def contacts(selection: Selection, name: str) -> dict[int, Contact]:
    """For each record of a facet the meetings that it alone would give: how many, and the last date."""
    return _answers(selection).contacts(name)


def cross_contacts(
    selection: Selection, name: str, values: Iterable[Any], across: str
) -> dict[str, dict[int, Contact]]:
    """For each value of one facet what `contacts` says of another, with that value alone chosen."""
    return _answers(selection).cross_contacts(name, _labelled(selection, name, values), across)


def _labelled(selection: Selection, name: str, values: Iterable[Any]) -> dict[str, Any]:
    return {selection.dimensions[name].selected_values([value])[0]: value for value in values}


def span(selection: Selection) -> tuple[PartialDate, PartialDate] | None:
    """The dates of the first and the last meeting of a selection."""
    return _answers(selection).span()


def last_date(selection: Selection) -> PartialDate | None:
    """The date of the last meeting of a selection."""
    dates = span(selection)
    return dates and dates[1]


def people(selection: Selection, agencies: Collection[int] | None = None) -> dict[int, Contact]:
    """The officials who sat in the meetings of a selection, for any of these agencies."""
    return _answers(selection).people(agencies)


def latest_meetings(
    selection: Selection, officials: Collection[int], agencies: Collection[int] | None = None
) -> dict[int, int]:
    """The id of the last meeting of the selection in which each of these officials sat, for any of these agencies."""
    return _answers(selection).latest(officials, agencies)


def holds(selection: Selection, meetings: Collection[int]) -> set[int]:
    """Which of these meetings the selection holds."""
    return _answers(selection).holds(meetings)


def reached(selection: Selection, name: str) -> set[int]:
    """The published records of a facet, one without a tree, that the meetings of a selection refer to."""
    return _answers(selection).reached(name)


def agreed(selection: Selection, count: int) -> tuple[list[int], int]:
    """The newest meetings of a selection in which something was agreed, and how many points say so in all of them."""
    return _answers(selection).agreed(count)


def across(selection: Selection, official: Official) -> set[int]:
    """The officials who sat on another side than `official` in a meeting of the selection."""
    return _answers(selection).across(official)


def not_known(selection: Selection) -> NotKnown:
    """What no source states of the meetings of a selection."""
    return _answers(selection).not_known()
