"""The days that a text names, at the precision that it gives them, and never one more."""

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from cooperation.models import PartialDate

from .page import Page
from .tables import words
from .texts import Part
from .words import fold

_MONTHS = {
    "en": "january february march april may june july august september october november december",
    "az": "yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr",
    "ru": "январ феврал март апрел мая июн июл август сентябр октябр ноябр декабр",
}
_PHRASE_ENDINGS = frozenset(words("phrase endings"))
_MONTH_ENDINGS = frozenset(words("month endings"))
_SHORT = "jan feb mar apr may jun jul aug sept oct nov dec"
_WEEKDAYS = {
    "en": "monday tuesday wednesday thursday friday saturday sunday",
    "ru": "понедельник вторник сред четверг пятниц суббот воскресень",
}
# Azerbaijani names some days by their neighbour: the longer name first.
_AZERBAIJANI_DAYS = [
    ("bazar ertesi", 0), ("cersenbe axsami", 1), ("cume axsami", 3), ("cersenbe gunu", 2), ("cume gunu", 4),
    ("senbe gunu", 5), ("bazar gunu", 6), ("cersenbe", 2), ("cume", 4), ("senbe", 5),
]  # fmt: skip
# Days before that of publication.
_RELATIVE = {
    "en": [("day before yesterday", 2), ("yesterday", 1), ("today", 0), ("this morning", 0), ("this afternoon", 0),
           ("this evening", 0), ("last night", 1), ("tonight", 0)],
    "az": [("dunen", 1), ("bu gun", 0), ("bugun", 0), ("oten gun", 1), ("srağagün", 2), ("bu seher", 0),
           ("dunenki", 1), ("bugunku", 0), ("kecen gun", 1)],
    "ru": [("позавчера", 2), ("вчера", 1), ("сегодня", 0), ("накануне", 1), ("вчерашний", 1), ("сегодняшний", 0)],
}  # fmt: skip
# What counts the days back in words: two days ago, iki gün əvvəl, два дня назад.
_AGO = {"en": ("days ago", "days earlier"), "az": ("gun evvel", "gun once"), "ru": ("дня назад", "дней назад")}
for _language, _behind in _AGO.items():
    _RELATIVE[_language] += [
        (f"{fold(number)} {behind}", days)
        for days, word in enumerate(words("numbers", _language), 1)
        for number in (word, str(days))
        for behind in _behind
        if days > 1
    ]
_MONTHLY = {
    "en": [("this month", 0), ("last month", 1), ("beginning of the month", 0), ("start of the month", 0)],
    "az": [("bu ay", 0), ("ayın əvvəlində", 0), ("ayın ortalarında", 0), ("oten ay", 1), ("kecen ay", 1)],
    "ru": [
        ("в этом месяце", 0),
        ("в начале месяца", 0),
        ("в середине месяца", 0),
        ("в прошлом месяце", 1),
        ("текущего месяца", 0),
        ("прошлого месяца", 1),
    ],
}
_WEEKLY = {
    "en": [("last week", 1), ("this week", 0), ("earlier this week", 0), ("earlier in the week", 0),
           ("start of the week", 0), ("beginning of the week", 0)],
    "az": [("oten hefte", 1), ("bu hefte", 0), ("kecen hefte", 1), ("həftənin əvvəlində", 0)],
    "ru": [("на прошлой неделе", 1), ("на этой неделе", 0), ("на минувшей неделе", 1), ("в начале недели", 0),
           ("в начале этой недели", 0)],
}  # fmt: skip
# What lays a weekday beside it into the week before.
_LAST_WEEK = {
    "en": ["last week", "the previous week"],
    "az": ["öten hefte", "kecen hefte"],
    "ru": ["прошлой неделе", "прошлой недели", "минувшей недели", "минувшей неделе"],
}
_WEEKENDS = {
    "en": ["over the weekend", "at the weekend", "last weekend", "this weekend", "on the weekend"],
    "az": ["həftəsonu", "həftə sonu", "istirahət günləri"],
    "ru": ["в выходные", "в минувшие выходные", "в прошедшие выходные", "на выходных"],
}
_YEARLY = {
    "en": [("last year", 1), ("this year", 0), ("earlier this year", 0)],
    "az": [("oten il", 1), ("bu il", 0), ("kecen il", 1)],
    "ru": [("в прошлом году", 1), ("в этом году", 0), ("в нынешнем году", 0)],
}
_PAST = frozenset(map(fold, ("last", "ötən", "keçən", "прошлый", "прошлую", "прошлой", "минувший", "минувшую")))
_COMING = frozenset(map(fold, words("coming")))
_NUMERIC = re.compile(r"(?<![\d.])(?:(\d{4})-(\d{2})-(\d{2})|(\d{1,2})[./](\d{1,2})[./](\d{4}))(?![\d])")
_RANGE = re.compile(r"\s?[-–—‑]\s?|\s(?:and|to|və|и|по)\s|-?d[aə]n\s")
_DAY_GAP = re.compile(r"[ .\-‑ndaəıiun'’]{0,12}")
_TO = frozenset({"to", "and", "по", "и", "ve", "through", "until"})
_FROM = frozenset({"from", "between", "с"})
_LATEST_GUESS = 330
_AT_A_TIME = re.compile(r"ayi|evvel|sonu|ortalar|ilk")
# The eve of something is no day before publication.
_ON_THE_EVE = re.compile(
    r" накануне (?!\w{1,20}(?:лс[яь]|лась|лись|ла|ли|л) )(?:\w{1,20}[аяыийе]|\w{1,20}го|\w{1,20}(?:ов|ев)|cop ?\d\d) "
)
_FIRST_YEAR, _LAST_YEAR = 1990, 2100


@dataclass(frozen=True)
class Dated:
    """A date in the text. `sure` is False where its year or day is a guess."""

    value: str | None
    start: int
    end: int
    note: str = ""
    sure: bool = True

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end


class Finder:
    """Reads the dates of one stretch."""

    def __init__(self, page: Page, part: Part, published: str | None) -> None:
        self.page = page
        self.places = page.words_in(part)
        self.part = part
        self.published = PartialDate(published) if published else None
        self.day = self.published.earliest if self.published and self.published.day else None
        self.language = page.language

    def all(self) -> Iterator[Dated]:
        absolute = [*self._numeric(), *self._by_month()]
        yield from absolute
        yield from self._relative()
        if not absolute:
            yield from self._years()

    def _numeric(self) -> Iterator[Dated]:
        for match in _NUMERIC.finditer(self.page.text, self.part.start, self.part.end):
            year, month, day = (match.group(1), match.group(2), match.group(3)) if match.group(1) else (
                match.group(6), match.group(5), match.group(4))  # fmt: skip
            value = valid(int(year), int(month), int(day))
            if value:
                yield Dated(value, match.start(), match.end())

    def _by_month(self) -> Iterator[Dated]:
        for at in self.places:
            month = _month(self._folded(at), self.language)
            if month and self._is_month_here(at):
                yield self._around(at, month)

    def _is_month_here(self, at: int) -> bool:
        if self.language == "en":
            return self._is_english_month(at)
        # Martin and Мартин are names, which also look like months in a case.
        word = self.page.words[at]
        if self.language == "az" and (_AT_A_TIME.match(self._folded(at + 1)) or word.folded.endswith(("da", "de"))):
            return True
        return not word.capital or self._number(at + 1) is not None or self._number(at - 1) is not None

    def _is_english_month(self, at: int) -> bool:
        word = self.page.words[at]
        if not word.capital:
            return False
        return word.folded not in {"may", "march", "mar"} or any(
            self._number(place) or self._folded(place) in {"in", "of", "early", "late", "mid", "last"}
            for place in (at - 1, at + 1)
        )

    def _around(self, at: int, month: int) -> Dated:
        """A month with the day and the year that stand beside it."""
        first = last = at
        day, year, ranged = None, None, False
        if self._folded(at - 1) == "of" and self._is_day(at - 2):
            first, day = at - 2, self._number(at - 2)
        elif self._is_day(at - 1) and not self._is_day(at + 1, follows=True):
            first, day = at - 1, self._number(at - 1)
            ranged = self._opens_range(at - 2)
        elif self.language == "az" and self._folded(at + 1) in {"ayinin", "ayi"} and self._is_day(at + 2):
            last, day = at + 2, self._number(at + 2)
        elif self._is_day(at + 1, follows=True):
            last, day = at + 1, self._number(at + 1)
            ranged = self._is_day(at + 2) and bool(_RANGE.fullmatch(self.page.gap(at + 1)))
        if ranged and first < at:
            first = self._range_start(first - 1)
        last += ranged and last > at
        year, first, last = self._year_beside(first, last)
        start, end = self.page.words[first].start, self.page.words[last].end
        value, sure = self._put_together(year, month, None if ranged else day)
        return Dated(value, start, end, "" if year else "year", sure)

    def _opens_range(self, at: int) -> bool:
        """Whether a first day stands there: 5–8 March, 5 to 8 March."""
        if self._is_day(at):
            return bool(_RANGE.fullmatch(self.page.gap(at)))
        return self._folded(at) in _TO and self._is_day(at - 1)

    def _range_start(self, at: int) -> int:
        """The place of the first day of a range, or of what opens it: from 5 to 8 March."""
        first = at if self._is_day(at) else at - 1
        return first - 1 if self._folded(first - 1) in _FROM else first

    def _year_beside(self, first: int, last: int) -> tuple[int | None, int, int]:
        """The year behind a date, or before it as Azerbaijani has it."""
        for at in (last + 1, last + 2):
            if at in self.places and self._is_year(at) and self.page.words[last].end + 12 > self.page.words[at].start:
                return self._number(at), first, at
        for at in (first - 1, first - 2):
            if at in self.places and self._is_year(at) and self.page.words[at].end + 12 > self.page.words[first].start:
                return self._number(at), at, last
        return None, first, last

    def _put_together(self, year: int | None, month: int, day: int | None) -> tuple[str | None, bool]:
        if year is not None:
            return valid(year, month, day), True
        if self.published is None or self.published.month is None:
            return None, False
        guess = valid(self.published.year, month, day)
        if guess is None or PartialDate(guess).earliest > self.published.latest:
            guess = valid(self.published.year - 1, month, day)
        if guess is None:
            return None, False
        return guess, (self.published.earliest - PartialDate(guess).latest).days <= _LATEST_GUESS

    def _relative(self) -> Iterator[Dated]:
        folded = [self._folded(at) for at in self.places]
        line = f" {' '.join(folded)} "
        for phrase, back in _RELATIVE[self.language]:
            if not _ON_THE_EVE.search(line):
                yield from self._said(line, phrase, lambda back=back: self._days_ago(back))
        for phrase, back in _MONTHLY[self.language]:
            yield from self._said(line, phrase, lambda back=back: self._months_ago(back))
        for phrase, back in _WEEKLY[self.language]:
            yield from self._said(line, phrase, lambda back=back: self._week_ago(back))
        for phrase in _WEEKENDS[self.language]:
            yield from self._said(line, phrase, self._weekend)
        for phrase, back in _YEARLY[self.language]:
            yield from self._said(line, phrase, lambda back=back: self._years_ago(back))
        yield from self._this_month()
        yield from self._weekdays(line)

    def _said(self, line: str, phrase: str, resolve: Callable[[], str | None]) -> Iterator[Dated]:
        at = line.find(f" {fold(phrase)}")
        if at < 0 or not self._whole(line, at + 1 + len(phrase)):
            return
        first = self.places[line[:at].count(" ")]
        last = first + phrase.count(" ")
        value = resolve() if self.published else None
        yield Dated(value, self.page.words[first].start, self.page.words[last].end, "relative", value is not None)

    def _whole(self, line: str, at: int) -> bool:
        """Whether a word ends there, but for a case ending."""
        rest = line[at:].split(" ", 1)[0]
        return not rest or (self.language != "en" and rest in _PHRASE_ENDINGS)

    def _days_ago(self, back: int) -> str | None:
        return (self.day - datetime.timedelta(back)).isoformat() if self.day else None

    def _months_ago(self, back: int) -> str | None:
        if self.published is None or self.published.month is None:
            return None
        months = self.published.year * 12 + self.published.month - 1 - back
        return f"{months // 12:04}-{months % 12 + 1:02}"

    def _years_ago(self, back: int) -> str | None:
        return f"{self.published.year - back:04}" if self.published else None

    def _week_ago(self, back: int) -> str | None:
        """The month of that week, or its year: no day is given."""
        if self.day is None:
            return None
        monday = self.day - datetime.timedelta(self.day.weekday() + 7 * back)
        return _shared(monday, min(monday + datetime.timedelta(6), self.day))

    def _weekend(self) -> str | None:
        """The month of the last weekend that has begun."""
        if self.day is None:
            return None
        saturday = self.day - datetime.timedelta((self.day.weekday() - 5) % 7)
        return _shared(saturday, min(saturday + datetime.timedelta(1), self.day))

    def _this_month(self) -> Iterator[Dated]:
        """A day of the month of publication, or of the one before: ayın 15-də, 15-го числа."""
        for at in self.places:
            beside = {"az": at - 1, "ru": at + 1}.get(self.language)
            if beside is None or self._folded(beside) not in {"ayin", "числа"} or not self._is_day(at):
                continue
            first, last = sorted((at, beside))
            if self.language == "az" and _month(self._folded(first - 1), "az"):
                continue
            value = self._day_of_month(self._number(at))
            yield Dated(value, self.page.words[first].start, self.page.words[last].end, "relative", value is not None)

    def _day_of_month(self, day: int | None) -> str | None:
        if self.day is None or day is None:
            return None
        month = self.day if day <= self.day.day else self.day.replace(day=1) - datetime.timedelta(1)
        return valid(month.year, month.month, day)

    def _weekdays(self, line: str) -> Iterator[Dated]:
        taken: set[int] = set()
        for name, weekday in self._weekday_names():
            for match in re.finditer(f" {name}", line):
                first = self.places[line[: match.start()].count(" ")]
                last = first + name.count(" ")
                if first in taken or not self._whole(line, match.end()) or self._is_coming(first, last):
                    continue
                taken.update(range(first, last + 1))
                yield self._weekday(weekday, first, last)

    def _is_coming(self, first: int, last: int) -> bool:
        return bool({self._folded(first - 1), self._folded(last + 1)} & _COMING)

    def _weekday(self, weekday: int, first: int, last: int) -> Dated:
        near = f" {' '.join(self._folded(at) for at in (first - 2, first - 1, last + 1, last + 2, last + 3))} "
        if any(f" {fold(phrase)}" in near for phrase in _LAST_WEEK[self.language]):
            value = self._of_last_week(weekday)
        else:
            value = self._last(weekday, strictly=self._folded(first - 1) in _PAST)
        return Dated(value, self.page.words[first].start, self.page.words[last].end, "relative", value is not None)

    def _of_last_week(self, weekday: int) -> str | None:
        if self.day is None:
            return None
        return (self.day - datetime.timedelta(self.day.weekday() + 7 - weekday)).isoformat()

    def _weekday_names(self) -> list[tuple[str, int]]:
        if self.language == "az":
            return _AZERBAIJANI_DAYS
        return [(name, number) for number, name in enumerate(_WEEKDAYS[self.language].split())]

    def _last(self, weekday: int, *, strictly: bool) -> str | None:
        if self.day is None:
            return None
        back = (self.day.weekday() - weekday) % 7
        return (self.day - datetime.timedelta(back or 7 * strictly)).isoformat()

    def _years(self) -> Iterator[Dated]:
        for at in self.places:
            if self._is_year(at) and self._stands_for_a_time(at):
                word = self.page.words[at]
                yield Dated(str(self._number(at)), word.start, word.end)

    def _stands_for_a_time(self, at: int) -> bool:
        if self.language == "en":
            return self._folded(at - 1) == "in"
        return self._folded(at + 1) in {"ilde", "году"}

    def _folded(self, at: int) -> str:
        return self.page.words[at].folded if 0 <= at < len(self.page.words) else ""

    def _number(self, at: int) -> int | None:
        digits = re.fullmatch(r"(\d{1,4})(?:st|nd|rd|th|de|da|u|ci|cu)?", self._folded(at))
        return int(digits.group(1)) if digits else None

    def _is_day(self, at: int, *, follows: bool = False) -> bool:
        number = self._number(at)
        near_enough = not follows or bool(_DAY_GAP.fullmatch(self.page.gap(at - 1)))
        return number is not None and 1 <= number <= 31 and self.language != ("ru" if follows else "") and near_enough

    def _is_year(self, at: int) -> bool:
        number = self._number(at)
        return number is not None and _FIRST_YEAR <= number <= _LAST_YEAR


def _shared(first: datetime.date, last: datetime.date) -> str | None:
    """The month that two days share, else their year."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first:%Y-%m}"
    return f"{first:%Y}" if first.year == last.year else None


@lru_cache(maxsize=10_000)
def _month(word: str, language: str) -> int | None:
    for number, name in enumerate(_MONTHS[language].split(), 1):
        if word == name or (language != "en" and word.startswith(name) and word[len(name) :] in _MONTH_ENDINGS):
            return number
    if language == "ru" and word in {"маи", "мае"}:
        return 5
    return _SHORT.split().index(word) + 1 if language == "en" and word in _SHORT.split() else None


def valid(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """A partial date, unless there is no such day."""
    text = "-".join([f"{year:04}", *(f"{part:02}" for part in (month, day) if part is not None)])
    try:
        return str(PartialDate(text))
    except ValueError:
        return None
