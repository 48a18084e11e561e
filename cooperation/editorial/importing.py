"""The pages of imports: a file comes, is shown for what it would do, is done with one yes, and can be taken back."""

import datetime
import tempfile
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperation.models import AuditAction, Import, Upload

from .audit import note
from .exchange.applying import apply
from .exchange.archives import write_archive
from .exchange.archiving import is_archive, plan_of_archive
from .exchange.bounds import FILE_BYTES, PAGE_RECORDS, OvertakenError, Problem, UnusableError
from .exchange.permits import forbid, is_administrator, may_import
from .exchange.planning import Reading, plan, readings
from .exchange.plans import Plan
from .exchange.sheets import read
from .exchange.undoing import forbid_undoing, steps_of, undo
from .mapping import posted_readings, shown_sheets

EXPIRES_AFTER = datetime.timedelta(hours=1)
_UPLOADS_EACH = 5
_SHOWN = 200


def start_view(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Takes a file, and lists the imports there were."""
    if not may_import(request.user):
        raise PermissionDenied
    file = request.FILES.get("file")
    if file is not None and file.size <= FILE_BYTES:
        return redirect("admin:import_upload", _kept(request, file.name, file.read()).token)
    if request.method == "POST":
        told = {"limit": FILE_BYTES // 2**20}
        text = _("The file is larger than %(limit)s MB.") % told if file else _("Choose a file first.")
        messages.error(request, text)
    context = {
        "title": _("Import and export"),
        "imports": Import.objects.newest_first()[:_SHOWN],
        "is_administrator": is_administrator(request.user),
        "megabytes": FILE_BYTES // 2**20,
    }
    return _page(site, request, "import_start", context)


def _kept(request: HttpRequest, name: str, content: bytes) -> Upload:
    Upload.objects.filter(at__lt=timezone.now() - EXPIRES_AFTER).delete()
    older = Upload.objects.filter(owner=request.user).order_by("-at").values_list("pk", flat=True)
    Upload.objects.filter(pk__in=list(older[_UPLOADS_EACH - 1 :])).delete()
    return Upload.objects.create(owner=request.user, name=name[:200], content=content)


def upload_view(site: AdminSite, request: HttpRequest, token: str) -> HttpResponse:
    """Shows what a file would do, and does it."""
    if not may_import(request.user):
        raise PermissionDenied
    # Whose it is not, it is not there for.
    upload = Upload.objects.filter(token=token, owner=request.user, at__gte=timezone.now() - EXPIRES_AFTER).first()
    if upload is None:
        messages.error(request, _("This file is no longer there. Choose it once more."))
        return redirect("admin:import")
    try:
        return _planned(site, request, upload)
    except UnusableError as error:
        messages.error(request, str(error))
        return redirect("admin:import")


def _planned(site: AdminSite, request: HttpRequest, upload: Upload) -> HttpResponse:
    content = bytes(upload.content)
    if is_archive(content):
        if not is_administrator(request.user):
            raise UnusableError(_("This is an archive of a record, which only administrators can import."))
        return _answered(site, request, upload, plan_of_archive(upload.name, content), [])
    sheets = read(upload.name, content)
    how = posted_readings(sheets, request.POST) if request.method == "POST" else readings(sheets)
    if not any(each.table for each in how):
        messages.warning(request, _("Say of one sheet at least which table it is."))
        return _answered(site, request, upload, Plan(upload.name), how)
    made = plan(upload.name, how, seed=upload.token, empties="empties" in request.POST)
    return _answered(site, request, upload, made, how)


def _answered(site: AdminSite, request: HttpRequest, upload: Upload, made: Plan, how: list[Reading]) -> HttpResponse:
    forbid(made, request.user)
    _bound(made)
    if "import" in request.POST and made.due and not made.problems:
        try:
            return _done(request, upload, made)
        except UnusableError as error:
            messages.error(request, str(error))
    context = {
        "title": _("Import of %(file)s") % {"file": upload.name},
        "plan": made,
        "counts": made.counts,
        "problems": made.problems[:_SHOWN],
        "changes": made.due[:_SHOWN],
        "hidden": max(0, len(made.due) - _SHOWN),
        "sheets": shown_sheets(how),
        "is_archive": not how,
        "posted": request.POST,
    }
    return _page(site, request, "import_preview", context)


def _bound(made: Plan) -> None:
    if len(made.due) > PAGE_RECORDS:
        text = _(
            "More than %(limit)s records would be new or changed. Split the file from this row on, or use the command."
        )
        made.problems.append(Problem(made.due[PAGE_RECORDS].place, text % {"limit": PAGE_RECORDS}))


def _done(request: HttpRequest, upload: Upload, made: Plan) -> HttpResponse:
    if request.POST.get("digest") != made.digest:
        raise OvertakenError(_("This is not what you saw before. Look once more, then import."))
    reason = request.POST.get("reason", "").strip()[:500]
    with transaction.atomic():
        done = apply(made, by=request.user, reason=reason, states="states" in request.POST and made.is_archive)
        upload.delete()
    count = len(made.due)
    messages.success(
        request, ngettext("%(count)d record imported.", "%(count)d records imported.", count) % {"count": count}
    )
    return redirect("admin:import_done", done.pk)


def done_view(site: AdminSite, request: HttpRequest, uid: Any) -> HttpResponse:
    """What an import did, and the way back."""
    if not may_import(request.user):
        raise PermissionDenied
    done = get_object_or_404(Import, pk=uid)
    steps = steps_of(done)
    if request.method == "POST":
        forbid_undoing(done, steps, request.user)
        return _undone(request, done)
    context = {
        "title": _("Import of %(file)s") % {"file": done.name},
        "done": done,
        "steps": [(step, _form_of(step.record)) for step in steps[:_SHOWN]],
        "hidden": max(0, len(steps) - _SHOWN),
        "is_hindered": any(step.hindrance for step in steps),
    }
    return _page(site, request, "import_done", context)


def _form_of(record: Any) -> str:
    if record is None:
        return ""
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


def _undone(request: HttpRequest, done: Import) -> HttpResponse:
    try:
        count = undo(done, by=request.user, leaving="leaving" in request.POST)
    except UnusableError as error:
        messages.error(request, str(error))
    else:
        text = ngettext("%(count)d record is as it was.", "%(count)d records are as they were.", count)
        messages.success(request, text % {"count": count})
    return redirect("admin:import_done", done.pk)


def archive_view(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """The whole record, with what is not public, as a file."""
    if not is_administrator(request.user):
        raise PermissionDenied
    if request.method != "POST":
        raise Http404
    # Not in memory; the answer closes it.
    file = tempfile.TemporaryFile()  # noqa: SIM115
    write_archive(file)
    note(AuditAction.ARCHIVE_TAKEN, by=request.user)
    file.seek(0)
    name = f"record-{timezone.localdate()}-not-for-publication.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")


def _page(site: AdminSite, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return TemplateResponse(request, f"admin/cooperation/{template}.html", {**site.each_context(request), **context})
