"""The words of a text, each with the stem under which its case forms meet.

Stems are rough on purpose: dictionary and text go through the same cut, so that what matters is only
that the forms of one word end alike.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from . import tables

_WORD = re.compile(r"[^\W_]+")
_BARE = str.maketrans({"ə": "e", "ı": "i"})
_CYRILLIC = re.compile(r"[а-я]")
# COP29 typed on a Russian keyboard.
_LOOKALIKES = str.maketrans("асеоркмнтвх", "aceopkmhtbx")
_MIXED_UP = re.compile(r"[асеоркмнтвх]+\d+$")

_RUSSIAN = sorted(tables.words("case endings", "ru"), key=len, reverse=True)
_RUSSIAN_NAME = ("ов", "ев")
_AZERBAIJANI = sorted(tables.words("case endings", "az"), key=len, reverse=True)
# After a hyphen or an apostrophe these are case endings: BMT-nin, UNICEF-lə, Guterres's.
_ENDINGS = frozenset(tables.words("hyphenated endings"))
_LONG = 7
_JOINTS = frozenset("-'’ʼ`‑")


class Word(NamedTuple):
    start: int
    end: int
    surface: str
    folded: str
    stem: str

    @property
    def capital(self) -> bool:
        return self.surface[0].isupper()

    @property
    def shouted(self) -> bool:
        return len(self.surface) > 1 and self.surface.isupper()


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Case, accents and Azerbaijani letters folded away; Cyrillic stays Cyrillic."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    kept = "".join(letter for letter in decomposed if not unicodedata.category(letter).startswith(("M", "C")))
    kept = kept.translate(_BARE)
    return kept.translate(_LOOKALIKES) if _MIXED_UP.match(kept) else kept


@lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """The part of a folded word that its case forms share."""
    if _CYRILLIC.search(word):
        return _cut(word, _RUSSIAN, 3)
    if language == "az":
        cut = _cut(word, _AZERBAIJANI, 4)
        # The n of a name is taken for a part of its genitive: Ermənistan, Ermənistanın.
        return _softened(_cut(cut[:-1], _AZERBAIJANI, 4) if cut.endswith("n") and len(cut) > _LONG else cut)
    if language == "en" and len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _cut(word: str, endings: list[str], shortest: int) -> str:
    while True:
        ending = next((end for end in endings if word.endswith(end) and len(word) - len(end) >= shortest), None)
        if ending is None or ending in _RUSSIAN_NAME:
            return word
        word = word[: -len(ending)]


def _softened(word: str) -> str:
    """Nazirlik has the genitive nazirliyin: both end alike."""
    return word[:-1] + "k" if word.endswith(("iy", "uy")) and len(word) > 4 else word


def words_of(text: str, language: str, *, start: int = 0) -> list[Word]:
    """The words of `text` in order, without case endings that a hyphen sets off."""
    return [
        Word(start + match.start(), start + match.end(), surface, folded, stem(folded, language))
        for match, surface, folded in _folded(text, language)
    ]


def _folded(text: str, language: str) -> Iterator[tuple[re.Match[str], str, str]]:
    for match in _WORD.finditer(text):
        surface = match.group()[:64]
        folded = fold(surface)
        if folded and not _is_ending(text, match.start(), folded, language):
            yield match, surface, folded


def _is_ending(text: str, at: int, folded: str, language: str) -> bool:
    if at == 0 or text[at - 1] not in _JOINTS or folded not in _ENDINGS:
        return False
    return language != "en" or folded == "s"


# All names of a large record, in three languages: after a save nearly all of them are asked for again.
@lru_cache(maxsize=200_000)
def stems_of(text: str, language: str) -> tuple[str, ...]:
    return tuple(stem(folded, language) for _match, _surface, folded in _folded(text, language))


_PERFECT = re.compile(r"(\w{1,30}?)y?([iıuü])b(lər|lar)?$")


def verb_forms(phrase: str) -> list[str]:
    """An Azerbaijani phrase that ends with a verb in -ib, in the tenses of reports: edib, etmişdir, etdi, edərək."""
    verb = _PERFECT.search(phrase)
    if verb is None:
        return [phrase]
    root, vowel, plural = verb.group(1), verb.group(2), verb.group(3) or ""
    hard = root[:-1] + "t" if root in {"ed", "ged"} else root
    ahead = phrase[: verb.start()]
    endings = (f"m{vowel}ş{plural}", f"m{vowel}ş{plural}d{vowel}r", f"d{vowel}{plural}", f"m{vowel}şd{vowel}{plural}")
    link = "y" if root[-1] in "aeəıioöuü" else ""
    converb = f"{ahead}{root}{link}{'araq' if vowel in 'ıu' else 'ərək'}"
    return [phrase, *(f"{ahead}{hard}{ending}" for ending in endings), converb]


_LETTERS = str.maketrans(
    dict(zip("абвгдежзийклмнопрстуфхцчшщыэюяё", "abvgdejziiklmnoprstufhccssieuae", strict=True)) | {"ь": "", "ъ": ""}
)
_SKELETON = [
    ("дж", "j"), ("shch", "s"), ("kh", "h"), ("gh", "g"), ("sh", "s"), ("ch", "c"), ("zh", "j"), ("ph", "f"),
    ("th", "t"), ("ck", "k"), ("x", "h"), ("q", "g"), ("w", "v"), ("y", "i"),
]  # fmt: skip


_LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщыэюя",
        ["a", "b", "v", "g", "d", "e", "yo", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f",
         "kh", "ts", "ch", "sh", "shch", "y", "e", "yu", "ya"],
        strict=True,
    )
) | {"ь": "", "ъ": ""}  # fmt: skip


def latin(name: str) -> str:
    """A Russian name in Latin letters, as a proposal; any other stays as it is."""
    if not _CYRILLIC.search(name.casefold()):
        return name
    letters = name.casefold().replace("дж", "j")
    return "".join(_LATIN.get(letter, letter) for letter in letters).title()


_AZERBAIJANI_LETTERS = frozenset("əığşç")
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=50_000)
def skeleton(word: str) -> str:
    """What is left of a name in any script, to compare spellings by: Джейхун, Jeyhun and Ceyhun come close."""
    letters = word.casefold().replace("ş", "s")
    # Azerbaijani c is English j; English ch is Azerbaijani ç.
    letters = letters.replace("c", "j") if _AZERBAIJANI_LETTERS & set(letters) else letters
    letters = fold(letters.replace("ç", "c"))
    for written, plain in _SKELETON:
        letters = letters.replace(written, plain)
    return _DOUBLED.sub(r"\1", letters.translate(_LETTERS))
