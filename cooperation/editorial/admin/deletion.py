"""Deletes that the record refuses, explained before anything happens and never a server error."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import quote
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from cooperation.models.base import capital
from cooperation.models.protection import public_records_citing

_REFUSED = _("Nothing was done: another record needs this, perhaps saved by someone else in the same moment.")


class GuardedDelete(admin.ModelAdmin):
    """Names the published records that keep a record from being deleted."""

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[list, dict, set, list]:
        tree, counts, lacking, protected = super().get_deleted_objects(objs, request)
        citing = dict.fromkeys(record for obj in objs for record in public_records_citing(obj))
        return tree, counts, lacking, [*protected, *(self.named(record) for record in citing)]

    def named(self, record: models.Model, note: Any = "") -> str:
        """A record as a delete page lists it: its kind, its name leading to its form, and a note."""
        opts = record._meta
        url = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[quote(record.pk)])
        return format_html('{}: <a href="{}">{}</a> {}', capital(opts.verbose_name), url, record, note)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except IntegrityError:
            self.message_user(request, _REFUSED, messages.ERROR)
            return redirect(request.path)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """A bulk action does all of what was selected, or nothing."""
        if request.method != "POST":
            return super().changelist_view(request, extra_context)
        try:
            with transaction.atomic():
                return super().changelist_view(request, extra_context)
        except IntegrityError:
            self.message_user(request, _REFUSED, messages.ERROR)
            return redirect(request.get_full_path())
