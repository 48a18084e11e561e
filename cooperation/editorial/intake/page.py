"""One text in the hands of the engine: its words, and the names and phrases found in it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from .gazetteer import NAMES, Gazetteer, Hit
from .tables import table
from .tables import words as vocabulary
from .texts import Document, Part
from .words import Word, fold, stems_of, words_of

_FOREIGN = {language: frozenset(stems_of(" ".join(vocabulary("of another state", language)), language))
            for language in ("en", "az", "ru")}  # fmt: skip
_BESIDE_STATE = frozenset(map(fold, vocabulary("beside a state")))
_CLAUSE_ENDS = re.compile(r"[^ \w'’ʼ-]")
_ONE = re.compile(r"\b(?:meeting|встреча)\b")
# How many words may stand between a verb and its noun.
_CLOSE = 10
# Verbs whose object is a thing as often as a guest, and how many words behind them it begins at the latest.
_OF_THINGS_TOO = frozenset(vocabulary("verbs of things too"))
_GUESTS = frozenset(map(fold, vocabulary("guests")))
_OBJECT = 8
_POSTS = frozenset(stems_of(" ".join([*table("vocabulary")["title heads"]["en"],
                                      *table("vocabulary")["title modifiers"]["en"]]), "en"))  # fmt: skip


@dataclass
class Page:
    """A document with all that the gazetteer finds in it."""

    document: Document
    known: Gazetteer
    words: list[Word] = field(init=False)
    hits: list[Hit] = field(init=False)

    def __post_init__(self) -> None:
        self.words = words_of(self.document.text, self.document.language)
        self.hits = [hit for hit in self.known.find(self.words) if not self._of_another_state(hit)]

    def _of_another_state(self, hit: Hit) -> bool:
        """Whether the Foreign Minister is that of Ukraine."""
        if hit.kind not in {"agency", "post"} or self.known.sides.get(hit.value) != "azerbaijan":
            return False
        beside = (self._word_beside(hit.first, -1), self._word_beside(hit.last, 1))
        return any(word is not None and word.stem in _FOREIGN[self.language] for word in beside)

    def _word_beside(self, at: int, step: int) -> Word | None:
        """The next word in the same clause that says more than that a republic follows."""
        while 0 <= at + step < len(self.words) and not _CLAUSE_ENDS.search(self.gap(min(at, at + step))):
            at += step
            if self.words[at].folded not in _BESIDE_STATE:
                return self.words[at] if self.words[at].capital or step < 0 else None
        return None

    @property
    def text(self) -> str:
        return self.document.text

    @property
    def language(self) -> str:
        return self.document.language

    @cached_property
    def _starts(self) -> list[int]:
        return [word.start for word in self.words]

    @cached_property
    def surfaces(self) -> frozenset[str]:
        """The words as they are written."""
        return frozenset(word.surface for word in self.words)

    @cached_property
    def _hit_starts(self) -> list[int]:
        return [hit.start for hit in self.hits]

    @cached_property
    def named(self) -> dict[int, Hit]:
        """The name that each word is a part of, by the word's place."""
        return {at: hit for hit in self.hits if hit.kind in NAMES for at in range(hit.first, hit.last + 1)}

    def place_of(self, offset: int) -> int:
        """The place of the first word at or behind an offset."""
        return bisect_left(self._starts, offset)

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [part.start for part in self.document.sentences]

    @cached_property
    def _paragraph_starts(self) -> list[int]:
        return [part.start for part in self.document.paragraphs]

    def sentence_at(self, offset: int) -> Part:
        return self.document.sentences[max(0, bisect_right(self._sentence_starts, offset) - 1)]

    def paragraph_at(self, offset: int) -> Part:
        return self.document.paragraphs[max(0, bisect_right(self._paragraph_starts, offset) - 1)]

    def words_in(self, part: Part) -> range:
        return range(self.place_of(part.start), self.place_of(part.end))

    def hits_in(self, part: Part, *kinds: str) -> list[Hit]:
        found = self.hits[bisect_left(self._hit_starts, part.start) : bisect_left(self._hit_starts, part.end)]
        return [hit for hit in found if hit.kind in kinds]

    @cached_property
    def _cues(self) -> dict[Part, set[str]]:
        return {}

    def cues(self, part: Part) -> set[str]:
        """What a sentence does, by its phrases."""
        if part not in self._cues:
            self._cues[part] = self._found_cues(part)
        return self._cues[part]

    def _found_cues(self, part: Part) -> set[str]:
        found = [hit for hit in self.hits_in(part, "cue") if not self._is_one(hit)]
        cues = {value for hit in found for value in hit.values}
        told = self.told_at(found) is not None
        return cues | {"met"} if told else cues - {"met"}

    def _is_one(self, cue: Hit) -> bool:
        """Whether what a cue takes for several meetings is one: their stems are the same."""
        return "series" in cue.values and bool(_ONE.search(self.text, cue.start, cue.end))

    def told_at(self, cues: list[Hit]) -> int | None:
        """The place of the first word by which a sentence says that somebody met."""
        met = [cue.first for cue in cues if "met" in cue.values and self._receives_somebody(cue)]
        return min([*met, *self._told_of_talk(cues)], default=None)

    def _told_of_talk(self, cues: list[Hit]) -> Iterator[int]:
        """Where a verb of holding and a word for talks stand close together: held yesterday in Baku a meeting."""
        talks = sorted(cue.last for cue in cues if "talk" in cue.values)
        least, most = (-2, -1) if self.language == "az" else (-_CLOSE, _CLOSE)
        for verb in (cue.first for cue in cues if "hold" in cue.values):
            near = bisect_left(talks, verb + least)
            if near < len(talks) and talks[near] <= verb + most:
                yield min(verb, talks[near])
        # Spoke via video link with somebody.
        distant = [cue.first for cue in cues if {"video", "phone"} & set(cue.values)]
        spoke = [cue.first for cue in cues if "speak" in cue.values]
        yield from (verb for verb in spoke for means in distant if abs(verb - means) <= _CLOSE)

    def _receives_somebody(self, cue: Hit) -> bool:
        """Whether what is received or welcomed is a person or a body, not an initiative."""
        if cue.first != cue.last or self.words[cue.first].folded not in _OF_THINGS_TOO:
            return True
        for at in range(cue.last + 1, min(cue.last + _OBJECT, len(self.words))):
            if self._is_somebody(at):
                return True
            if at + 1 < len(self.words) and self.words[at + 1].folded == "from":
                return False
        return False

    def _is_somebody(self, at: int) -> bool:
        hit, word = self.named.get(at), self.words[at]
        if hit is not None and hit.kind == "agency":
            # The report of a body is none of its people.
            behind = self._word_beside(hit.last, 1)
            return behind is not None or self.gap(hit.last) != " " or self._says_who(hit.last + 1)
        return (hit is not None and hit.kind in {"post", "official"}) or word.capital or word.folded in _GUESTS

    def _says_who(self, at: int) -> bool:
        return self.words[at].folded in _GUESTS or self.words[at].stem in _POSTS

    def gap(self, place: int) -> str:
        """What stands between a word and the next; a word dropped as a mere ending is a part of it."""
        if place + 1 >= len(self.words):
            return "\n"
        return self.text[self.words[place].end : self.words[place + 1].start]
