"""Every save is a version; a public record's is a proposal; and no save is written over another unseen."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from cooperation.models import Action, Publishable, State, Version
from cooperation.record.history import keep_public, keep_public_before
from cooperation.record.snapshots import Joined, RestoreError, Snapshot, differences, join, restore, take
from cooperation.record.versions import record_deleted, record_found, record_version, snapshot_of

from ..proposals import needs_proposal, proposal_of, propose, publish_change
from ..steps import comment_at_return, move
from .permissions import Guarded
from .submitted import formsets_of, led_to_rows, rolled_back, uids_shown, with_rows
from .untouched import carried, carried_back, theirs_now, with_values

_OVERTAKEN = _(
    "Somebody else has saved this record since you opened it. Nothing of yours is lost: see what changed meanwhile. "
    "The form has what each of you changed. Correct what you want to, and save once more."
)
_BOTH_CHANGED = _(
    "Somebody else has saved this record since you opened it, and some of it both of you changed. Nothing of yours is "
    "lost: see what both of you changed, and decide. The form has all that one of you changed. Then save once more."
)
_PROPOSED = _("Kept as a proposal. Readers see it when somebody publishes it.")
_PUBLISHED = _("The changes are public now.")
_SAVED = _("Saved.")
_SAME = _("Nothing was changed.")
SENT = _("Saved, and sent to review.")


class Keeping(Guarded):
    """Keeps what each form saves, and shows what a record's proposal would make of it."""

    def _changeform_view(
        self, request: HttpRequest, object_id: str | None, form_url: str, extra_context: dict[str, Any] | None
    ) -> HttpResponse:
        record = self.get_object(request, unquote(object_id)) if object_id else None
        if record is None or not self.has_change_permission(request, record):
            return super()._changeform_view(request, object_id, form_url, extra_context)
        return _Page(self, request, record, form_url, extra_context or {}).response()

    def plain_form(
        self, request: HttpRequest, record: Model, form_url: str, extra_context: dict[str, Any]
    ) -> HttpResponse:
        """Django's own page for the record as it stands in the database at this moment."""
        return super()._changeform_view(request, str(record.pk), form_url, extra_context)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        context["hidden_fields"] = context.get("hidden_fields", {}) | uids_shown(context["inline_admin_formsets"])
        context["can_publish"] = self.has_publish_permission(request)
        context["reason"] = reason_of(request) or context.get("reason", "")
        form = context["adminform"].form
        if form.overtaken and len(context["errors"]) == 1:
            # Others were faster, and nothing is wrong: who looks for an error to correct would find none.
            context |= {"errors": [], "overtaken": form.overtaken}
        return super().render_change_form(request, context, *args, **kwargs)

    def construct_change_message(self, request: HttpRequest, form: ModelForm, formsets: Any, add: bool = False) -> list:
        """Django asks for it when all is written, rows included: the moment to keep a version."""
        request.saved = True
        if not getattr(request, "is_aside", False):
            action = Action.CREATED if add else Action.EDITED
            record_version(form.instance, by=request.user, action=action, reason=reason_of(request))
            # What is public itself was proposed; this is what became of a commitment that readers see.
            keep_public(form.instance, reason=reason_of(request))
        return super().construct_change_message(request, form, formsets, add)

    def message_user(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """A save that is only tried says nothing."""
        if not getattr(request, "is_aside", False):
            super().message_user(request, *args, **kwargs)

    def warnings(self, request: HttpRequest, record: Model) -> list[str]:
        """What there is to say of a record that is written, as the database holds it at this moment."""
        return []

    def tell(self, request: HttpRequest, said: list[str]) -> None:
        """Show it."""

    def save_beside(self, request: HttpRequest, record: Model) -> bool:
        """Save what the form of a record that is kept enters besides it, and say so; False where there is nothing."""
        return False

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        record_deleted(obj, by=request.user)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        for record in queryset:
            record_deleted(record, by=request.user)
        super().delete_queryset(request, queryset)


def reason_of(request: HttpRequest) -> str:
    return request.POST.get("_reason", "").strip()[:500]


def sent_to_review(request: HttpRequest, record: Model) -> bool:
    """Take a draft that was saved on to its review, where its editor asked for that."""
    if "_review" not in request.POST or getattr(record, "state", "") != State.DRAFT:
        return False
    move(record, State.REVIEW, by=request.user)
    return True


class _Page:
    """One request for a record's form: what the form shows, what it was opened at, and what is posted."""

    def __init__(
        self, desk: Keeping, request: HttpRequest, record: Any, form_url: str, extra_context: dict[str, Any]
    ) -> None:
        self.desk, self.request, self.record = desk, request, record
        self.form_url, self.extra_context = form_url, extra_context
        self.current = take(record)
        self.proposal = proposal_of(record) if needs_proposal(record) else None
        # What became public since that was proposed, where anything did.
        self.proposed_on: Snapshot | None = None
        self.joined: Joined | None = None
        self.shown = self._proposed() if self.proposal else self.current
        opened = request.POST.get("_opened", self.shown.digest)
        self.base = self._version(opened) or self.shown
        self.overtaken = opened != self.shown.digest
        # What the fields and rows of the form stand on: that, or what came of it and of what was entered then.
        sent = carried_back(request.POST.get("_joined", ""), self.current.noun, self.current.uid, opened)
        self.filled = sent or self.base

    def _version(self, digest: str) -> Snapshot | None:
        """What the form was opened at."""
        return self.shown if digest == self.shown.digest else self._kept(digest)

    def _kept(self, digest: str) -> Snapshot | None:
        found = Version.objects.of(self.record).filter(digest=digest).newest_first().first()
        return snapshot_of(found) if found else None

    def _proposed(self) -> Snapshot:
        """What the proposal would make of the record as it is now: it may have been made of another."""
        proposed = snapshot_of(self.proposal.version)
        if self.proposal.based_on == self.current.digest:
            return proposed
        self.proposed_on = self._kept(self.proposal.based_on)
        if self.proposed_on is None:
            return proposed
        self.joined = join(self.proposed_on, proposed, self.current)
        return self.joined.whole

    def response(self) -> HttpResponse:
        if self.request.method != "POST":
            return self._looked_at()
        record_found(self.record)
        if not needs_proposal(self.record):
            keep_public_before(self.record)
        if self.filled is self.current and not self.overtaken and not needs_proposal(self.record):
            return self._form()
        return self._tried()

    def _form(self, **context: Any) -> HttpResponse:
        hidden = {"_opened": self.base.digest}
        if self.filled is not self.base:
            hidden["_joined"] = carried(self.filled, self.base.digest)
        context = {"hidden_fields": hidden, **self._of_the_proposal(), **context}
        return self.desk.plain_form(self.request, self.record, self.form_url, {**self.extra_context, **context})

    def _of_the_proposal(self) -> dict[str, Any]:
        if self.proposal is None:
            return {"returned": comment_at_return(self.record)}
        since = differences(self.proposed_on, self.current) if self.proposed_on else []
        disputed = self.joined.disputed if self.joined else []
        returned = comment_at_return(self.record) if self.proposal.returned else ""
        reason = self.proposal.version.reason
        told = {"since_proposed": since, "disputed": disputed, "returned": returned, "reason": reason}
        return {"proposal": self.proposal, **told}

    def _looked_at(self) -> HttpResponse:
        if self.proposal is None:
            return self._form()
        with rolled_back():
            restore(self.shown)
            return _rendered(self._form(proposed=differences(self.current, self.shown)))

    def _tried(self) -> HttpResponse:
        """Take the form as that of the version it shows, see what it makes of the record, and leave no trace."""
        posted, self.request.is_aside = self.request.POST, True
        with rolled_back():
            self._to_rows(posted)
            response = _rendered(self._form())
            entered = take(self.record) if getattr(self.request, "saved", False) else None
            warnings = self._warnings() if entered is not None else []
        if entered is not None and self.overtaken:
            response = self._beside(posted, entered)
        self.request.POST, self.request.is_aside = posted, False
        return response if entered is None or self.overtaken else self._written(entered, warnings)

    def _warnings(self) -> list[str]:
        """Asked while the record is as it was entered: a proposal leaves no trace of that."""
        return self.desk.warnings(self.request, type(self.record)._default_manager.get(pk=self.record.pk))

    def _to_rows(self, posted: Any) -> None:
        self.request.POST = posted.copy()
        if self.filled is not self.current:
            restore(self.filled)
            self.request.POST = led_to_rows(posted, formsets_of(self.desk, self.request, self.record))
        for step in ("_publish", "_review"):
            self.request.POST.pop(step, None)

    def _beside(self, posted: Any, entered: Snapshot) -> HttpResponse:
        """The form once more, with what came of both, and beside it what each changed and what both did.

        From here on it goes on from what is there now: who saves it has seen that.
        """
        joined = join(self.base, entered, self.shown)
        changed = {"meanwhile": differences(self.base, self.shown), "entered": differences(self.base, entered)}
        changed["disputed"] = joined.disputed
        self.request.overtaken = _BOTH_CHANGED if changed["disputed"] else _OVERTAKEN
        self.base, self.filled = self.shown, joined.whole
        fields = self.desk.get_form(self.request, self.record, change=True).base_fields
        names = [name for name in theirs_now(entered, joined.whole) if name in fields]
        with rolled_back():
            posted = with_values(posted, names, restore(joined.whole))
            self.request.POST = with_rows(posted, formsets_of(self.desk, self.request, self.record))
            return _rendered(self._form(**changed))

    def _written(self, entered: Snapshot, warnings: list[str]) -> HttpResponse:
        try:
            said = self._write(entered)
        except RestoreError as error:
            propose(self.record, entered, based_on=self.current.digest, by=self.request.user)
            said = ""
            self.desk.message_user(self.request, str(error), messages.ERROR)
        if said:
            self.desk.message_user(self.request, said, messages.SUCCESS)
        if not self.desk.save_beside(self.request, self.record) and said is None:
            self.desk.message_user(self.request, _SAME, messages.INFO)
        self.desk.tell(self.request, warnings)
        opts = self.desk.opts
        if "_continue" in self.request.POST:
            return redirect(f"admin:{opts.app_label}_{opts.model_name}_change", self.record.pk)
        return redirect(f"admin:{opts.app_label}_{opts.model_name}_changelist")

    def _write(self, entered: Snapshot) -> Any:
        """What was done, in words; None where the form changed nothing."""
        by, reason = self.request.user, reason_of(self.request)
        publishes = "_publish" in self.request.POST and self.desk.has_publish_permission(self.request)
        if not needs_proposal(self.record):
            written = restore(entered)
            record_version(written, by=by, action=Action.EDITED, reason=reason)
            if publishes and isinstance(written, Publishable):
                move(written, State.PUBLISHED, by=by, public_reason=reason)
                return _PUBLISHED
            return SENT if sent_to_review(self.request, written) else _SAVED
        if publishes and (self.proposal or entered.digest != self.current.digest):
            publish_change(self.record, entered, by=by, reason=reason)
            return _PUBLISHED
        if not publishes and entered.digest != self.shown.digest:
            propose(self.record, entered, based_on=self.current.digest, by=by, reason=reason)
            return _PROPOSED
        return None


def _rendered(response: HttpResponse) -> HttpResponse:
    """A page reads the database while it is rendered: so it must be, while that is as it shall show."""
    return response.render() if hasattr(response, "render") else response
