"""How many officials there are, and for whom they sat: the index of meetings knows it of all published ones."""

from collections.abc import Iterable, Set
from dataclasses import dataclass

from cooperation.models import Official
from cooperation.record.filters.dimensions import TreeDimension
from cooperation.record.plain import PlainAnswers
from cooperation.record.search import found_documents

from .marks import ids_of_documents
from .meetings import MeetingIndex


@dataclass(frozen=True)
class OfficialAnswers(PlainAnswers):
    """Counts come from the index; the pages of a list are asked of SQL."""

    index: MeetingIndex

    def total(self) -> int:
        return len(self._found())

    def counts(self, names: Iterable[str]) -> dict[str, dict[str, int]]:
        return {name: self._counts(name) for name in names}

    def _counts(self, name: str) -> dict[str, int]:
        within = self._found(name)
        sat = {pk: self.index.seated(below) & within for pk, below in self.selection.dimensions[name].below.items()}
        return {str(pk): len(officials) for pk, officials in sat.items() if officials}

    def _found(self, but: str | None = None) -> Set[int]:
        """The officials that the selection holds, one of its parameters left out."""
        found: Set[int] = self.index.having["participations__official"].keys()
        for name in self.selection.values.keys() - {but}:
            found &= self._having(name)
        return found

    def _having(self, name: str) -> Set[int]:
        dimension, value = self.selection.dimensions[name], self.selection.values[name]
        if isinstance(dimension, TreeDimension):
            return self.index.seated(dimension.ids(value))
        return set(ids_of_documents(found_documents(Official, value)).tolist())
