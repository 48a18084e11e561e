"""The desk's pages for what is to be put in order: how complete the record is, and what became of commitments."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from cooperation.models import Meeting, Source

from .board import board
from .gaps import GAPS, INCOMPLETE, counts, lacking


@dataclass(frozen=True)
class Listed:
    """A list of records that lack something: how many there are, and where it opens."""

    label: str | Promise
    count: int
    url: str
    # Of all records of the noun.
    share: int = 0


@dataclass(frozen=True)
class Held:
    """A noun and what its records lack."""

    name: str
    total: int
    lists: tuple[Listed, ...]

    @classmethod
    def of(cls, model: type[Any]) -> Self:
        total, found = counts(model)
        lists = tuple(
            Listed(gap.label, count, list_of(model, gap.name), _percentage(total - count, total))
            for gap, count in found
        )
        return cls(str(model._meta.verbose_name_plural), total, lists)


def list_of(model: type[Any], missing: str) -> str:
    """The address of the list of records that lack something."""
    return f"{reverse(f'admin:{model._meta.app_label}_{model._meta.model_name}_changelist')}?missing={missing}"


def _percentage(count: int, total: int) -> int:
    """100 only where it is all of them."""
    return 100 if count == total else min(round(100 * count / total), 99)


def to_put_in_order(user: Any) -> Iterator[Listed]:
    """The lists of meetings and sources that an editor works through day by day, those that he may see."""
    lists = (
        (Meeting, INCOMPLETE, _("Meetings that lack something essential")),
        (Meeting, "day", _("Meetings whose date is not known to the day")),
        (Meeting, "second-source", _("Meetings without a second source")),
        (Meeting, "dead-link", _("Meetings with a dead link")),
        (Source, "dead-link", _("Sources whose link is dead")),
    )
    for model, name, label in lists:
        if _may_view(user, model):
            yield Listed(label, lacking(model._default_manager.all(), name).count(), list_of(model, name))


def _may_view(user: Any, model: type[Any]) -> bool:
    return user.has_perm(f"cooperation.view_{model._meta.model_name}")


def completeness(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """How much of each noun is there, and the lists of records that lack something."""
    models = [model for model in GAPS if _may_view(request.user, model)]
    if not models:
        raise PermissionDenied
    nouns = [Held.of(model) for model in models]
    return _page(site, request, "completeness", {"title": _("How complete the record is"), "nouns": nouns})


def commitments(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Commitments that are open: what is due, and what nobody has followed up."""
    if not request.user.has_perm("cooperation.view_commitment"):
        raise PermissionDenied
    today: datetime.date = timezone.localdate()
    return _page(site, request, "commitments", {"title": _("Open commitments"), "lists": board(today)})


def _page(site: AdminSite, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    return TemplateResponse(request, f"admin/cooperation/{name}.html", site.each_context(request) | context)
