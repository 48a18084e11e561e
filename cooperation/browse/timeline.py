"""The timeline of meetings, by year and month, with events as markers."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from cooperation.models import Event, localized
from cooperation.models.base import active_language
from cooperation.models.sorting import capitalised
from cooperation.record import door, public
from cooperation.record.markers import markers

from .entries import Entry, event_entries, meeting_entries
from .htmx import varies_by_htmx, wants_results
from .marks import Mark, year_bars
from .paging import paging_of
from .panel import Panel, panel_of
from .questions import Question

UPCOMING_SHOWN = 4


@dataclass(frozen=True)
class MonthGroup:
    number: int | None
    label: str
    entries: list[Entry]


@dataclass(frozen=True)
class YearGroup:
    """A year of the list. `whole_url` leads to it within all years, where the filter has chosen this one."""

    year: int
    months: list[MonthGroup]
    bar: Mark | None
    whole_url: str


@varies_by_htmx
def timeline(request: HttpRequest) -> HttpResponse:
    question = Question(request, "meetings")
    if question.moved_to:
        return HttpResponseRedirect(question.moved_to, status=301)
    panel = panel_of(question)
    context = {
        "section": "meetings",
        "page_title": _title(panel),
        "description": _(
            "Meetings of Azerbaijan's government with the agencies of the UN system, each with its sources."
        ),
        "panel": panel,
        **({"total": 0} if question.errors else _results(question, panel)),
        "is_front": request.path == localized("/") and not request.GET,
    }
    if context["is_front"]:
        context["upcoming"] = upcoming_events(timezone.localdate())
    template = "browse/_results.html" if wants_results(request) else "browse/timeline.html"
    return render(request, template, context, status=400 if question.errors else 200)


def _title(panel: Panel) -> str:
    chosen = ", ".join(chip.value for chip in panel.chips)
    return _("Meetings: %(filter)s") % {"filter": chosen} if chosen else _("Meetings")


def _results(question: Question, panel: Panel) -> dict[str, Any]:
    stretch = door.stretch(question.selection, question.window())
    years = _years(question, panel)
    return {
        "total": door.total(question.selection),
        "briefing_url": str(replace(question.address.having(sort=()), noun="briefing")),
        "pictures_url": str(replace(question.address.having(sort=()), noun="pictures")),
        "groups": list(_groups(question, _entries(question, stretch), years)),
        "years": years,
        "paging": paging_of(question, stretch),
    }


def _entries(question: Question, stretch: door.Stretch) -> list[Entry]:
    meetings = meeting_entries(stretch.ids)
    events = event_entries(markers(question.selection, stretch, descending=question.descending))
    # Sorting is stable: meetings keep the order of the sequence, events stand before those of their day.
    return sorted([*events, *meetings], key=lambda entry: entry.date, reverse=question.descending)


def _groups(question: Question, entries: Iterable[Entry], years: Iterable[Mark]) -> Iterable[YearGroup]:
    """Entries under their years and months, each year with its bar."""
    bars = {bar.year: bar for bar in years}
    for year, of_year in groupby(entries, key=lambda entry: entry.date.year):
        whole = question.address.having(year=(), start=[str(year)])
        yield YearGroup(year, list(_months(of_year)), bars.get(str(year)), f"{whole}#y{year}")


def _months(entries: Iterable[Entry]) -> Iterable[MonthGroup]:
    """Those without a month stand in a group of their own."""
    for month, of_month in groupby(entries, key=lambda entry: entry.date.month):
        yield MonthGroup(month, _month_heading(month), list(of_month))


def _month_heading(month: int | None) -> str:
    return capitalised(str(MONTHS[month]), active_language()) if month else _("Month not stated")


def _years(question: Question, panel: Panel) -> list[Mark]:
    """A bar for every year from the first to the last that the filter holds, so that silence shows too."""
    facet = next((facet for facet in panel.facets if facet.name == "year"), None)
    if facet is None:
        return []
    counts = {value.value: value.count for value in facet.values}
    return year_bars(question.address, counts, map(str, range(int(min(counts)), int(max(counts)) + 1)))


def upcoming_events(today: datetime.date) -> Sequence[public.EventMarker]:
    """The next events that have been announced, soonest first."""
    found = Event.objects.published().upcoming(at=today).order_by("start", "pk")[:UPCOMING_SHOWN]
    return [public.event_marker(event) for event in found]
