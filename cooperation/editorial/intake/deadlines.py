"""The day until which something is undertaken, at the precision that the text gives it."""

import re
from collections.abc import Iterator

from cooperation.models import PartialDate

from .days import valid
from .page import Page
from .suggestions import NOTHING, Suggestion
from .texts import Part

_MONTHS = {
    "en": "jan(?:uary)? feb(?:ruary)? mar(?:ch)? apr(?:il)? may june? july? aug(?:ust)? sept(?:ember)? oct(?:ober)? "
    "nov(?:ember)? dec(?:ember)?",
    "az": "yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr",
    "ru": "январ[яю] феврал[яю] март[ау] апрел[яю] ма[яю] июн[яю] июл[яю] август[ау] сентябр[яю] октябр[яю] ноябр[яю] "
    "декабр[яю]",
}
_NAMED = {language: "|".join(months.split()) for language, months in _MONTHS.items()}
_EN, _AZ, _RU = (f"(?P<month>{_NAMED[language]})" for language in ("en", "az", "ru"))
_YEAR, _DAY = r"(?P<year>\d{4})(?!\d)", r"(?P<day>\d{1,2})"
_EN_YEAR = rf"(?:{_YEAR}|(?P<this>this)\syear\b|(?P<next>next)\syear\b)"
_AZ_YEAR = rf"(?<!\w)(?:{_YEAR}(?:\s?-?\s?c[iıuü])?|(?P<this>bu|cari)|(?P<next>gələn|növbəti))\s(?:təqvim\s)?il"
_RU_OF_YEAR = r"(?:\s(?:года|году|г\.))"
_RU_YEAR = rf"(?:{_YEAR}|(?P<this>этого|текущего|нынешнего)|(?P<next>следующего|будущего|следующему))"
_NUMERIC = (
    r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)",
    r"(?P<day>\d\d?)[./](?P<month>\d\d?)[./](?P<year>\d{4})(?!\d)",
)
# The case that an Azerbaijani date stands in: 2027-ci ilədək, martınadək, sonuna qədər.
_UNTIL = r"(?:\s?-?\w{0,6}d[əe]k\b|-?\w{0,5}\s(?:qədər|kimi)\b)"
_PART = r"(?:\s(?:sonu|axırı|ortası|ortaları|əvvəli))?"

# What opens a deadline; in Azerbaijani its end does.
_AHEAD = {
    "en": re.compile(
        r"\b(?:by|until|till|(?:no|not) later than)\s(?:the\s)?"
        r"(?P<end>(?:end|close)\sof\s)?(?:(?:middle|beginning|start)\sof\s|mid-|late\s|early\s)?(?:the\s)?",
        re.I,
    ),
    "ru": re.compile(
        r"\b(?:до|к|не позднее|не позже)\s(?P<end>конца\s|концу\s)?(?:середины\s|середине\s|начала\s|началу\s)?", re.I
    ),
}
_SHAPES = {
    "en": [
        rf"{_DAY}(?:st|nd|rd|th)?\s(?:of\s)?{_EN},?\s{_EN_YEAR}",
        rf"{_EN}\s{_DAY}(?:st|nd|rd|th)?,?\s(?:of\s)?{_EN_YEAR}",
        rf"{_EN}\.?,?\s(?:of\s)?{_EN_YEAR}",
        *_NUMERIC,
        rf"{_EN_YEAR}(?![.,]\d|%|\s(?:million|people|children|households|volunteers|families|women|teachers|schools)\b)",
    ],
    "az": [
        rf"\b{_DAY}\s{_AZ}\s{_AZ_YEAR}{_UNTIL}",
        rf"{_AZ_YEAR}(?:in)?\s{_DAY}\s{_AZ}{_UNTIL}",
        rf"{_AZ_YEAR}(?:in)?\s{_AZ}\w{{0,3}}\s(?:ayının\s)?{_DAY}{_UNTIL}",
        rf"\b{_AZ}(?:\sayı)?\s{_AZ_YEAR}{_UNTIL}",
        rf"{_AZ_YEAR}(?:in)?\s{_AZ}(?:\sayı(?:nın)?)?(?:ın|in|un|ının|inin)?{_PART}{_UNTIL}",
        *(rf"(?<![\d.]){shape}{_UNTIL}" for shape in _NUMERIC),
        rf"{_AZ_YEAR}(?:in)?{_PART}{_UNTIL}",
    ],
    "ru": [
        rf"{_DAY}(?:-го|-му)?\s{_RU}\s{_RU_YEAR}{_RU_OF_YEAR}?",
        rf"{_RU}\s{_RU_YEAR}{_RU_OF_YEAR}?",
        *_NUMERIC,
        rf"{_RU_YEAR}{_RU_OF_YEAR}",
    ],
}
_COMPILED = {language: [re.compile(shape, re.I) for shape in shapes] for language, shapes in _SHAPES.items()}
# The end of the year that is: nothing else stands for its number.
_OF_THE_YEAR = {"en": re.compile(r"year\b", re.I), "ru": re.compile(r"года\b", re.I)}
_END_OF_YEAR = re.compile(
    r"(?<!\w)(?<!keçən\s)(?<!ötən\s)(?<!həmin\s)(?<!dərs\s)(?<!c[iıuü]\s)ilin\s(?:sonu|axırı)" + _UNTIL, re.I
)
# What ends then has begun at a time before: a period, and no deadline. From Japan, or with somebody, is no time.
_PERIOD = re.compile(
    rf"(?:\b(?:from|between|since)\s(?:[^.;,]{{0,30}}\d|(?:{_NAMED['en']})\b)[^.;,]{{0,20}}"
    rf"|\b(?:с|со|начиная с)\s(?:[^.;,]{{0,30}}\d|(?:{_NAMED['ru']})\b)[^.;,]{{0,20}}"
    rf"|(?:\d\s?-?\w{{0,3}}(?:dan|dən)|(?:{_NAMED['az']})\w{{0,4}}(?:dan|dən)|\bild[əe]n)\s(?:\w{{1,12}}\s)?)$",
    re.I,
)
# Another day behind it: one of two is none.
_AND_ANOTHER = re.compile(r"\s(?:and|or|və|yaxud|и|или)\s(?:\w{1,12}\s){0,2}\d{4}\b", re.I)
_BACK = 40
SURE_OF_DAY, SURE_OF_YEAR = 0.9, 0.7


def due_of(page: Page, sentence: Part, published: str | None) -> Suggestion:
    """Until when a sentence undertakes something; nothing where it names no such day, or several."""
    found = [each for each in _deadlines(page, sentence, published) if not _is_past(each.value, published)]
    return found[0] if len({each.value for each in found}) == 1 else NOTHING


def _deadlines(page: Page, sentence: Part, published: str | None) -> Iterator[Suggestion]:
    matches = _behind(page, sentence) if page.language == "az" else _ahead(page, sentence)
    for match, start in matches:
        value = _value(match, page.language, published)
        if value and not _is_period(page, sentence, start) and not _is_named(page, start, match.end()):
            confidence = SURE_OF_DAY if len(value) > 4 and match.groupdict().get("year") else SURE_OF_YEAR
            yield Suggestion(value, ((start, match.end()),), confidence)
            if _AND_ANOTHER.match(page.text, match.end(), sentence.end):
                yield NOTHING


def _ahead(page: Page, sentence: Part) -> Iterator[tuple[re.Match[str], int]]:
    for head in _AHEAD[page.language].finditer(page.text, sentence.start, sentence.end):
        shapes = [*_COMPILED[page.language], *([_OF_THE_YEAR[page.language]] if head.group("end") else [])]
        found = (shape.match(page.text, head.end(), sentence.end) for shape in shapes)
        match = next((match for match in found if match), None)
        if match is not None:
            yield match, head.start()


def _behind(page: Page, sentence: Part) -> Iterator[tuple[re.Match[str], int]]:
    reached = sentence.start
    shapes = [*_COMPILED["az"], _END_OF_YEAR]
    while found := [match for shape in shapes if (match := shape.search(page.text, reached, sentence.end))]:
        # The one that begins first; of such, the one that says most.
        match = min(found, key=lambda match: (match.start(), -match.end()))
        yield match, match.start()
        reached = match.end()


def _value(match: re.Match[str], language: str, published: str | None) -> str | None:
    said = match.groupdict()
    if said.get("year"):
        year = int(said["year"])
    elif published:
        year = PartialDate(published).year + bool(said.get("next"))
    else:
        return None
    day = int(said["day"]) if said.get("day") else None
    if not said.get("month"):
        return valid(year)
    return valid(year, _number(said["month"], language), day)


def _number(month: str, language: str) -> int:
    if month.isdigit():
        return int(month)
    shapes = _MONTHS[language].split()
    return next(number for number, shape in enumerate(shapes, 1) if re.fullmatch(shape, month, re.I))


def _is_past(value: str | None, published: str | None) -> bool:
    return value is not None and published is not None and PartialDate(value).latest < PartialDate(published).earliest


def _is_period(page: Page, sentence: Part, start: int) -> bool:
    return bool(_PERIOD.search(page.text[max(sentence.start, start - _BACK) : start]))


def _is_named(page: Page, start: int, end: int) -> bool:
    """Whether a date is a part of a name: the strategy until 2030 of that very name."""
    places = range(page.place_of(start), page.place_of(end))
    return any(at in page.named and page.named[at].kind in {"event", "program", "agency"} for at in places)
