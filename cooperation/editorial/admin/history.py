"""What each record was, how it became what it is, and the way back."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from cooperation.models import Merge, Version
from cooperation.record.snapshots import RestoreError, differences, take
from cooperation.record.snapshots.shapes import noun_of_model
from cooperation.record.versions import record_found, recover, revert, snapshot_of

from ..proposals import discard, needs_proposal, proposal_of, propose, send_back
from ..relations import as_key
from .keeping import reason_of

_SHOWN = 100


class History(admin.ModelAdmin):
    """The page of a record's versions, and the list of what was deleted."""

    def get_urls(self) -> list:
        name = f"{self.opts.app_label}_{self.opts.model_name}_deleted"
        return [path("deleted/", self.admin_site.admin_view(self.deleted_view), name=name), *super().get_urls()]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        if request.method == "POST":
            return self._act(request, record)
        merged = Merge.objects.standing().into(record.uid)
        of = next((made for made in merged if str(made.merged) == request.GET.get("of")), None)
        versions = Version.objects.filter(uid=of.merged if of else record.uid).newest_first()
        chosen = versions.filter(number=as_key(request.GET.get("version"))).first() or versions.first()
        before = _before(chosen, versions, request) if chosen else None
        context = {
            "title": _("History of %(record)s") % {"record": record},
            "object": record,
            "versions": versions[:_SHOWN],
            "chosen": chosen,
            "before": before,
            "differences": _between(before, chosen) if chosen else [],
            "proposal": proposal_of(record),
            "merged": merged,
            "of": of,
            "may_change": self.has_change_permission(request, record) and of is None,
            # What stands there now need not be brought back.
            "is_past": chosen is not None and snapshot_of(chosen).digest != take(record).digest,
            "may_publish": self.has_publish_permission(request),
        }
        return self._page(request, "history", context)

    def _act(self, request: HttpRequest, record: Any) -> HttpResponse:
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        try:
            with transaction.atomic():
                self._do(request, record)
        except RestoreError as error:
            self.message_user(request, str(error), messages.ERROR)
        return redirect(request.path)

    def _do(self, request: HttpRequest, record: Any) -> None:
        if "revert" in request.POST:
            self._revert(request, record)
            return
        proposal = proposal_of(record)
        if not self.has_publish_permission(request) and (proposal is None or proposal.version.by != request.user):
            raise PermissionDenied
        if proposal is not None and "discard" in request.POST:
            discard(proposal, by=request.user, comment=request.POST.get("comment", ""))
        elif proposal is not None and request.POST.get("comment", "").strip():
            send_back(proposal, by=request.user, comment=request.POST["comment"].strip())
            self.message_user(request, _("Sent back; whoever proposed it sees the comment."), messages.SUCCESS)

    def _revert(self, request: HttpRequest, record: Any) -> None:
        """A former version is written, or proposed where the record is public: a revert publishes nothing."""
        version = Version.objects.of(record).filter(number=as_key(request.POST["revert"])).first()
        if version is None:
            raise Http404
        record_found(record)
        if needs_proposal(record) and proposal_of(record) is not None:
            self.message_user(request, _("A proposal waits here: decide on it first."), messages.ERROR)
        elif needs_proposal(record):
            former, now = snapshot_of(version), take(record)
            propose(record, former, based_on=now.digest, by=request.user, reason=reason_of(request))
            self.message_user(request, _("The former version is proposed; readers see it when it is published."))
        else:
            revert(version, by=request.user, reason=reason_of(request))
            self.message_user(request, _("The former version stands again."), messages.SUCCESS)

    def deleted_view(self, request: HttpRequest) -> HttpResponse:
        """What was deleted, and can be brought back as it last was."""
        if not self.has_publish_permission(request):
            raise PermissionDenied
        deleted = Version.objects.filter(noun=noun_of_model(self.model)).last_of_deleted()
        if request.method == "POST":
            return self._recover(request, deleted.filter(pk=as_key(request.POST.get("recover"))).first())
        context = {"title": _("Deleted"), "deleted": deleted.order_by("-at")[:_SHOWN]}
        return self._page(request, "deleted", context)

    def _recover(self, request: HttpRequest, version: Version | None) -> HttpResponse:
        if version is None:
            raise Http404
        try:
            with transaction.atomic():
                record = recover(version, by=request.user)
        except RestoreError as error:
            self.message_user(request, str(error), messages.ERROR)
            return redirect(request.path)
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", record.pk)

    def _page(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, f"admin/cooperation/{template}.html", context)


def _before(chosen: Version, versions: Any, request: HttpRequest) -> Version | None:
    """The version that `chosen` is compared with: the one asked for, else what the record was before."""
    asked = versions.filter(number=as_key(request.GET.get("with"))).first()
    return asked or versions.written().filter(number__lt=chosen.number).first()


def _between(before: Version | None, chosen: Version) -> list:
    return differences(snapshot_of(before) if before else None, snapshot_of(chosen))
