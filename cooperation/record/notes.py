"""The sources of a briefing's facts, each under one number."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .public import SourceRecord

ENOUGH = 20


@dataclass(frozen=True)
class Note:
    """A source under the number that the facts of one briefing name it by."""

    number: int
    source: SourceRecord


@dataclass
class Notes:
    """Numbers sources in the order in which the page first names them; the same one always the same."""

    numbered: dict[Any, Note] = field(default_factory=dict)

    def of(self, sources: Iterable[SourceRecord | None], limit: int) -> tuple[Note, ...]:
        found = [source for source in sources if source]
        # A source that is numbered already takes no room.
        found.sort(key=lambda source: source.uid not in self.numbered)
        notes = [self._note(source) for source in found[:1]]
        # Each fact has one; further ones only while there is room for them.
        notes += [self._note(source) for source in found[1:limit] if self._has_room(source)]
        return tuple(sorted(notes, key=lambda note: note.number))

    def _has_room(self, source: SourceRecord) -> bool:
        return source.uid in self.numbered or len(self.numbered) < ENOUGH

    def _note(self, source: SourceRecord) -> Note:
        return self.numbered.setdefault(source.uid, Note(len(self.numbered) + 1, source))
