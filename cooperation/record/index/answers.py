"""What the door answers from the index of meetings."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from pyroaring import BitMap

from cooperation.models import Official, PartialDate
from cooperation.record.answers import Contact, NotKnown
from cooperation.record.filters.base import Selection
from cooperation.record.sequence import Position

from .meetings import NONE, MeetingIndex


@dataclass(frozen=True)
class IndexedAnswers:
    """The answers about one selection; see `record.answers.Answers` for what each means."""

    selection: Selection
    index: MeetingIndex

    def total(self) -> int:
        return len(self._found)

    def after(self, edge: Position | None, count: int, *, descending: bool) -> list[Position]:
        found, timeline = self._found, self.index.timeline
        if descending:
            end = len(found) if edge is None else _rank(found, timeline.place(edge.key, edge.id))
            positions = list(found[max(0, end - count) : end])[::-1]
        else:
            start = 0 if edge is None else _rank(found, timeline.place(edge.key, edge.id + 1))
            positions = found[start : start + count]
        return [Position(*timeline.at(position)) for position in positions]

    def counts(self, names: Iterable[str]) -> dict[str, dict[str, int]]:
        return {name: self._counts(name, self._without(name)) for name in names}

    def contacts(self, name: str) -> dict[int, Contact]:
        return self._contacts(name, self._without(name))

    def cross_counts(self, name: str, rows: Mapping[str, Any], across: str) -> dict[str, dict[str, int]]:
        return {label: self._counts(across, within) for label, within in self._each(name, rows, across).items()}

    def cross_contacts(self, name: str, rows: Mapping[str, Any], across: str) -> dict[str, dict[int, Contact]]:
        return {label: self._contacts(across, within) for label, within in self._each(name, rows, across).items()}

    def _each(self, name: str, rows: Mapping[str, Any], across: str) -> dict[str, BitMap]:
        """What each value of a facet holds with it alone, the other facet left aside."""
        dimension = self.selection.dimensions[name]
        rest = self._shared(part for other, part in self._parts.items() if other not in {name, across})
        return {label: self.index.shared(dimension.found(self.index, [value]), rest) for label, value in rows.items()}

    def span(self) -> tuple[PartialDate, PartialDate] | None:
        found, date = self._found, self.index.timeline.date
        return (date(found.min()), date(found.max())) if found else None

    def people(self, agencies: Collection[int] | None) -> dict[int, Contact]:
        return dict(self._stands(self._seated(agencies), self._found))

    def latest(self, officials: Collection[int], agencies: Collection[int] | None) -> dict[int, int]:
        asked = ((pk, positions & self._found) for pk, positions in self._seated(agencies) if pk in officials)
        return {pk: self.index.timeline.at(positions.max())[1] for pk, positions in asked if positions}

    def holds(self, meetings: Collection[int]) -> set[int]:
        asked = self.index.of_ids(np.array(list(meetings), dtype=np.int64))
        return set(self.index.timeline.ids(asked & self._found))

    def reached(self, name: str) -> set[int]:
        holders = self.selection.dimensions[name].holders(self.index)
        return {pk for pk, positions in holders if positions.intersect(self._found)}

    def agreed(self, count: int) -> tuple[list[int], int]:
        by_number = self.index.having["agreed"]
        held = by_number.get(1, NONE) & self._found
        newest = list(held[max(0, len(held) - count) :])[::-1]
        total = sum(self.index.count(positions, self._found) for positions in by_number.values())
        return self.index.timeline.ids(newest), total

    def across(self, official: Official) -> set[int]:
        """Who sat on a side in a meeting where the official sat on another."""
        sides = self._agencies_by_side()
        met: set[int] = set()
        for agencies, others in (sides, sides[::-1]):
            own = dict(self._seated(agencies)).get(official.pk, NONE) & self._found
            met |= {pk for pk, positions in self._seated(others) if positions.intersect(own)}
        return met - {official.pk}

    def not_known(self) -> NotKnown:
        return NotKnown(
            without_day=self.index.count(self.index.without_day, self._found),
            without_source=len(self._found) - self._having("with_source"),
            unnamed=self._having("unnamed"),
            untitled=self._having("untitled"),
        )

    @cached_property
    def _parts(self) -> dict[str, BitMap]:
        """What each parameter alone holds."""
        dimensions = self.selection.dimensions
        return {name: dimensions[name].found(self.index, value) for name, value in self.selection.values.items()}

    @cached_property
    def _found(self) -> BitMap:
        return self._shared(self._parts.values())

    def _having(self, path: str) -> int:
        return self.index.count(self.index.any_of(path, [1]), self._found)

    def _without(self, name: str) -> BitMap:
        if name not in self._parts:
            return self._found
        return self._shared(part for other, part in self._parts.items() if other != name)

    def _shared(self, parts: Iterable[BitMap]) -> BitMap:
        parts = sorted(parts, key=len)
        return BitMap.intersection(*parts) if parts else self.index.everything

    def _counts(self, name: str, within: BitMap) -> dict[str, int]:
        counted = self.selection.dimensions[name].tallies(self.index, within)
        return {value: count for value, count in counted if count}

    def _contacts(self, name: str, within: BitMap) -> dict[int, Contact]:
        return dict(self._stands(self.selection.dimensions[name].holders(self.index), within))

    def _stands(self, holders: Iterable[tuple[int, BitMap]], within: BitMap) -> Iterator[tuple[int, Contact]]:
        for pk, positions in holders:
            if shared := self.index.shared(positions, within):
                yield pk, Contact(len(shared), self.index.timeline.date(shared.max()))

    def _seated(self, agencies: Collection[int] | None) -> Iterable[tuple[int, BitMap]]:
        """Each official with the meetings in which they sat for these agencies."""
        if agencies is None:
            return self.index.having["participations__official"].items()
        seated: dict[int, list[BitMap]] = {}
        for (agency, official), positions in self.index.having["seats"].items():
            if agency in agencies:
                seated.setdefault(official, []).append(positions)
        return [(pk, each[0] if len(each) == 1 else BitMap.union(*each)) for pk, each in seated.items()]

    def _agencies_by_side(self) -> list[set[int]]:
        return [set(self.selection.dimensions[name].below) for name in ("agency", "body")]


def _rank(found: BitMap, place: int) -> int:
    """How many of `found` stand before a place."""
    return found.rank(place - 1) if place else 0
