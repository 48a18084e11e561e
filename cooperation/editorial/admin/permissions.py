"""Who may do what: contributors write what is not public yet, those who may publish decide what is."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.admin.options import InlineModelAdmin
from django.db.models import Model
from django.http import HttpRequest

from cooperation.models import Action, Publishable, State, Version


class Guarded(ModelAdmin):
    """What is public is changed only by those with the permission to publish its noun."""

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(f"{self.opts.app_label}.publish_{self.opts.model_name}")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A published record's form is open to contributors too: what they save there is a proposal."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or _is_open(obj) or self.has_publish_permission(request))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not _is_public(obj) or self.has_publish_permission(request))


class PartOfRecord(InlineModelAdmin):
    """A table of a record's form: whoever may write the record writes its rows, and nobody else does."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._desk().has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None or obj.pk is None:
            return self._desk().has_add_permission(request)
        return self._desk().has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_add_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_add_permission(request, obj)

    def _desk(self) -> ModelAdmin:
        return self.admin_site.get_model_admin(self.parent_model)


def is_own_draft(user: Any, record: Publishable) -> bool:
    """Whether a record is a draft that nobody but the user has had a hand in: not written, moved nor sent back.

    One that another was merged into holds what somebody else may have written.
    """
    versions = list(Version.objects.of(record).values_list("by", "action"))
    hands, actions = {by for by, _action in versions}, {action for _by, action in versions}
    never_public = record.state == State.DRAFT and record.published_at is None
    return never_public and hands == {user.pk} and Action.MERGED not in actions


def _is_open(record: Model) -> bool:
    if isinstance(record, Publishable):
        return record.state != State.WITHDRAWN
    return not _is_public(record)


def _is_public(record: Model) -> bool:
    return type(record)._default_manager.published().filter(pk=record.pk).exists()
