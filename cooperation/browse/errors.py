"""Pages for what is not there, no longer there, or was not asked rightly."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from cooperation.record import public
from cooperation.record.filters import FILTERS
from cooperation.record.filters.fields import near


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", {"near": _near(request.path_info), "section": ""}, status=404)


def _near(path: str) -> list[tuple[str, str]]:
    try:
        match = resolve(path)
    except Resolver404:
        return []
    if match.url_name != "record":
        return []
    return similar_pages(match.kwargs["noun"], match.kwargs["slug"])


def similar_pages(noun: str, slug: str) -> list[tuple[str, str]]:
    """Published records whose slugs resemble one that is not there: (name, address)."""
    records = FILTERS[noun]._meta.model.objects.published()
    known = records.order_by().values_list("slug", flat=True)
    slugs = [value for value, _label in near(slug, ((each, each) for each in known))]
    found = {record.slug: record for record in records.filter(slug__in=slugs)}
    return [(str(public.link_to(found[each]).name), found[each].get_absolute_url()) for each in slugs]


def gone(request: HttpRequest, *, title: str, reason: str) -> HttpResponse:
    """The page of a record that was withdrawn, or deleted, with the reason where there is one."""
    return render(request, "410.html", {"record_title": title, "reason": reason, "section": ""}, status=410)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    # The query string itself may be what cannot be read, so nothing on this page reads it.
    return render(None, "400.html", {"message": "", "section": ""}, status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(None, "500.html", status=500)


def forbidden(request: HttpRequest, exception: Any) -> HttpResponse:
    return render(None, "403.html", {"section": ""}, status=403)
