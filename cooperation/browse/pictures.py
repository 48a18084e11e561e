"""The record in pictures: the same filters as the timeline, each mark a link to the list that it counts."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cooperation.models import Official
from cooperation.record import door
from cooperation.record import pictures as record
from cooperation.record.filters.base import Selection
from cooperation.record.filters.fields import printable
from cooperation.record.public import Link

from . import marks
from .addresses import Address, list_address
from .htmx import varies_by_htmx, wants_results
from .panel import Panel, panel_of
from .questions import FilterError, Question
from .related import selection_of
from .rows import timeline_of

BY = {
    "agency": gettext_lazy("UN agency"),
    "body": gettext_lazy("Azerbaijani body"),
    "topic": gettext_lazy("Topic"),
}
CHARTS, SIDE, TOPICS, PAIRS, QUIET, COUNTERPARTS = 12, 15, 20, 30, 60, 12


class PictureQuestion(Question):
    """A question for meetings that is answered in pictures: besides the filter, by what, and how much."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request, "meetings")

    @property
    def by(self) -> str:
        return self.data.get("by", "") or "agency"

    @property
    def shows_all(self) -> bool:
        return self.data.get("all", "") == "1"

    @property
    def settings(self) -> dict[str, list[str]]:
        return ({"by": [self.by]} if self.data.get("by") else {}) | ({"all": ["1"]} if self.shows_all else {})

    @cached_property
    def errors(self) -> list[FilterError]:
        wrong = _("Pictures can be drawn by UN agency, Azerbaijani body or topic, not by “%s”.")
        errors = [] if self.by in BY else [FilterError(_("Drawn by"), wrong % printable(self.by))]
        return [*super().errors, *errors]

    @cached_property
    def address(self) -> Address:
        return replace(super().address, noun="pictures").having(sort=(), **self.settings)

    @property
    def list_address(self) -> Address:
        """The list of the meetings that the pictures are of."""
        return replace(self.address, noun="meetings").having(by=(), all=())

    def _as_typed(self) -> Address:
        return replace(super()._as_typed(), noun="pictures")


@dataclass(frozen=True)
class Choice:
    label: Any
    url: str
    current: bool


@dataclass(frozen=True)
class Quiet:
    """A record, or a pair, that has long had no meeting."""

    names: Sequence[Any]
    mark: marks.Mark
    contact: marks.Contact | None


@varies_by_htmx
def pictures(request: HttpRequest) -> HttpResponse:
    question = PictureQuestion(request)
    if question.moved_to:
        return HttpResponseRedirect(question.moved_to, status=301)
    panel = _panel(question)
    context = {
        "section": "pictures",
        "page_title": _("The record in pictures"),
        "description": _("How often Azerbaijan's bodies and the agencies of the UN system met, by year and by topic."),
        "panel": panel,
        **({"total": 0} if question.errors else _results(question, timezone.localdate())),
    }
    template = "pictures/_results.html" if wants_results(request) else "pictures/page.html"
    return render(request, template, context, status=400 if question.errors else 200)


def _panel(question: PictureQuestion) -> Panel:
    panel = panel_of(question)
    home = Address("pictures", question.settings)
    settings = [(name, value) for name, values in question.settings.items() for value in values]
    return replace(
        panel,
        action=str(list_address("pictures")),
        clear_url=str(home),
        hidden=[*((name, value) for name, value in panel.hidden if name != "sort"), *settings],
        sorts=[],
        unknown=[name for name in panel.unknown if name not in ("by", "all")],
    )


def _results(question: PictureQuestion, at: datetime.date) -> dict[str, Any]:
    selection, address = question.selection, question.list_address
    return {
        "total": door.total(selection),
        "list_url": str(address),
        "shows_all": question.shows_all,
        "all_url": str(question.address.having(all=["1"])),
        "years": year_histogram(selection, address),
        **_by(question, at),
        **_matrix(question, at),
        "topics": _topics(question, at),
        **_programs(selection, address, at),
    }


def _topics(question: PictureQuestion, at: datetime.date) -> marks.Grid:
    found = record.series(question.selection, "topic", _limit(question, TOPICS))
    charts, _highest = marks.series_charts(found, question.list_address, at)
    return marks.series_grid(found, charts, question.list_address)


def _limit(question: PictureQuestion, limit: int) -> int | None:
    return None if question.shows_all else limit


def year_histogram(selection: Selection, address: Address) -> list[marks.Mark]:
    """A bar for every year from the first to the last, whatever years the filter names."""
    counts = record.year_counts(selection)
    return marks.year_bars(address, counts, counts)


def _by(question: PictureQuestion, at: datetime.date) -> dict[str, Any]:
    """Small multiples by one facet, the same as a table, and who has long been silent."""
    address, name = question.list_address, question.by
    whole = record.series(question.selection, name)
    shown = whole if question.shows_all else whole.first(CHARTS)
    charts, highest = marks.series_charts(shown, address, at)
    quiet = record.silent_for_a_year(whole.axis.entries, at)
    return {
        "charts": charts,
        "by_name": name,
        "highest": highest,
        "span": shown.years,
        "by_grid": marks.series_grid(shown, charts, address),
        "choices": [Choice(label, str(question.address.having(by=[each])), each == name) for each, label in BY.items()],
        "quiet": [_quiet(entry, name, address.having(year=()), at) for entry in quiet],
    }


def _quiet(entry: record.Entry, name: str, address: Address, at: datetime.date) -> Quiet:
    return Quiet([entry.link], marks.head_of(entry, name, address).all, marks.contact_of(entry.last, at))


def _matrix(question: PictureQuestion, at: datetime.date) -> dict[str, Any]:
    limit, address = _limit(question, SIDE), question.list_address
    found = record.matrix(question.selection, "body", "agency", (limit, limit))
    pair_marks = marks.pair_marks(found, address)
    pairs = sorted((pair for row in found.pairs.values() for pair in row.values()), key=_longest_silence)
    return {
        "matrix": marks.matrix_grid(found, pair_marks, address, at),
        "pairs": [
            Quiet([row, column], pair_marks[row.slug, column.slug], marks.contact_of(pair.last, at))
            for row, column, pair in ((pair.row, pair.column, pair) for pair in pairs)
        ],
    }


def _longest_silence(pair: record.Pair) -> tuple:
    return (pair.last, -pair.count, pair.row.short, pair.column.short)


def _programs(selection: Selection, address: Address, at: datetime.date) -> dict[str, Any]:
    runs = record.runs(record.programs_like(selection))
    scale = marks.scale_of([run for run in runs if run.period], at)
    shared = {name: address.parameters[name] for name in ("agency", "body", "topic") if name in address.parameters}
    return {
        "scale": scale,
        "programs": [marks.bar_of(run, scale) for run in runs if run.period],
        "undated": [run for run in runs if not run.period],
        "programs_total": len(runs),
        "programs_url": str(Address("programs", shared)),
    }


def of_record(link: Link, at: datetime.date) -> dict[str, Any]:
    """The strip of years on the page of an agency or a topic, and the last contact."""
    address = timeline_of(link)
    selection = selection_of(address)
    return {
        "year_bars": year_histogram(selection, address),
        "contact": marks.contact_of(door.last_date(selection), at),
        "pictures_url": str(replace(address, noun="pictures")),
    }


@dataclass(frozen=True)
class CounterpartRow:
    official: Any
    mark: marks.Mark
    first: Any
    last: Any
    cells: Sequence[marks.Mark]


def of_official(official: Official, link: Link, at: datetime.date) -> dict[str, Any]:
    """Whom an official met, ranked, each over the same years and on the same scale, and the same as a table."""
    timeline = timeline_of(link)
    found = record.counterparts_over_time(official, COUNTERPARTS)
    known = sorted({year for each in found for year in each.years})
    years = [str(year) for year in range(int(known[0]), int(known[-1]) + 1)] if known else []
    highest = max((count for each in found for count in each.years.values()), default=0)
    met = [_counterpart(each, timeline, years, highest) for each in found]
    return {
        "met": met,
        "met_grid": marks.Grid(marks.year_heads(years), [_met_row(row, at) for row in met], by_year=True),
        "met_years": years,
        "met_width": 10 * len(years),
        "met_highest": highest,
    }


def _counterpart(each: record.Counterpart, timeline: Address, years: list[str], highest: int) -> CounterpartRow:
    together = timeline.having(**{"with": [each.official.slug]})
    return CounterpartRow(
        each.official,
        marks.mark(together, each.count, [each.official.name]),
        each.first,
        each.last,
        marks.year_bars(together, each.years, years, [each.official.name], highest),
    )


def _met_row(row: CounterpartRow, at: datetime.date) -> marks.GridRow:
    head = marks.Head(row.official.name, row.official.short, row.official, row.mark)
    return marks.GridRow(head, [bar if bar.count else None for bar in row.cells], marks.contact_of(row.last, at))
