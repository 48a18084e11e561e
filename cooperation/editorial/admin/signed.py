"""Agreements that were signed at a meeting, entered on its form: each a draft of its own, with its own history."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from cooperation.models import Action, Agreement, Meeting
from cooperation.record.versions import record_version

from .base import RowInline


class AgreementInline(RowInline):
    """New ones only: what is there has its own page, where it may be public already."""

    model = Agreement
    verbose_name_plural = _("New agreements signed there")
    view_on_site = False
    can_delete = False
    fieldsets = [(None, {"fields": [("title_en", "kind", "signed"), "parties"]})]
    help_texts = {
        "title_en": _("Each is entered as a draft, which is published on its own page."),
        "signed": _("The day of the meeting, unless a source says another."),
    }

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).none()

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and request.user.has_perm("cooperation.add_agreement")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class SignedAdmin(ModelAdmin):
    """Saves the new agreements when their meeting is saved, proposed or published."""

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: BaseInlineFormSet, change: bool) -> None:
        if formset.model is not Agreement:
            super().save_formset(request, form, formset, change)
            return
        formset.save(commit=False)
        request.agreements, request.sources = formset, list(form.cleaned_data["sources"])
        if not getattr(request, "is_aside", False):
            self.save_beside(request, form.instance)

    def save_beside(self, request: HttpRequest, record: Meeting) -> bool:
        """Once for each request: a form that is tried first is not asked again."""
        formset = vars(request).pop("agreements", None)
        agreements = formset.new_objects if formset is not None else []
        for agreement in agreements:
            agreement.meeting_id, agreement.state_changed_by = record.pk, request.user
            agreement.save()
        if agreements:
            formset.save_m2m()
        for agreement in agreements:
            self._keep(request, agreement)
            url = reverse("admin:cooperation_agreement_change", args=[agreement.pk])
            text = format_html('{} <a href="{}">{}</a>', _("Entered as a draft of its own:"), url, agreement)
            self.message_user(request, text, messages.SUCCESS)
        return bool(agreements)

    def _keep(self, request: HttpRequest, agreement: Agreement) -> None:
        """Where the meeting has one source, the agreement was read there, too."""
        if len(request.sources) == 1:
            agreement.sources.set(request.sources)
        record_version(agreement, by=request.user, action=Action.CREATED)
        self.admin_site.get_model_admin(Agreement).log_addition(request, agreement, [{"added": {}}])
