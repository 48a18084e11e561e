"""Pages for what is not there, no longer there, or was not asked rightly."""

import difflib
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cooperation.models import localized
from cooperation.models.base import capital
from cooperation.record import public
from cooperation.record.filters import FILTERS
from cooperation.record.whereabouts import similar


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    context = {"page_title": _("There is no such page"), "near": _near(request.path_info), "section": ""}
    return render(request, "404.html", context, status=404)


def _near(path: str) -> list[tuple[str, str]]:
    """Pages that a mistyped address may have meant: (name, address)."""
    parts = [part for part in path.split("/") if part]
    if parts and parts[0] in dict(settings.LANGUAGES):
        del parts[0]
    if not parts:
        return []
    noun, slug = _noun_like(parts[0]), parts[1] if len(parts) > 1 else ""
    if noun and slug:
        return similar_pages(noun, slug) or [_list_of(noun)]
    return [_list_of(noun)] if noun else similar_pages("agencies", parts[0])


def _noun_like(word: str) -> str:
    """The noun that a path begins with, or the one that it resembles."""
    return next(iter(difflib.get_close_matches(word.lower()[:40], list(FILTERS), n=1, cutoff=0.7)), "")


def _list_of(noun: str) -> tuple[str, str]:
    return capital(FILTERS[noun]._meta.model._meta.verbose_name_plural), localized(f"/{noun}/")


def similar_pages(noun: str, slug: str) -> list[tuple[str, str]]:
    """Published records whose slugs resemble one that is not there: (name, address)."""
    return [(str(public.link_to(each).name), each.get_absolute_url()) for each in similar(noun, slug)]


def gone(request: HttpRequest, *, title: str, reason: str) -> HttpResponse:
    """The page of a record that was withdrawn, or deleted, with the reason where there is one."""
    context = {"page_title": _("This record was withdrawn"), "record_title": title, "reason": reason, "section": ""}
    return render(request, "410.html", context, status=410)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    # The query string itself may be what cannot be read, so nothing on this page reads it.
    context = {"page_title": _("This address cannot be read"), "message": "", "section": ""}
    return render(None, "400.html", context, status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    # By what stands here and in the log, whoever complains is understood.
    return render(None, "500.html", {"reference": request.META.get("cooperation.request_id", "")}, status=500)


def too_many(request: HttpRequest) -> HttpResponse:
    """What one gets who has tried to sign in too often; the longest limit lasts five minutes."""
    context = {"page_title": _("Too many attempts"), "section": ""}
    response = render(request, "429.html", context, status=429)
    response["Retry-After"] = "300"
    return response


def forbidden(request: HttpRequest, exception: Any = None, reason: str = "") -> HttpResponse:
    """Also what a form that has expired gets: then `reason` says so to developers only."""
    return render(None, "403.html", {"page_title": _("This is not open to you"), "section": ""}, status=403)
