"""The lists of all nouns but meetings, each with its own filters."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cooperation.models import AgencyKind
from cooperation.models.base import active_language
from cooperation.models.sorting import first_letter, sort_key
from cooperation.record import door

from .htmx import varies_by_htmx, wants_results
from .paging import paging_of
from .panel import panel_of
from .questions import Question
from .rows import rows


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
        "row_template": shown.row_template,
        "panel": panel_of(question),
        **({"total": 0} if question.errors else _results(question, shown)),
    }
    template = "browse/_list_results.html" if wants_results(request) else "browse/list.html"
    return render(request, template, context, status=400 if question.errors else 200)


def _results(question: Question, shown: List) -> dict[str, Any]:
    stretch = door.stretch(question.selection, question.window(shown.page_size))
    found = rows(question.selection.model, stretch.ids)
    if shown.order:
        found.sort(key=shown.order)
    return {
        "total": door.total(question.selection),
        "groups": [(heading, list(group)) for heading, group in groupby(found, key=shown.heading)],
        "paging": paging_of(question, stretch),
    }
