"""Whose people those are who stand in a text without a title: Vera Lindqvist of UNDP, who heads the office of UNDP."""

import re

from .gazetteer import Hit
from .page import Page
from .tables import table
from .words import fold

_LED_BY = {language: [fold(phrase) for phrase in said] for language, said in table("vocabulary")["led by"].items()}
_STANDS_FOR = {
    language: [fold(phrase) for phrase in said] for language, said in table("vocabulary")["stands for"].items()
}
_OF = {"en": frozenset({"of", "from"}), "ru": frozenset({"из", "от"}), "az": frozenset()}
_BETWEEN = re.compile(r"[,;:.()\n]")
_COMMA, _BRACKET = re.compile(r"\s*,\s*"), re.compile(r"(?<!\s)\s*\(")
_CLOSED = re.compile(r"\s*[,;.)\n]")
# After an apostrophe in English, as an ending in Azerbaijani: UNDP's Vera Lindqvist, BMTİP-dən Vera Lindqvist.
_OWNS = {"en": re.compile(r"['’]s\s"), "az": re.compile(r"-?(?:dan|dən|nan|nən)\s"), "ru": re.compile(r"(?!)")}
# How many words may stand between a verb and the body that is headed.
_FAR = 8


def body_of(page: Page, first: int, last: int) -> str | None:
    """The body whose people somebody without a title is one of, as far as the words beside the name say it."""
    return _beside(page, first, last) or _stood_for(page, first, last) or _led(page, first, last)


def _beside(page: Page, first: int, last: int) -> str | None:
    ahead = page.named.get(first - 1)
    if ahead is not None and ahead.kind == "agency" and _OWNS[page.language].fullmatch(page.gap(first - 1)):
        return ahead.value
    at, gap = last + 1, page.gap(last)
    joined = gap == " " and _word(page, at) in _OF[page.language]
    hit = _agency_at(page, at + joined)
    if hit is None:
        return None
    if joined or _BRACKET.fullmatch(gap):
        return hit.value
    return hit.value if _COMMA.fullmatch(gap) and _CLOSED.match(page.gap(hit.last)) else None


def _stood_for(page: Page, first: int, last: int) -> str | None:
    """Who heads, leads or represents a body: behind a comma, and in Azerbaijani before the name."""
    if _COMMA.fullmatch(page.gap(last)) and _says(page, range(last + 1, last + 4)):
        near = (page.named.get(at) for at in range(last + 2, min(last + 2 + _FAR, len(page.words))))
        hits = [hit for hit in near if hit is not None and hit.kind == "agency"]
        return hits[0].value if hits and not _parted(page, last + 1, hits[0].first) else None
    # BMTİP-in ofisinə rəhbərlik edən Vera Lindqvist, представляющая ПРООН Вера Линдквист.
    if not _says(page, range(max(0, first - (2 if page.language == "az" else _FAR)), first)):
        return None
    near = (page.named.get(at) for at in range(first - 1, max(-1, first - 1 - _FAR), -1))
    hits = [hit for hit in near if hit is not None and hit.kind == "agency"]
    return hits[0].value if hits and not _parted(page, hits[0].last, first) else None


def _says(page: Page, places: range) -> bool:
    said = f" {' '.join(_word(page, at) for at in places)} "
    return any(f" {phrase}" in said for phrase in _STANDS_FOR[page.language])


def _parted(page: Page, first: int, last: int) -> bool:
    return any(_BETWEEN.search(page.gap(at)) for at in range(first, last))


def _led(page: Page, first: int, last: int) -> str | None:
    """The body whose people somebody leads: a mission of UNDRR led by Octavian Bivol."""
    beside = range(last + 1, last + 2) if page.language == "az" else range(max(0, first - 3), first)
    said = " ".join(_word(page, at) for at in beside)
    if not any(said.startswith(phrase) or said.endswith(f" {phrase}") for phrase in _LED_BY[page.language]):
        return None
    sentence = page.sentence_at(page.words[first].start)
    bodies = page.hits_in(sentence, "agency")
    ahead = [hit.value for hit in bodies if hit.last < first]
    # Azerbaijani has it behind as well: Vera Lindqvistin başçılıq etdiyi BMTİP heyəti.
    behind = [hit.value for hit in bodies if page.language == "az" and 0 < hit.first - last <= 4]
    return next(iter(behind or ahead[-1:]), None)


def _agency_at(page: Page, at: int) -> Hit | None:
    at += _word(page, at) == "the"
    hit = page.named.get(at)
    return hit if hit is not None and hit.kind == "agency" and hit.first == at else None


def _word(page: Page, at: int) -> str:
    return page.words[at].folded if 0 <= at < len(page.words) else ""
