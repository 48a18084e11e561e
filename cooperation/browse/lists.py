"""The lists of all nouns but meetings, each with its own filters."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cooperation.models import AgencyKind, Record
from cooperation.models.base import active_language
from cooperation.models.sorting import first_letter, sort_key
from cooperation.record import door
from cooperation.record.changes import filled, remembered

from .entries import Entry, rendered
from .htmx import varies_by_htmx, wants_results
from .paging import paging_of
from .panel import panel_of
from .questions import Question
from .rows import rows_by_id


@dataclass(frozen=True)
class List:
    """What is said about a noun's list, and how its rows stand in groups."""

    title: Any
    lead: Any
    empty: Any
    heading: Callable[[Any], str]
    row_template: str
    page_size: int = 50
    # How rows stand on their page where that is not the sequence itself.
    order: Callable[[Any], Any] | None = None


@dataclass(frozen=True)
class Listed:
    """A row as it is shown, the heading that it stands under, and its place among the rows of a page."""

    entry: Entry
    heading: str
    place: Any


_KINDS = AgencyKind.values
# What a group of several is called; the other kinds name a whole already.
_KIND_HEADINGS = {
    AgencyKind.PRINCIPAL_ORGAN: gettext_lazy("Principal organs"),
    AgencyKind.FUND_OR_PROGRAMME: gettext_lazy("Funds and programmes"),
    AgencyKind.SPECIALIZED_AGENCY: gettext_lazy("Specialized agencies"),
    AgencyKind.REGIONAL_COMMISSION: gettext_lazy("Regional commissions"),
    AgencyKind.RELATED_ORGANIZATION: gettext_lazy("Related organizations"),
    AgencyKind.OTHER_UN: gettext_lazy("Other UN entities"),
    AgencyKind.MINISTRY: gettext_lazy("Ministries"),
    AgencyKind.STATE_COMMITTEE: gettext_lazy("State committees"),
    AgencyKind.STATE_AGENCY: gettext_lazy("State agencies"),
    AgencyKind.STATE_SERVICE: gettext_lazy("State services"),
    AgencyKind.DIPLOMATIC_MISSION: gettext_lazy("Diplomatic missions"),
    AgencyKind.FOUNDATION: gettext_lazy("Foundations"),
    AgencyKind.ACADEMIC: gettext_lazy("Universities and academies"),
    AgencyKind.COMPANY: gettext_lazy("Companies"),
    AgencyKind.OTHER_AZERBAIJAN: gettext_lazy("Other Azerbaijani bodies"),
}


def _kind(row: Any) -> str:
    return str(_KIND_HEADINGS.get(row.record.kind, row.record.kind_label))


def _year(date: Any) -> str:
    return str(date.year) if date else _("Date not known")


def _first_letter(row: Any) -> str:
    return first_letter(row.record.link.name, active_language())


LISTS: dict[str, List] = {
    "agencies": List(
        gettext_lazy("Agencies"),
        gettext_lazy("Bodies of the UN system and of Azerbaijan that the record knows, with their meetings."),
        gettext_lazy("Agencies of the UN system and Azerbaijani bodies would stand here, with their meetings."),
        _kind,
        "browse/_agency_row.html",
        page_size=200,
        order=lambda row: (
            row.record.link.side != "un",
            _KINDS.index(row.record.kind) if row.record.kind in _KINDS else len(_KINDS),
        ),
    ),
    "officials": List(
        gettext_lazy("Officials"),
        gettext_lazy("People who sat in meetings, with the posts that sources state."),
        gettext_lazy("People who sat in published meetings would stand here, with their posts."),
        _first_letter,
        "browse/_official_row.html",
        page_size=100,
    ),
    "programs": List(
        gettext_lazy("Programs"),
        gettext_lazy("Programs, projects and frameworks that agencies of both sides carry out."),
        gettext_lazy("Programs and projects would stand here, newest first."),
        lambda row: _year(row.record.period.start),
        "browse/_program_row.html",
    ),
    "events": List(
        gettext_lazy("Events"),
        gettext_lazy("Conferences, summits, forums and official visits that meetings were held around, or speak of."),
        gettext_lazy("Conferences, forums and visits would stand here, newest first."),
        lambda row: _year(row.record.period.start),
        "browse/_event_row.html",
    ),
    "topics": List(
        gettext_lazy("Topics"),
        gettext_lazy("What meetings, programs and events are about."),
        gettext_lazy("Topics would stand here, each with its meetings."),
        lambda row: "",
        "browse/_topic_row.html",
        page_size=200,
        order=lambda row: sort_key((row.record.parent or row.record.link).name, active_language()),
    ),
    "agreements": List(
        pgettext_lazy("documents", "Agreements"),
        gettext_lazy("What the sides signed: memoranda, frameworks, protocols and plans."),
        gettext_lazy("Memoranda, frameworks and plans that the sides signed would stand here, newest first."),
        lambda agreement: _year(agreement.signed),
        "browse/_agreement_row.html",
    ),
    "commitments": List(
        gettext_lazy("Commitments"),
        gettext_lazy("Undertakings that a source states in so many words, and where they stand."),
        gettext_lazy(
            "Undertakings that a source states in so many words would stand here, each with the point of the "
            "meeting that it was made in. No published record holds one yet: words like “interested” or “may” do not "
            "count."
        ),
        lambda commitment: _year(commitment.meeting_date),
        "browse/_commitment_row.html",
    ),
}


@varies_by_htmx
def noun_list(request: HttpRequest, noun: str) -> HttpResponse:
    question = Question(request, noun)
    if question.moved_to:
        return HttpResponseRedirect(question.moved_to, status=301)
    shown = LISTS[noun]
    context = {
        "section": noun,
        "page_title": shown.title,
        "description": shown.lead,
        "lead": shown.lead,
        "empty_text": shown.empty,
        "panel": panel_of(question),
        **({"total": 0} if question.errors else _results(question, shown)),
    }
    template = "browse/_list_results.html" if wants_results(request) else "browse/list.html"
    return render(request, template, context, status=400 if question.errors else 200)


def _results(question: Question, shown: List) -> dict[str, Any]:
    selection = question.selection
    stretch = door.stretch(selection, question.window(shown.page_size))
    found = filled(_kept(selection.model), stretch.ids, partial(_listed, selection.model, shown)).values()
    if shown.order:
        found = sorted(found, key=attrgetter("place"))
    groups = groupby(found, key=attrgetter("heading"))
    return {
        "total": door.total(selection),
        "groups": [(heading, [listed.entry for listed in group]) for heading, group in groups],
        "paging": paging_of(question, stretch),
    }


@remembered(by_language=True)
def _kept(model: type[Record]) -> dict[int, Listed]:
    """The rows of a noun that were asked for since anything changed: they count meetings."""
    return {}


def _listed(model: type[Record], shown: List, ids: Sequence[int]) -> Mapping[int, Listed]:
    return {
        pk: Listed(
            rendered(shown.row_template, row=row, in_list=True),
            shown.heading(row),
            shown.order(row) if shown.order else None,
        )
        for pk, row in rows_by_id(model, ids).items()
    }
