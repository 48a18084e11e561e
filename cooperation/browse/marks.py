"""Marks of pictures: each a number with the address of the list that it counts, and its size in whole units."""

import datetime
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperation.models import PartialDate
from cooperation.models.base import active_language
from cooperation.record import pictures
from cooperation.record.periods import in_words
from cooperation.record.public import Link, Period
from cooperation.record.silence import months_since

from .addresses import Address

# The fewest meetings of each step of shading; the same in every matrix, so that they can be compared.
STEPS = (1, 2, 4, 8, 16)
PHRASES_KEPT = 4_096


class Mark(NamedTuple):
    """A number of meetings and the list that holds them; `height` is its percentage of the picture's highest."""

    count: int
    url: str
    label: str
    selected: bool = False
    year: str = ""
    x: int = 0
    height: int = 0

    @property
    def shade(self) -> int:
        return bisect_right(STEPS, self.count)

    @property
    def y(self) -> int:
        return 100 - self.height


PairMarks = Mapping[tuple[str, str], Mark]


@dataclass(frozen=True)
class Contact:
    """When a contact was last recorded, and in words how long ago that is."""

    date: PartialDate
    ago: str


@dataclass(frozen=True)
class Head:
    """The head of a row or column: what it is of, and all its meetings."""

    name: str
    short: str
    link: Link | None
    all: Mark | None
    selected: bool = False


@dataclass(frozen=True)
class GridRow:
    head: Head
    cells: Sequence[Mark | None]
    contact: Contact | None


@dataclass(frozen=True)
class Grid:
    """A matrix as a table; `left_out` rows and columns are too light to be shown."""

    columns: Sequence[Head]
    rows: Sequence[GridRow]
    by_year: bool
    left_out: int = 0


@dataclass(frozen=True)
class Chart:
    """Meetings a year of one record, on a scale that its neighbours share."""

    head: Head
    bars: Sequence[Mark]
    contact: Contact | None


@dataclass(frozen=True)
class Bar:
    """A program on the scale of months: what is known from `x`; an unknown end is drawn as a line around no end."""

    run: pictures.Run
    x: int = 0
    width: int = 0
    outline: str = ""

    @property
    def dates(self) -> str:
        return in_words(self.run.period)


@dataclass(frozen=True)
class Scale:
    """Months from the first of a year; `labels` are the years that stand at each fifth."""

    first: int
    months: int
    labels: Sequence[int]
    lines: Sequence[int]
    today: int


def mark(address: Address, count: int, names: Sequence[str]) -> Mark:
    """The mark of the filter `address`."""
    return Mark(count, str(address), _label(active_language(), names, count))


def _label(language: str, names: Sequence[str], count: int) -> str:
    return _phrase(language, count) % {"what": ", ".join(names), "count": count}


@lru_cache(maxsize=PHRASES_KEPT)
def _phrase(language: str, count: int) -> str:
    """The sentence for a number; a picture asks for the same ones hundreds of times."""
    return ngettext("%(what)s: %(count)s meeting", "%(what)s: %(count)s meetings", count)


def year_bars(
    address: Address, counts: Mapping[str, int], years: Iterable[str], names: Sequence[str] = (), highest: int = 0
) -> list[Mark]:
    """A bar for each year; `x` is its place in a row of columns ten units wide."""
    highest = highest or max(counts.values(), default=0)
    language, in_year, chosen = active_language(), address.varying("year"), address.parameters.get("year", ())
    bars = []
    for place, year in enumerate(years):
        count = counts.get(year, 0)
        label, height = _label(language, (*names, year), count), _height(count, highest)
        bars.append(Mark(count, in_year(year), label, year in chosen, year, 10 * place, height))
    return bars


def _height(count: int, highest: int) -> int:
    return max(2, round(100 * count / highest)) if count and highest else 0


def contact_of(date: PartialDate | None, at: datetime.date) -> Contact | None:
    return Contact(date, ago(date, at)) if date else None


def ago(date: PartialDate, at: datetime.date) -> str:
    """How long ago a date was, no more precisely than it is known; empty where it lies ahead."""
    if date.earliest > at:
        return ""
    months = months_since(date, at)
    if months is None:
        return _years_ago(at.year - date.year)
    if months >= 24:
        return _years_ago(months // 12)
    if months == 0:
        return _("less than a month ago") if date.day else _("this month")
    return ngettext("%(count)s month ago", "%(count)s months ago", months) % {"count": months}


def _years_ago(years: int) -> str:
    if years == 0:
        return _("this year")
    return ngettext("%(count)s year ago", "%(count)s years ago", years) % {"count": years}


def head_of(entry: pictures.Entry, name: str, address: Address) -> Head:
    link = entry.link
    return Head(link.name, link.short, link, mark(address.having(**{name: [link.slug]}), entry.count, [link.short]))


def pair_marks(found: pictures.Matrix, address: Address) -> PairMarks:
    """The mark of each pair of a matrix, under the slugs of its row and its column."""
    marks, language = {}, active_language()
    for row, pairs in found.pairs.items():
        of_pair = address.having(**{found.rows.name: [row]}).varying(found.columns.name)
        for column, pair in pairs.items():
            names = (pair.row.short, pair.column.short)
            marks[row, column] = Mark(pair.count, of_pair(column), _label(language, names, pair.count))
    return marks


def matrix_grid(found: pictures.Matrix, marks: PairMarks, address: Address, at: datetime.date) -> Grid:
    rows = [
        GridRow(
            head_of(row, found.rows.name, address),
            [marks.get((row.link.slug, column.link.slug)) for column in found.columns.entries],
            contact_of(row.last, at),
        )
        for row in found.rows.entries
    ]
    columns = [head_of(column, found.columns.name, address) for column in found.columns.entries]
    return Grid(columns, rows, False, found.rows.left_out + found.columns.left_out)


def series_grid(found: pictures.Series, charts: Iterable[Chart], address: Address) -> Grid:
    """The charts of a series as a table over its years. The years of `address` are marked; each cell has its own."""
    rows = [GridRow(chart.head, [bar if bar.count else None for bar in chart.bars], chart.contact) for chart in charts]
    return Grid(year_heads(found.years, address.parameters.get("year", ())), rows, True, found.axis.left_out)


def year_heads(years: Iterable[str], chosen: Sequence[str] = ()) -> list[Head]:
    return [Head(year, year[2:], None, None, year in chosen) for year in years]


def series_charts(found: pictures.Series, address: Address, at: datetime.date) -> tuple[list[Chart], int]:
    """A chart for each record, and the highest bar of all, which is the scale of each."""
    highest = max((count for counts in found.counts.values() for count in counts.values()), default=0)
    charts = [
        Chart(
            head_of(row, found.axis.name, address.having(year=())),
            _bars(found, row, address, highest),
            contact_of(row.last, at),
        )
        for row in found.axis.entries
    ]
    return charts, highest


def _bars(found: pictures.Series, row: pictures.Entry, address: Address, highest: int) -> list[Mark]:
    of_row = address.having(**{found.axis.name: [row.link.slug]})
    return year_bars(of_row, found.counts[row.link.slug], found.years, [row.link.short], highest)


# What is drawn for a start that no source states: so many months, open to the left.
OPEN_MONTHS = 24
# A date alone is drawn as so many months.
KNOWN_MONTHS = 3


def scale_of(runs: Sequence[pictures.Run], at: datetime.date) -> Scale:
    """From the fifth year before all that is known to the fifth after it, and after today."""
    dates = [date.year for run in runs for date in (run.period.start, run.period.end) if date]
    first = (min([*dates, at.year]) - 1) // 5 * 5
    last = max([*dates, at.year]) // 5 * 5 + 5
    labels = range(first, last, 5)
    today = 12 * (at.year - first) + at.month - 1
    return Scale(first, 12 * (last - first), labels, [12 * (year - first) for year in labels], today)


def bar_of(run: pictures.Run, scale: Scale) -> Bar:
    start, end = _known(run.period, scale)
    if start is None and end is None:
        return Bar(run)
    if end is None:
        # It may run still, so its line goes to today and no further.
        return Bar(run, start, KNOWN_MONTHS, _outline(start + KNOWN_MONTHS, max(scale.today, start + KNOWN_MONTHS)))
    if start is None:
        known = end - KNOWN_MONTHS
        return Bar(run, known, KNOWN_MONTHS, _outline(known, max(0, known - OPEN_MONTHS)))
    return Bar(run, start, max(KNOWN_MONTHS, end - start))


def _outline(known: int, unknown: int) -> str:
    """The path of a box that is closed on the side of what is known and open on the other."""
    return f"M{unknown} 8H{known}V16H{unknown}" if known != unknown else ""


def _known(period: Period, scale: Scale) -> tuple[int | None, int | None]:
    """The month that the period begins with, and the month after its last."""
    start, end = period.start, period.end
    return (
        start and 12 * (start.year - scale.first) + start.earliest.month - 1,
        end and 12 * (end.year - scale.first) + end.latest.month,
    )
