"""What a published record said before: its published versions, what changed between them, and each as it stood."""

import datetime
from itertools import pairwise
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from cooperation.models import Publishable, Record
from cooperation.record import history, public

from .pages import PAGES, elsewhere

NOUNS = tuple(noun for noun, (model, *_rest) in PAGES.items() if issubclass(model, Publishable))
_SHOWN = 50


def record_history(request: HttpRequest, noun: str, slug: str) -> HttpResponse:
    """The published versions of a record, or with `on=` the one that stood at the end of that day."""
    record = _published(noun, slug)
    if record is None:
        return elsewhere(request, PAGES[noun][0], slug)
    if "on" in request.GET:
        return _on(record, request.GET["on"])
    kept = list(history.versions_of(record)[: _SHOWN + 1])
    steps = [(new, history.changes_between(old.content, new.content)) for new, old in pairwise(kept)]
    if kept and len(kept) <= _SHOWN:
        steps.append((kept[-1], None))
    context = {"steps": steps, "page_title": _("History of this record")}
    return _page(request, record, "history", **context)


def as_it_stood(request: HttpRequest, noun: str, slug: str, number: int) -> HttpResponse:
    """A published version as it stood, and a link to the present one."""
    record = _published(noun, slug)
    if record is None:
        return elsewhere(request, PAGES[noun][0], slug)
    version = history.versions_of(record).filter(number=number).first()
    if version is None:
        raise Http404
    context = {"version": version, "lines": history.lines_of(version.content), "page_title": _("As it stood")}
    return _page(request, record, "as_it_stood", **context)


def _on(record: Any, text: str) -> HttpResponse:
    day = _day(text)
    version = history.version_on(record, day) if day else None
    if version is None:
        raise Http404
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
