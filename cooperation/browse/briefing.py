"""Briefings: of an agency, an official or a topic, of a pair, or of any filter of the timeline."""

import datetime
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from cooperation.models import Agency, Official, PartialDate, Record, Side, Topic, localized
from cooperation.record import public
from cooperation.record.briefings import Briefing, Weighing, briefing
from cooperation.record.filters import FILTERS
from cooperation.record.filters.base import Selection
from cooperation.record.filters.dimensions import ChoiceDimension, RecordDimension
from cooperation.record.filters.fields import printable
from cooperation.record.outcomes import is_overdue, related
from cooperation.record.public import Link
from cooperation.record.seated import Seated
from cooperation.record.silence import years_before

from . import marks
from .addresses import Address
from .pages import elsewhere
from .questions import Question

NOUNS: dict[str, type[Record]] = {"agencies": Agency, "officials": Official, "topics": Topic}
YEAR_FIRST_OFFERED = "2020"
PERIOD = ("from", "to")


class BriefingQuestion(Question):
    """The timeline's filter under a briefing's address; `subject` is the parameter its path stands for."""

    def __init__(self, request: HttpRequest, path: str = "briefing", subject: tuple[str, str] | None = None) -> None:
        self.noun = path
        self.subject = subject
        self.typed_data = request.GET
        self.data = _with_subject(request.GET, subject)
        self.filterset = FILTERS["meetings"](self.data)
        self.by_date = True

    @property
    def address(self) -> Address:
        return self._without_subject(super().address.having(sort=()))

    @property
    def timeline(self) -> Address:
        return Address("meetings", self.filterset.canonical())

    @property
    def unknown(self) -> list[str]:
        """Parameters that change nothing; the one that the path stands for is none of the query's."""
        own = [self.subject[0]] if self.subject and self.subject[0] in self.typed_data else []
        return [*own, *self.filterset.unknown_parameters][:20]

    @property
    def typed(self) -> list[tuple[str, str]]:
        """The parameters that a form on this page carries along."""
        return [(name, value) for name, values in self.address.parameters.items() for value in values]

    def _as_typed(self) -> Address:
        return self._without_subject(super()._as_typed())

    def _without_subject(self, address: Address) -> Address:
        return address.having(**{self.subject[0]: ()}) if self.subject else address


def _with_subject(data: QueryDict, subject: tuple[str, str] | None) -> QueryDict:
    if subject is None:
        return data
    merged = data.copy()
    merged[subject[0]] = subject[1]
    return merged


@dataclass(frozen=True)
class Preset:
    """A period that is offered, as a link that stays."""

    label: str
    url: str
    selected: bool


@dataclass(frozen=True)
class Counted:
    """A record with its number of meetings, and the list that holds them; no list where no filter says it."""

    link: Link
    count: int
    url: str
    seated: Seated | None = None


def briefing_of_filter(request: HttpRequest) -> HttpResponse:
    return _page(request, BriefingQuestion(request))


def briefing_of_record(request: HttpRequest, noun: str, slug: str) -> HttpResponse:
    model = NOUNS[noun]
    record = model.objects.published().filter(slug=slug).first()
    if record is None:
        return _elsewhere(request, model, slug)
    return _page(request, BriefingQuestion(request, f"{noun}/{slug}/briefing", (_parameter(record), slug)))


def _parameter(record: Model) -> str:
    if isinstance(record, Agency):
        return "agency" if record.side == Side.UN else "body"
    return "official" if isinstance(record, Official) else "topic"


def _elsewhere(request: HttpRequest, model: type[Record], slug: str) -> HttpResponse:
    """As for the record's own page; a former address leads to the briefing under the present one."""
    response = elsewhere(request, model, slug)
    if isinstance(response, HttpResponseRedirect):
        query = request.META.get("QUERY_STRING", "")
        return HttpResponseRedirect(f"{response.url}briefing/{f'?{query}' if query else ''}", status=301)
    return response


def _page(request: HttpRequest, question: BriefingQuestion) -> HttpResponse:
    if question.moved_to:
        return HttpResponseRedirect(question.moved_to, status=301)
    at = timezone.localdate()
    context = {
        "section": "briefing",
        "panel": {"errors": question.errors, "unknown": question.unknown},
        "hidden": [pair for pair in question.typed if pair[0] not in PERIOD],
        "from_date": printable(question.data.get("from", "")),
        "to_date": printable(question.data.get("to", "")),
        "presets": _presets(question, at),
        "at": PartialDate(at.isoformat()),
        "page_title": _("Briefing"),
        **({} if question.errors else _contents(request, question, at)),
    }
    return render(request, "briefing/page.html", context, status=400 if question.errors else 200)


def _contents(request: HttpRequest, question: BriefingQuestion, at: datetime.date) -> dict[str, Any]:
    selection = question.selection
    brief = briefing(selection, at=at)
    subject = " · ".join(_subject(selection)) or _("All meetings of the record")
    return {
        "brief": brief,
        "subject": subject,
        "page_title": _("Briefing: %(subject)s") % {"subject": subject},
        "description": _("What is recorded of the cooperation, in short, with its sources: two pages to print."),
        "period_start": selection.values.get("from"),
        "period_end": selection.values.get("to"),
        "permanent": request.build_absolute_uri(str(question.address)),
        "origin": request.build_absolute_uri("/").rstrip("/"),
        "rest": _rest(request, question),
        "overdue": _overdue(brief, at),
        "silent_rest": brief.gaps.silent_total - len(brief.gaps.silent),
        "last_contact": marks.contact_of(brief.gaps.last, at),
        "programs": {
            "running": [each for each in brief.programs.entries if each.record.period.end],
            "open": [each for each in brief.programs.entries if not each.record.period.end],
        },
        "weights": _weights(brief.weights, question),
        "people": _people(brief.people, question),
    }


def _subject(selection: Selection) -> list[str]:
    """What is chosen, in words: records by their full names; the period stands on its own line."""
    return [
        text
        for name, value in selection.values.items()
        if name not in PERIOD
        for text in _words(selection, name, value)
    ]


def _words(selection: Selection, name: str, value: Any) -> list[str]:
    dimension = selection.dimensions[name]
    if isinstance(dimension, RecordDimension):
        return [_full_name(public.link_to(record)) for record in value]
    labels = dict(dimension.options()) if isinstance(dimension, ChoiceDimension) else {}
    texts = [value] if isinstance(value, str) else value
    return [f"{dimension.label}: {labels.get(text, text)}" for text in texts]


def _full_name(link: Link) -> str:
    return f"{link.name} ({link.aside})" if link.aside else str(link.name)


def _presets(question: BriefingQuestion, at: datetime.date) -> list[Preset]:
    if question.errors:
        return []
    periods = [
        (_("Last 12 months"), years_before(at, 1).isoformat()),
        (_("Last 3 years"), years_before(at, 3).isoformat()),
        (_("Since %(year)s") % {"year": YEAR_FIRST_OFFERED}, YEAR_FIRST_OFFERED),
        (_("All dates"), ""),
    ]
    start, end = (question.data.get(name, "") for name in PERIOD)
    return [
        Preset(
            label, str(question.address.having(**{"from": [day] if day else [], "to": []})), (day, "") == (start, end)
        )
        for label, day in periods
    ]


def _rest(request: HttpRequest, question: BriefingQuestion) -> dict[str, str]:
    """Where the whole of what is cut can be read; nothing where no list has that filter."""
    undated = question.timeline.having(**dict.fromkeys(PERIOD, ()))
    pairs = f"{replace(undated.having(all=['1']), noun='pictures')}#pairs"
    lists = {"meetings": str(question.timeline), "events": localized("/events/"), "pairs": pairs}
    for noun in ("agreements", "programs"):
        if same := related(question.selection, noun):
            values = {name: same.dimensions[name].selected_values(value) for name, value in same.values.items()}
            lists[noun] = str(Address(noun, values))
    return {noun: request.build_absolute_uri(url) for noun, url in lists.items()}


def _overdue(brief: Briefing, at: datetime.date) -> set[str]:
    """The slugs of the commitments shown that should have been fulfilled by now."""
    return {each.record.link.slug for each in brief.commitments.entries if is_overdue(each.record, at)}


def _weights(weights: tuple[Weighing, ...], question: BriefingQuestion) -> dict[str, list[Counted]]:
    timeline = question.timeline
    return {
        each.name: [
            Counted(link, count, str(timeline.having(**{each.name: [link.slug]}))) for link, count in each.entries
        ]
        for each in weights
    }


def _people(people: tuple[Seated, ...], question: BriefingQuestion) -> list[Counted]:
    """Each person with the meetings of the selection they sat in: `official` is free, or `with` is."""
    values = question.selection.values
    name = next((name for name in ("official", "with") if name not in values), None)
    return [
        Counted(
            each.official,
            each.meetings,
            str(question.timeline.having(**{name: [each.official.slug]})) if name else "",
            each,
        )
        for each in people
    ]
