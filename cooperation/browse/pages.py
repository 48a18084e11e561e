"""A page for every record, leading on to all that it touches."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from cooperation.models import (
    Agency,
    Agreement,
    Commitment,
    Event,
    Meeting,
    Official,
    Program,
    Record,
    Side,
    Topic,
)
from cooperation.models.partial_date import known_to_the_day
from cooperation.record import public
from cooperation.record.whereabouts import Gone, whereabouts

from . import pictures, related
from .errors import gone
from .neighbours import neighbours_of
from .provenance import provenance_of

Context = dict[str, Any]


def _meeting(meeting: Meeting) -> Context:
    record = public.meeting_record(meeting)
    return {
        "record": record,
        "page_title": record.entry.title,
        "description": record.entry.summary,
        "neighbours": neighbours_of(meeting, record.entry),
    }


def _agency(agency: Agency) -> Context:
    record = public.agency_record(agency)
    return {
        "record": record,
        "description": record.description,
        **related.of_agency(agency, record.link),
        **pictures.of_record(record.link, timezone.localdate()),
    }


def _official(official: Official) -> Context:
    record = public.official_record(official)
    posts = ", ".join(dict.fromkeys(post.title for post in record.appointments))
    return {
        "record": record,
        "description": f"{record.link.name}: {posts}" if posts else record.link.name,
        **related.of_official(official, record.appointments),
        **pictures.of_official(official, record.link, timezone.localdate()),
    }


def _topic(topic: Topic) -> Context:
    record = public.topic_record(topic)
    return {
        "record": record,
        "description": record.description,
        **related.of_topic(record.link),
        **pictures.of_record(record.link, timezone.localdate()),
    }


def _program(program: Program) -> Context:
    record = public.program_record(program)
    return {"record": record, "description": record.summary, **related.of_program(program, record.link)}


def _event(event: Event) -> Context:
    record = public.event_record(event)
    return {
        "record": record,
        "description": record.summary,
        "was_due": event.was_due(at=timezone.localdate()),
        **related.of_event(event, record.link),
    }


def _agreement(agreement: Agreement) -> Context:
    record = public.agreement_record(agreement)
    return {"record": record, "description": record.in_short, **related.of_agreement(agreement)}


def _commitment(commitment: Commitment) -> Context:
    record = public.commitment_record(commitment)
    return {"record": record, "description": record.text, "page_title": record.text[:80]}


PAGES: dict[str, tuple[type[Record], Callable[[Any], Any], Callable[[Any], Context]]] = {
    "meetings": (Meeting, public.meetings_for_reading, _meeting),
    "agencies": (Agency, lambda agencies: agencies.select_related("parent", "predecessor"), _agency),
    "officials": (Official, lambda officials: officials, _official),
    "topics": (Topic, lambda topics: topics.select_related("parent"), _topic),
    "programs": (Program, public.programs_for_reading, _program),
    "events": (Event, public.events_for_reading, _event),
    "agreements": (Agreement, public.agreements_for_reading, _agreement),
    "commitments": (Commitment, public.commitments_for_reading, _commitment),
}


def _has_days(record: Record) -> bool:
    match record:
        case Meeting():
            return known_to_the_day(record.date)
        case Event():
            return known_to_the_day(record.start, record.end)
    return True


def record_page(request: HttpRequest, noun: str, slug: str) -> HttpResponse:
    model, fetch, context_of = PAGES[noun]
    record = fetch(model.objects.published().with_last_change()).filter(slug=slug).first()
    if record is None:
        return elsewhere(request, model, slug)
    context = {"section": noun, "description": "", **context_of(record)}
    context.setdefault("page_title", str(record))
    context["provenance"] = provenance_of(request, record)
    # For the formats in which the record's meetings can be had (`offers`).
    request.has_no_day = not _has_days(record)
    request.filter_of_meetings = f"{parameter}={slug}" if (parameter := _parameter_of(record)) else ""
    return render(request, f"browse/{noun_template(noun)}.html", context)


def _parameter_of(record: Record) -> str:
    """The parameter by which the timeline finds a record's meetings; none where it has none."""
    if isinstance(record, Agency):
        return "agency" if record.side == Side.UN else "body"
    return record._meta.model_name if isinstance(record, Official | Topic | Program | Event) else ""


def noun_template(noun: str) -> str:
    """The singular of a noun, which its templates are called by."""
    return {"agencies": "agency"}.get(noun, noun.removesuffix("s"))


def elsewhere(request: HttpRequest, model: type[Record], slug: str) -> HttpResponse:
    """A former address leads on; a withdrawn or deleted record is gone; else nothing is there."""
    found = whereabouts(model, slug)
    if isinstance(found, Record):
        return HttpResponseRedirect(found.get_absolute_url(), status=301)
    if isinstance(found, Gone):
        return gone(request, title=found.title, reason=found.reason)
    raise Http404
