"""The index itself: never changed once it is made, so that readers need no lock; a change makes the next one."""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Self

import numpy as np
from pyroaring import BitMap

from . import marks
from .timeline import Moves, Positions, Timeline

Bitmaps = dict[Hashable, BitMap]
NONE = BitMap()


@dataclass(frozen=True)
class MeetingIndex:
    """`having` holds, for each path, the positions of the meetings that have a value; `public` which values count."""

    timeline: Timeline
    having: Mapping[str, Bitmaps]
    public: Mapping[str, frozenset[int]]
    _unions: dict[tuple[str, frozenset], BitMap] = field(default_factory=dict)
    _searches: dict[str, BitMap] = field(default_factory=dict)

    @classmethod
    def build(cls) -> Self:
        """Read everything. A change meanwhile is read again when the log is followed from before this call."""
        timeline = Timeline.of(marks.dated())
        positions = timeline.table()
        having = {mark.path: _bitmaps(positions, mark, None) for mark in marks.MARKS}
        return cls(timeline, having, marks.published())

    @cached_property
    def everything(self) -> BitMap:
        return BitMap(range(len(self.timeline)))

    @cached_property
    def without_day(self) -> BitMap:
        return self.timeline.without_day()

    def any_of(self, path: str, values: Collection[Hashable]) -> BitMap:
        """The meetings that have one of `values`."""
        bitmaps = self.having[path]
        if len(values) == 1:
            return bitmaps.get(next(iter(values)), NONE)
        asked = (path, frozenset(values))
        if asked not in self._unions:
            self._unions[asked] = BitMap.union(NONE, *(bitmaps[each] for each in values if each in bitmaps))
        return self._unions[asked]

    def of_ids(self, ids: np.ndarray) -> BitMap:
        return BitMap(self.timeline.positions(ids))

    def searched(self, text: str, find: Any) -> BitMap:
        """What `find()` gives as ids for `text`, asked of the database once for each index."""
        found = self._searches.get(text)
        if found is None:
            found = self.of_ids(find())
            while len(self._searches) >= SEARCHES_KEPT:
                self._searches.pop(next(iter(self._searches)), None)
            self._searches[text] = found
        return found

    def count(self, positions: BitMap, within: BitMap) -> int:
        return len(positions) if within is self.everything else positions.intersection_cardinality(within)

    def shared(self, positions: BitMap, within: BitMap) -> BitMap:
        return positions if within is self.everything else positions & within

    def seated(self, agencies: Iterable[int]) -> set[int]:
        """The officials who sat for any of these agencies."""
        return {official for agency in agencies for official in self._officials.get(agency, ())}

    @cached_property
    def _officials(self) -> dict[int, list[int]]:
        """Who sat for each agency."""
        officials: dict[int, list[int]] = {}
        for agency, official in self.having["seats"]:
            officials.setdefault(agency, []).append(official)
        return officials

    def values(self, path: str) -> Iterable[Any]:
        """The values that count, those of records that are not public left out."""
        public = self.public.get(path)
        return [value for value in self.having[path] if public is None or value in public]

    def with_public(self) -> Self:
        """The same meetings, with what else is public read anew."""
        return replace(self, public=marks.published(), _unions={}, _searches={})

    def changed(self, ids: Collection[int], *, others: bool) -> Self:
        """The next index, with these meetings as they are now, and where `others` changed with what else is public."""
        dates: dict[int, str | None] = dict.fromkeys(ids)
        dates |= {int(pk): date for date, members in marks.dated(ids) for pk in members}
        before = self.of_ids(np.array(list(ids), dtype=np.int64))
        timeline, moves = self.timeline.changed(dates)
        having = {
            mark.path: _with_added(
                _without(self.having[mark.path], before, moves), _bitmaps(timeline.positions, mark, ids)
            )
            for mark in marks.MARKS
        }
        return type(self)(timeline, having, marks.published() if others else self.public)


SEARCHES_KEPT = 64


def _bitmaps(positions: Positions, mark: marks.Mark, ids: Collection[int] | None) -> Bitmaps:
    found: Bitmaps = {}
    for value, members in mark.read(ids):
        held = positions(members)
        if mark.counted:
            found |= _by_number(held)
        elif len(held):
            found[value] = BitMap(held)
    return found


def _by_number(positions: np.ndarray) -> Bitmaps:
    """Those that come so many times or more."""
    each, times = np.unique(positions, return_counts=True)
    return {number: BitMap(each[times >= number]) for number in range(1, times.max(initial=0) + 1)}


def _without(bitmaps: Bitmaps, gone: BitMap, moves: Moves) -> Bitmaps:
    moved = {}
    for value, positions in bitmaps.items():
        left = positions - gone if positions.intersect(gone) else positions
        if left := moves.apply(left):
            moved[value] = left
    return moved


def _with_added(bitmaps: Bitmaps, added: Bitmaps) -> Bitmaps:
    return bitmaps | {value: bitmaps.get(value, NONE) | positions for value, positions in added.items()}
