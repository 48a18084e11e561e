"""What the door answers about rows within records: the seats and points of meetings, posts, steps of commitments.

They run as their records do, which are asked for first: behind the door these may stand in an index.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from . import plain
from .answers import Answers
from .filters.base import Selection
from .sequence import NUMBERED, Position, within_of

# So many records are asked for at once, where few of them have rows.
MOST_AT_ONCE = 4000


@dataclass(frozen=True)
class PartAnswers:
    """The answers about rows; `wholes` are those about the records that they stand within."""

    selection: Selection
    wholes: Answers

    def total(self) -> int:
        return plain.selected(self.selection).count()

    def counts(self, names: Iterable[str]) -> dict[str, dict[str, int]]:
        return plain.PlainAnswers(self.selection).counts(names)

    def after(self, edge: Position | None, count: int, *, descending: bool) -> list[Position]:
        # Most records have two rows or more; where they have none, more and more of them are asked for.
        found, at, size = [], None, count // 2 + 1
        if edge is not None:
            number, at = within_of(self.selection.model, edge.key)
            # What the record was asked for by may hold no longer.
            rest = self._rows([at], plain.selected(self.selection))
            found = [row for own, row in rest if (own, row.id) > (number, edge.id)]
        # Whose records have been found to begin with is known to hold.
        rows = plain.selected(replace(self.selection, within=None))
        while len(found) < count:
            wholes = self.wholes.after(at, size, descending=descending)
            found += [row for _own, row in self._rows(wholes, rows)]
            if len(wholes) < size:
                break
            at, size = wholes[-1], min(2 * size, MOST_AT_ONCE)
        return found[:count]

    def _rows(self, wholes: Sequence[Position], rows: QuerySet) -> list[tuple[object, Position]]:
        """The rows of these records, in their order, each with its number."""
        model = self.selection.model
        column, _read = NUMBERED[model]
        places = {place.id: place for place in wholes}
        found = defaultdict(list)
        chosen = rows.filter(**{f"{model.within}__in": list(places)}).order_by()
        for whole, number, pk in chosen.values_list(model.within, column, "pk"):
            found[whole].append((number, Position(f"{number}.{places[whole]}", pk)))
        return [row for whole in places for row in sorted(found[whole], key=lambda row: (row[0], row[1].id))]
