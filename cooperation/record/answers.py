"""What the door can be asked about a selection, whatever answers."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from cooperation.models import Official, PartialDate

from .sequence import Position


@dataclass(frozen=True)
class Contact:
    """In how many meetings of a selection somebody or something stands, and the date of the last of them."""

    meetings: int
    last: PartialDate


@dataclass(frozen=True)
class NotKnown:
    """In how many meetings of a selection no source states something: the day, a name of who sat there, a title."""

    without_day: int
    without_source: int
    unnamed: int
    untitled: int


class Answers(Protocol):
    """The answers about one selection. From `contacts` on, the selection is one of meetings."""

    def total(self) -> int: ...

    def after(self, edge: Position | None, count: int, *, descending: bool) -> list[Position]:
        """The first `count` of the sequence, or the first after `edge`."""

    def counts(self, names: Iterable[str]) -> dict[str, dict[str, int]]:
        """For each of these facets its values and how many records each alone would give."""

    def contacts(self, name: str) -> dict[int, Contact]:
        """For each record of a facet how it stands in the meetings that it alone would give."""

    def cross_counts(self, name: str, rows: Mapping[str, Any], across: str) -> dict[str, dict[str, int]]:
        """For each of `rows`, values of one facet under labels, what `counts` says of another with it alone."""

    def cross_contacts(self, name: str, rows: Mapping[str, Any], across: str) -> dict[str, dict[int, Contact]]:
        """For each of `rows` what `contacts` says of another facet with it alone."""

    def span(self) -> tuple[PartialDate, PartialDate] | None:
        """The dates of the first and the last meeting."""

    def people(self, agencies: Collection[int] | None) -> dict[int, Contact]:
        """Who sat in the meetings, for any of these agencies."""

    def latest(self, officials: Collection[int], agencies: Collection[int] | None) -> dict[int, int]:
        """The id of the last meeting in which each of these officials sat, for any of these agencies."""

    def holds(self, meetings: Collection[int]) -> set[int]:
        """Which of these meetings it holds."""

    def reached(self, name: str) -> set[int]:
        """The records of a facet without a tree that its meetings refer to."""

    def agreed(self, count: int) -> tuple[list[int], int]:
        """The newest meetings in which something was agreed, at most `count`, and the number of such points in all."""

    def across(self, official: Official) -> set[int]:
        """The officials who sat opposite to `official`."""

    def not_known(self) -> NotKnown: ...
