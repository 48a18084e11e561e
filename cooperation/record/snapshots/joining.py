"""What two editors made of one version of a record, put together: field by field, and each table row by row.

Rows name each other by number, and numbers are given anew where one goes or comes. So each row gets a key that it has
in all three versions, names are led to keys, rows are put together by them, and numbered again at the end.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from .differences import Difference, differences
from .fields import Many, Sibling
from .matching import Rows, match, rows_of, same, without
from .nouns import SHAPES
from .shapes import Children, Data, Shape
from .taking import Snapshot

# Where each of the three versions stands.
_BASE, _MINE, _THEIRS = range(3)


@dataclass(frozen=True)
class Joined:
    """`whole` is what came of it; `theirs` and `mine` hold only what both changed, and not alike, as each has it."""

    whole: Snapshot
    theirs: Snapshot
    mine: Snapshot

    @property
    def disputed(self) -> list[Difference]:
        """What both changed, from what they made of it to mine."""
        # Rows of both have been numbered alike.
        return differences(self.theirs, self.mine, numbers_stand=True)


def join(base: Snapshot, mine: Snapshot, theirs: Snapshot) -> Joined:
    """`mine` and `theirs`, which were both made of `base`, as one.

    What one alone changed, added or removed is so. Of a row that both changed, each field goes by the same rule, and
    the row is told of; one that was changed and removed stays, and so does one that a row which stays refers to.
    A field that both changed is mine. Where both gave one number to rows of theirs, those of mine stand further down.
    """
    work = _Record(SHAPES[mine.noun], (base.data, mine.data, theirs.data))
    names = base.names | theirs.names | mine.names
    whole, of_theirs, of_mine = work.whole(), work.disputed(_THEIRS), work.disputed(_MINE)
    return Joined(*(Snapshot(mine.noun, data, names) for data in (whole, of_theirs, of_mine)))


class _Record:
    """A record, or a row with tables of its own, in the three versions."""

    def __init__(self, shape: Shape, versions: Sequence[Data]) -> None:
        self.shape, self.versions = shape, versions
        self.tables: dict[str, _Table] = {}
        for entry in shape.fields:
            if isinstance(entry, Children):
                rows = [version.get(entry.name, []) for version in versions]
                self.tables[entry.name] = _Table(entry, rows, self.tables)
        # Rows refer to those of tables that stand before theirs: whoever is referred to stays.
        needed: dict[str, set[int]] = defaultdict(set)
        for name, table in reversed(self.tables.items()):
            table.settle(needed[name])
            for relation, key in table.referred():
                needed[relation].add(key)

    def whole(self) -> Data:
        data = {}
        for entry in self.shape.fields:
            if isinstance(entry, Children):
                value: Any = self.tables[entry.name].whole()
            else:
                value = _value(entry, *(version.get(entry.name) for version in self.versions))
            if value not in (None, []):
                data[entry.name] = value
        return data

    def disputed(self, side: int) -> Data:
        """What both changed, and not alike, as it stands in one of the versions."""
        data = {}
        for entry in self.shape.fields:
            value = self.versions[side].get(entry.name)
            if isinstance(entry, Children):
                value = self.tables[entry.name].disputed_rows(side) or None
            elif not self._is_disputed(entry):
                continue
            if value is not None:
                data[entry.name] = value
        return data

    def _is_disputed(self, entry: Any) -> bool:
        base, mine, theirs = (version.get(entry.name) for version in self.versions)
        return not isinstance(entry, Many) and _differ(base, mine, theirs)


class _Table:
    """A table in the three versions. Rows with the same key are the same row; they name others by key."""

    def __init__(self, entry: Children, versions: Sequence[list[Data]], others: "dict[str, _Table]") -> None:
        self.entry, self.others = entry, dict(others)
        self.siblings = [field for field in entry.shape.fields if isinstance(field, Sibling)]
        linked = [[self._linked(row, side) for row in rows] for side, rows in enumerate(versions)]
        keys = _keys(entry, linked)
        self.numbers = [
            {key: row.pop("number", 0) for key, row in zip(keys[side], rows, strict=True)}
            for side, rows in enumerate(linked)
        ]
        self.rows: list[dict[int, Data]] = [
            dict(zip(keys[side], rows, strict=True)) for side, rows in enumerate(linked)
        ]
        self.joined: dict[int, Data] = {}
        self.given: dict[int, int] = {}
        self.in_dispute: set[int] = set()
        self.part_of: dict[int, int] = {}

    def _linked(self, row: Data, side: int) -> Data:
        named = {
            field.name: self.others[field.relation].key_of(row[field.name], side)
            for field in self.siblings
            if field.name in row
        }
        return row | named

    def key_of(self, number: int, side: int) -> int | None:
        return {number: key for key, number in self.numbers[side].items()}.get(number)

    def settle(self, needed: set[int]) -> None:
        """Decide on each row; those that are `needed` stay."""
        for key in sorted({key for rows in self.rows for key in rows}):
            base, mine, theirs = (rows.get(key) for rows in self.rows)
            row, disputed = _row(self.entry.shape, base, mine, theirs), _differ(base, mine, theirs)
            if row is None and key in needed:
                row, disputed = mine if theirs is None else theirs, True
            if row is not None:
                self.joined[key] = row
            if disputed:
                self.in_dispute.add(key)
        if not self.entry.is_numbered:
            self._unite()
        self._number()

    def _unite(self) -> None:
        """Of two rows that have become the same one, none is there twice."""
        tell, mine = self.entry.identity, self.rows[_MINE]
        met: dict[Any, int] = {}
        mine_first = sorted(self.joined, key=lambda key: (key not in mine or mine[key] != self.joined[key], key))
        for key in mine_first:
            first = met.setdefault(tell(self.joined[key]), key)
            if first != key and not self._are_two(first, key):
                self.part_of[key] = first
        for key, first in self.part_of.items():
            if self.joined.pop(key) != self.joined[first]:
                self.in_dispute |= {key, first}

    def _are_two(self, one: int, other: int) -> bool:
        """Whether an editor had both rows, alike as they are."""
        of_both = (rows for rows in self.rows if one in rows and other in rows)
        return any(self.entry.identity(rows[one]) == self.entry.identity(rows[other]) for rows in of_both)

    def referred(self) -> Iterator[tuple[str, int]]:
        for row in self.joined.values():
            yield from ((field.relation, row[field.name]) for field in self.siblings if field.name in row)

    def _number(self) -> None:
        """Give each row a number: that of theirs, or else its own, unless it is taken; then one that follows on."""
        base, mine, theirs = self.numbers
        wanted = {}
        for key in self.joined:
            is_mine = key not in theirs or (key in mine and theirs[key] == base.get(key))
            wanted[key] = (mine if is_mine else theirs)[key]
        self.given = {key: number for key, number in wanted.items() if theirs.get(key) == number}
        taken = set(self.given.values())
        for number, key in sorted((number, key) for key, number in wanted.items() if key not in self.given):
            self.given[key] = max(taken) + 1 if number in taken else number
            taken.add(self.given[key])

    def number_of(self, key: int) -> int | None:
        return self.given.get(self.part_of.get(key, key))

    def whole(self) -> list[Data]:
        return self.entry.in_order([self._numbered(key, row) for key, row in self.joined.items()])

    def disputed_rows(self, side: int) -> list[Data]:
        rows = self.rows[side]
        return self.entry.in_order([self._numbered(key, rows[key]) for key in sorted(self.in_dispute & rows.keys())])

    def _numbered(self, key: int, row: Data) -> Data:
        """A row as a snapshot holds it, with the numbers that are given now."""
        data = dict(row)
        if any(field.name == "number" for field in self.entry.shape.fields):
            data["number"] = self.number_of(key)
        for field in self.siblings:
            number = self.others[field.relation].number_of(data.pop(field.name, -1))
            if number is not None:
                data[field.name] = number
        return data


def _differ(base: Any, mine: Any, theirs: Any) -> bool:
    """Whether both changed it, and not alike."""
    return base != mine != theirs != base


def _row(shape: Shape, base: Data | None, mine: Data | None, theirs: Data | None) -> Data | None:
    if not _differ(base, mine, theirs):
        return theirs if mine == base else mine
    if mine is None or theirs is None:
        return mine or theirs
    return _Record(_alone(shape), (base or {}, mine, theirs)).whole()


def _alone(shape: Shape) -> Shape:
    """A row's shape without its number, which is no part of what it says."""
    fields = tuple(field for field in shape.fields if field.name != "number")
    return Shape(shape.noun, shape.model, fields)


def _value(entry: Any, base: Any, mine: Any, theirs: Any) -> Any:
    if not isinstance(entry, Many):
        return theirs if mine == base else mine
    old, one, other = (set(value or ()) for value in (base, mine, theirs))
    return sorted((one & other) | (one - old) | (other - old))


def _keys(entry: Children, versions: Sequence[list[Data]]) -> list[list[int]]:
    """For each row of each version a key, which it shares with the same row of the others."""
    base, mine, theirs = (rows_of(entry, rows) for rows in versions)
    of_mine, of_theirs = (match(base, rows, by_name_alone=entry.is_lasting) for rows in (mine, theirs))
    both = _added_by_both(without(mine, of_mine), without(theirs, of_theirs))
    for other, one in both.items():
        # Where they have uids, it gets the one that is stored.
        named = {name: versions[_THEIRS][other][name] for name in ("uid", "slug") if name in versions[_THEIRS][other]}
        versions[_MINE][one].update(named)
    fresh = count(len(base))
    of_mine |= {place: next(fresh) for place in mine if place not in of_mine}
    of_theirs |= {place: of_mine[one] for place, one in both.items()}
    of_theirs |= {place: next(fresh) for place in theirs if place not in of_theirs}
    return [list(base), [of_mine[place] for place in mine], [of_theirs[place] for place in theirs]]


def _added_by_both(mine: Rows, theirs: Rows) -> dict[int, int]:
    """Which row of mine one of theirs is, of those that neither had before."""
    pairs = same(mine, theirs, lambda row: row.name)
    left = without(mine, set(pairs.values())), without(theirs, pairs)
    return pairs | same(*left, lambda row: row.content)
