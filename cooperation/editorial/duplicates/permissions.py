"""Who may merge: those who may publish a noun decide about what is or was public; others about drafts alone."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest

from cooperation.models import Merge

from .merging import kept_of
from .uniting import was_public


def may_merge(site: AdminSite, request: HttpRequest, *records: Any) -> bool:
    """Whether this editor may make one record of these, or part them again."""
    desk: Any = site.get_model_admin(type(records[0]))
    if desk.has_publish_permission(request) and desk.has_change_permission(request):
        return True
    return all(desk.has_change_permission(request, record) and not was_public(record) for record in records)


def may_undo(site: AdminSite, request: HttpRequest, made: Merge) -> bool:
    kept = kept_of(made)
    if kept is None:
        return False
    desk: Any = site.get_model_admin(type(kept))
    return may_merge(site, request, kept) and (not made.was_public or desk.has_publish_permission(request))
