"""From draft to publication, and to withdrawal."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.db.models import Field, QuerySet
from django.forms import Field as FormField
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cooperation.models import Commitment, Publishable, State
from cooperation.record.indexing import postponed

from ..forms import CommentForm, WithdrawalForm
from ..steps import move
from .base import RecordAdmin
from .bulk import Bulk
from .completing import Completing
from .keeping import SENT, reason_of, sent_to_review
from .permissions import is_own_draft

_WITHDRAW = _("A record that has been published is withdrawn, with a reason that readers see, and never deleted.")
_GONE = _(
    "These addresses will say that the record was withdrawn, and why. "
    "They stay in the admin and can be published again."
)
_BACK = _("These become drafts again; whoever wrote them sees the comment.")


class PublishableAdmin(Completing, Bulk, RecordAdmin):
    """A noun that is published: its state is changed by buttons and actions, not typed."""

    actions = ["publish", "send_to_review", "send_back", "withdraw", *Bulk.actions]
    readonly_fields = ["state", "state_changed_at", "state_changed_by", "published_at"]
    help_texts = {
        "slug": _("Left empty, it is made from the date and the title or from the name. A former address leads on."),
        "sources": _("Paste a link: a source that is there already is found by it. Add a new one with the plus."),
    }

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list:
        """The noun's own, then what closes every form, below its tables."""
        return [*super().get_fieldsets(request, obj), self._publication(obj)]

    def _publication(self, record: Publishable | None) -> tuple[Any, dict[str, Any]]:
        lines: list[Any] = ["slug"]
        if record is not None:
            lines.insert(0, ("state", "state_changed_at", "state_changed_by", "published_at"))
            if record.state == State.WITHDRAWN:
                lines += [f"withdrawal_reason_{language}" for language in ("en", "az", "ru")]
        lines.append("editor_note")
        return _("Publication"), {"classes": ["closing"], "fields": lines, "description": _WITHDRAW}

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> FormField | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "withdrawal_reason_en":
            # It is in the form of a withdrawn record only, and that has one.
            field.required = True
        return field

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, obj: Any = None, **kwargs: Any
    ) -> HttpResponse:
        context["show_publish"] = self.has_publish_permission(request)
        context["show_review"] = obj is None or obj.state == State.DRAFT
        context["proposes"] = obj is not None and obj.state == State.PUBLISHED
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_model(self, request: HttpRequest, obj: Publishable, form: ModelForm, change: bool) -> None:
        if not change:
            obj.state_changed_by = request.user
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: Publishable, post_url_continue: Any = None) -> HttpResponse:
        self._take_step(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Publishable) -> HttpResponse:
        self._take_step(request, obj)
        return super().response_change(request, obj)

    def _take_step(self, request: HttpRequest, record: Publishable) -> None:
        """Of a record that was saved, the step that was asked for with that."""
        if getattr(request, "is_aside", False):
            return
        if sent_to_review(request, record):
            self.log_change(request, record, str(State.REVIEW.label))
            self.message_user(request, SENT, messages.SUCCESS)
        elif "_publish" in request.POST and self.has_publish_permission(request):
            move(record, State.PUBLISHED, by=request.user, public_reason=reason_of(request))
            self.log_change(request, record, str(State.PUBLISHED.label))
            text = format_html('{} <a href="{}">{}</a>', _("Now public:"), record.get_absolute_url(), record)
            self.message_user(request, text, messages.SUCCESS)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever enters records may take back a draft of his own, also without the permission to delete others'."""
        never_public = obj is None or obj.published_at is None
        return never_public and (super().has_delete_permission(request, obj) or self._may_take_back(request, obj))

    def _may_take_back(self, request: HttpRequest, record: Publishable | None) -> bool:
        enters = self.has_add_permission(request) and self.has_change_permission(request, record)
        return record is not None and enters and is_own_draft(request.user, record)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        record = self.get_object(request, object_id)
        if record is None or record.published_at is None or not self.has_delete_permission(request):
            return super().delete_view(request, object_id, extra_context)
        self.message_user(request, _WITHDRAW, messages.ERROR)
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", object_id)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[list, dict, set, list]:
        tree, counts, lacking, protected = super().get_deleted_objects(objs, request)
        published = [record for record in objs if record.published_at is not None]
        if published:
            # That these may not be deleted is no lack of a permission: they are listed with the reason.
            lacking = lacking - {self.opts.verbose_name}
        if all(self._may_take_back(request, record) for record in objs):
            # They go with the meeting that they are rows of.
            lacking = lacking - {Commitment._meta.verbose_name}
        reason = _("has been published: withdraw it instead")
        return tree, counts, lacking, [*protected, *(self.named(record, reason) for record in published)]

    @admin.action(permissions=["publish"], description=_("Publish selected %(verbose_name_plural)s"))
    def publish(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._move(request, queryset.exclude(state=State.PUBLISHED), State.PUBLISHED)

    @admin.action(permissions=["change"], description=_("Send selected %(verbose_name_plural)s to review"))
    def send_to_review(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Drafts only: what was public must not vanish without a reason."""
        self._move(request, queryset.filter(state=State.DRAFT), State.REVIEW)

    @admin.action(permissions=["publish"], description=_("Withdraw selected %(verbose_name_plural)s…"))
    def withdraw(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Ask for the reason on a page of its own, then withdraw what is published."""
        published = queryset.filter(state=State.PUBLISHED)
        form = WithdrawalForm(request.POST if "reason" in request.POST else None)
        if not published:
            self.message_user(request, _("Only what is published can be withdrawn."), messages.WARNING)
            return None
        if form.is_valid():
            self._move(request, published, State.WITHDRAWN, reason=form.cleaned_data["reason"])
            return None
        title, submit = _("Withdraw from the public record"), _("Withdraw")
        texts = {"title": title, "lead": _GONE, "action": "withdraw", "submit": submit}
        return self.ask(request, published, form, texts)

    @admin.action(permissions=["publish"], description=_("Send selected %(verbose_name_plural)s back with a comment…"))
    def send_back(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Ask for the comment on a page of its own, then make drafts again of what waits for review."""
        waiting = queryset.filter(state=State.REVIEW)
        form = CommentForm(request.POST if "comment" in request.POST else None)
        if not waiting:
            self.message_user(request, _("Only what is in review can be sent back."), messages.WARNING)
            return None
        if form.is_valid():
            self._move(request, waiting, State.DRAFT, comment=form.cleaned_data["comment"])
            return None
        texts = {"title": _("Send back with a comment"), "lead": _BACK, "action": "send_back"}
        return self.ask(request, waiting, form, texts)

    def _move(self, request: HttpRequest, records: Iterable[Publishable], state: State, **texts: str) -> None:
        moved = list(records)
        with postponed():
            for record in moved:
                move(record, state, by=request.user, **texts)
                self.log_change(request, record, str(state.label))
        message = ngettext("%(count)d record: %(state)s.", "%(count)d records: %(state)s.", len(moved))
        level = messages.SUCCESS if moved else messages.WARNING
        self.message_user(request, message % {"count": len(moved), "state": state.label}, level)
