"""The order of the timeline: which meeting stands at which position, the oldest at 0."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Self

import numpy as np
from pyroaring import BitMap

from cooperation.models import PartialDate

# A key is the date as a number, then the id: one integer, so that sorting and finding are numpy's work.
_ID_BITS = 32
_ID_MASK = (1 << _ID_BITS) - 1
# Above every id, and after every date that begins with the text before it.
BEYOND = _ID_MASK + 1
_AFTER_ITS_DATES = "~"
_NOWHERE = np.iinfo(np.uint32).max
# The days of 40 years, each about 100 bytes.
DATES_KEPT = 16_384


# Where those of some ids that are here stand, repeats kept, in any order.
Positions = Callable[[np.ndarray], np.ndarray]


class TooLargeError(Exception):
    """An id that the index has no room for; the database answers alone."""


def date_number(date: str) -> int:
    """A partial date as a number that sorts as its text does: 2024-01 is 20240100."""
    return int(date.replace("-", "").ljust(8, "0"))


@lru_cache(maxsize=DATES_KEPT)
def date_of(number: int) -> PartialDate:
    """The partial date that a number stands for; thousands of records share some thousand dates."""
    return PartialDate(date_text(number))


def date_text(number: int) -> str:
    year, month, day = number // 10_000, number // 100 % 100, number % 100
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")


@dataclass(frozen=True)
class Timeline:
    """`keys` holds the key of the meeting at each position, `dates` the number of the date by id (0: not here)."""

    keys: np.ndarray
    dates: np.ndarray

    @classmethod
    def of(cls, dated: Iterable[tuple[str, np.ndarray]]) -> Self:
        """The timeline of meetings that come as ids under their dates."""
        groups = [(date_number(date), ids) for date, ids in dated if len(ids)]
        highest = max((int(ids.max()) for _number, ids in groups), default=0)
        if highest > _ID_MASK:
            raise TooLargeError
        dates = np.zeros(highest + 1, dtype=np.int32)
        for number, ids in groups:
            dates[ids] = number
        ids = np.flatnonzero(dates)
        keys = (dates[ids].astype(np.int64) << _ID_BITS) | ids
        keys.sort()
        return cls(keys, dates)

    def __len__(self) -> int:
        return len(self.keys)

    def at(self, position: int) -> tuple[str, int]:
        """The date and the id of the meeting at a position."""
        key = int(self.keys[position])
        return date_text(key >> _ID_BITS), key & _ID_MASK

    def date(self, position: int) -> PartialDate:
        return date_of(int(self.keys[position]) >> _ID_BITS)

    def ids(self, positions: Iterable[int]) -> list[int]:
        return [int(self.keys[position]) & _ID_MASK for position in positions]

    def place(self, date: str, pk: int) -> int:
        """How many meetings stand before this date and id. `date` may be any text, and compares as text."""
        return bisect_left(range(len(self.keys)), (date, pk), key=self.at)

    def positions(self, ids: np.ndarray) -> np.ndarray:
        """`Positions` for a few ids."""
        dates = self.dates[ids[ids < len(self.dates)]]
        here = ids[ids < len(self.dates)][dates > 0]
        keys = (dates[dates > 0].astype(np.int64) << _ID_BITS) | here
        keys.sort()
        return np.searchsorted(self.keys, keys).astype(np.uint32)

    def table(self) -> Positions:
        """`Positions` for ids by the million: one place of memory for each id, and nothing is searched."""
        table = np.full(len(self.dates), _NOWHERE, dtype=np.uint32)
        table[self.keys & _ID_MASK] = np.arange(len(self), dtype=np.uint32)

        def positions(ids: np.ndarray) -> np.ndarray:
            found = table[ids[ids < len(table)]]
            return found[found != _NOWHERE]

        return positions

    def since(self, date: PartialDate) -> BitMap:
        """Those that may have been on the first day of `date` or later."""
        first = date.earliest.isoformat()
        found = BitMap(range(self.place(first, 0), len(self)))
        for wider in (first[:4], first[:7]):
            # A year or a month that holds the first day stands before it, and may have been later.
            found.add_range(self.place(wider, 0), self.place(wider, BEYOND))
        return found

    def until(self, date: PartialDate) -> BitMap:
        """Those that may have been on the last day of `date` or before."""
        return BitMap(range(self.place(date.latest.isoformat(), BEYOND)))

    def year(self, year: str) -> range:
        return range(self.place(year, 0), self.place(year + _AFTER_ITS_DATES, 0))

    @cached_property
    def years(self) -> dict[str, range]:
        """Every year from the first to the last with its positions."""
        if not len(self):
            return {}
        whole = range(self.date(0).year, self.date(len(self) - 1).year + 1)
        return {str(year): self.year(str(year)) for year in whole}

    def without_day(self) -> BitMap:
        """Those whose date is known to the month or the year alone."""
        return BitMap(np.flatnonzero((self.keys >> _ID_BITS) % 100 == 0).astype(np.uint32))

    def changed(self, dates: Mapping[int, str | None]) -> "tuple[Timeline, Moves]":
        """The timeline with other dates for some ids, None for those that leave; and how positions move."""
        highest = max([*dates, len(self.dates) - 1])
        if highest > _ID_MASK:
            raise TooLargeError
        numbers = np.zeros(highest + 1, dtype=np.int32)
        numbers[: len(self.dates)] = self.dates
        removed: list[int] = []
        inserted: list[int] = []
        for pk, date in dates.items():
            number = date_number(date) if date else 0
            if numbers[pk] == number:
                continue
            if numbers[pk]:
                removed.append(int(np.searchsorted(self.keys, _key(int(numbers[pk]), pk))))
            if number:
                inserted.append(_key(number, pk))
            numbers[pk] = number
        inserted.sort()
        places = np.searchsorted(self.keys, inserted)
        keys = np.delete(np.insert(self.keys, places, inserted), _after_insertion(removed, places))
        return Timeline(keys, numbers), Moves.of(removed, places.tolist(), len(self))


def _key(number: int, pk: int) -> int:
    return (number << _ID_BITS) | pk


def _after_insertion(removed: list[int], places: np.ndarray) -> list[int]:
    return [position + int(np.searchsorted(places, position, side="right")) for position in removed]


@dataclass(frozen=True)
class Moves:
    """Stretches of old positions, each with how far it moves; what no stretch holds is gone."""

    stretches: tuple[tuple[BitMap, int], ...]
    first: int

    @classmethod
    def of(cls, removed: Iterable[int], inserted: Iterable[int], length: int) -> Self:
        """`inserted` are the old positions before which something new stands."""
        stretches: list[tuple[BitMap, int]] = []
        start, shift = 0, 0
        breaks = sorted([*((place, 0) for place in inserted), *((place, 1) for place in removed)])
        for place, is_removed in breaks:
            stretches.append((BitMap(range(start, place)), shift))
            start, shift = (place + 1, shift - 1) if is_removed else (place, shift + 1)
        stretches.append((BitMap(range(start, length)), shift))
        return cls(tuple(each for each in stretches if each[0]), breaks[0][0] if breaks else length)

    def apply(self, positions: BitMap) -> BitMap:
        if not positions or positions.max() < self.first:
            return positions
        moved = BitMap()
        for stretch, shift in self.stretches:
            if part := positions & stretch:
                moved |= part.shift(shift) if shift else part
        return moved
