"""What a published record said before: its published versions, what changed between them, and each as it stood."""

import datetime
import uuid
from itertools import pairwise
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from cooperation.models import Merge, PublicVersion, Publishable, Record
from cooperation.record import history, public

from .pages import PAGES, elsewhere

NOUNS = tuple(noun for noun, (model, *_rest) in PAGES.items() if issubclass(model, Publishable))
_SHOWN = 50


def record_history(request: HttpRequest, noun: str, slug: str) -> HttpResponse:
    """The published versions of a record, or with `on=` the one that stood at the end of that day."""
    record = _published(noun, slug)
    if record is None:
        return _elsewhere(request, noun, slug)
    if "on" in request.GET:
        return _on(record, request.GET["on"])
    merged = [(made, _steps(made.merged)) for made in Merge.objects.readable().into(record.uid)]
    context = {"steps": _steps(record.uid), "merged": merged, "page_title": _("History of this record")}
    return _page(request, record, "history", **context)


def _steps(uid: uuid.UUID) -> list[tuple[PublicVersion, Any]]:
    """The published versions of a record, the newest first, each with what it changed."""
    kept = list(history.versions_with(uid)[: _SHOWN + 1])
    steps: list[tuple[PublicVersion, Any]] = [
        (new, history.changes_between(old.content, new.content)) for new, old in pairwise(kept)
    ]
    return [*steps, (kept[-1], None)] if kept and len(kept) <= _SHOWN else steps


def _elsewhere(request: HttpRequest, noun: str, slug: str) -> HttpResponse:
    """The history of a record that has another address now, perhaps as part of another, is in that one's."""
    response = elsewhere(request, PAGES[noun][0], slug)
    if isinstance(response, HttpResponseRedirect):
        response["Location"] += "history/"
    return response


def as_it_stood(request: HttpRequest, noun: str, slug: str, number: int, uid: str = "") -> HttpResponse:
    """A published version as it stood, and a link to the present one; with `uid` that of a record merged into it."""
    record = _published(noun, slug)
    if record is None:
        return _elsewhere(request, noun, slug)
    if uid and Merge.objects.readable().leading([uid]).get(uid) != str(record.uid):
        raise Http404
    version = history.versions_with(uid or record.uid).filter(number=number).first()
    if version is None:
        raise Http404
    context = {"version": version, "lines": history.lines_of(version.content), "page_title": _("As it stood")}
    return _page(request, record, "as_it_stood", **context)


def _on(record: Any, text: str) -> HttpResponse:
    day = _day(text)
    version = history.version_on(record, day) if day else None
    if version is None:
        if day is None or not history.stood_unchanged(record, day):
            raise Http404
        return HttpResponseRedirect(record.get_absolute_url())
    return HttpResponseRedirect(reverse("as-it-stood", args=[record.noun, record.slug, version.number]))


def _day(text: str) -> datetime.date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _published(noun: str, slug: str) -> Any:
    return PAGES[noun][0].objects.published().filter(slug=slug).first()


def _page(request: HttpRequest, record: Record, template: str, **context: Any) -> HttpResponse:
    shared = {"section": record.noun, "description": "", "link": public.link_to(record)}
    return render(request, f"browse/{template}.html", shared | context)
