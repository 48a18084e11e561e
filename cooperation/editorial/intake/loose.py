"""Programs and events that a text names in other words, or in another order, than the record does."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from .words import Word, words_of

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_YEAR = re.compile(r"(?:19|20)\d\d$")
_SHORT = 3
ENOUGH, FEWEST = 0.8, 3


@dataclass(frozen=True)
class Name:
    """A name as a set of stems; `numbers` are those that tell it from its likes: a session's, a year."""

    kind: str
    value: str
    stems: frozenset[str]
    numbers: frozenset[str]
    years: frozenset[str] = frozenset()


@dataclass
class LooseNames:
    """Names by the rarest of their words, so that a sentence is compared with few of them."""

    language: str
    names: list[Name] = field(default_factory=list)
    by_word: dict[str, list[Name]] = field(default_factory=lambda: defaultdict(list))

    def add(self, kind: str, value: str, called: str) -> None:
        stems, numbers = _parts(called, self.language)
        # A program is one also where the text leaves its years out; a session is none without its number.
        kept = numbers if kind == "event" else frozenset()
        years = frozenset(number for number in numbers if _YEAR.match(number))
        if len(stems) >= (FEWEST if not kept else FEWEST - 1):
            self.names.append(Name(kind, value, stems, kept, years))

    def close(self) -> None:
        common = Counter(stem for name in self.names for stem in name.stems)
        for name in self.names:
            for stem in sorted(name.stems, key=lambda stem: (common[stem], stem))[:2]:
                self.by_word[stem].append(name)

    def find(self, words: list[Word], elsewhere: set[str]) -> dict[tuple[str, str], tuple[int, int]]:
        """Names of which nearly all words stand in one sentence, each with the first and last of them.

        `elsewhere` are stems that stand in the names of bodies there: they alone name no program.
        """
        stems = {word.stem for word in words}
        near = {id(name): name for stem in stems for name in self.by_word.get(stem, ())}
        said = sorted(
            (name for name in near.values() if _said(name, stems, words) and _of_its_own(name, stems - elsewhere)),
            key=lambda name: _rank(name, stems),
        )
        found: dict[tuple[str, str], tuple[int, int]] = {}
        taken: set[str] = set()
        for name in said:
            # Of names that share words, the one of which the most is said.
            if len(name.stems & taken) < FEWEST - 1:
                places = [at for at, word in enumerate(words) if word.stem in name.stems]
                found[name.kind, name.value] = places[0], places[-1]
                taken |= name.stems
        return found


# As many as there may be programs and events, in three languages.
@lru_cache(maxsize=50_000)
def _parts(called: str, language: str) -> tuple[frozenset[str], frozenset[str]]:
    """What a name is told by: its longer words, and its numbers."""
    words = words_of(called, language)
    stems = frozenset(word.stem for word in words if len(word.stem) > _SHORT and not _number(word))
    return stems, frozenset(number for word in words if (number := _number(word)))


def _rank(name: Name, stems: set[str]) -> tuple[float, int, str]:
    return -len(name.stems & stems) / len(name.stems), -len(name.stems), name.value


def _said(name: Name, stems: set[str], words: Iterable[Word]) -> bool:
    if len(name.stems & stems) < ENOUGH * len(name.stems):
        return False
    numbers = {number for word in words if (number := _number(word))}
    years = {number for number in numbers if _YEAR.match(number)}
    return name.numbers <= numbers and not (name.years and len(years) > 1 and not years & name.years)


def _of_its_own(name: Name, stems: set[str]) -> bool:
    return len(name.stems & stems) * 2 >= len(name.stems)


def _number(word: Word) -> str:
    """The number that a word is: 43, 43rd, XI; empty where it is none."""
    digits = re.match(r"\d{1,4}", word.folded)
    if digits:
        return digits.group()
    return str(_ROMAN.get(word.folded, "")) if word.shouted or word.surface in {"I", "V", "X"} else ""
