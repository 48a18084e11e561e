"""Work that was not saved: the browser keeps it and may bring it back, as a form that is filled in and not saved.

The script of the form (`unsaved.js`) gives each piece of work an id and keeps its fields. It learns by a cookie that
the work is saved, and else posts the fields once more with `RESTORE`. Where the form may meanwhile be read only, it
shows what was entered, so that it can be copied.
"""

import copy
import re
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext_lazy as _

WORK, RESTORE = "_work", "_restore"
_ID = re.compile(r"[0-9a-z]{1,40}", re.ASCII)
_DAY = 24 * 60 * 60
_NOT_SAVED = _("Restored: this is what you had entered. Nothing of it is saved yet.")
_CLOSED = _("Nothing was saved: you may no longer change this record.")


class Unsaved(ModelAdmin):
    """Tells the browser what was saved, and shows what was not."""

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if request.method == "POST" and object_id and self._is_closed(request, object_id):
            return self._only_shown(request, object_id, *args, **kwargs)
        if RESTORE in request.POST:
            # A form that says so is never saved.
            request.overtaken = _NOT_SAVED
        response = super().changeform_view(request, object_id, *args, **kwargs)
        work = _work(request)
        if work and getattr(request, "saved", False) and response.status_code == 302:
            name, secure = settings.SAVED_WORK_COOKIE_NAME, settings.SESSION_COOKIE_SECURE
            response.set_cookie(name, work, max_age=_DAY, secure=secure, samesite="Lax")
        return response

    def _is_closed(self, request: HttpRequest, object_id: str) -> bool:
        """Whether a record may be read in its form, but not changed: perhaps since the form was opened."""
        record = self.get_object(request, unquote(object_id))
        may_see = record is not None and self.has_view_permission(request, record)
        return may_see and not self.has_change_permission(request, record)

    def _only_shown(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        opened = copy.copy(request)
        opened.method, opened.POST = "GET", QueryDict()
        self.message_user(opened, _CLOSED, messages.ERROR)
        response = super().changeform_view(opened, *args, **kwargs)
        response.status_code = 403
        return response

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        context["work"] = _work(request)
        if RESTORE in request.POST:
            context |= {"restored": _NOT_SAVED, "errors": []}
            _forget_errors(context["adminform"].form, [each.formset for each in context["inline_admin_formsets"]])
        return super().render_change_form(request, context, *args, **kwargs)


def _work(request: HttpRequest) -> str:
    work = request.POST.get(WORK, "")
    return work if _ID.fullmatch(work) else ""


def _forget_errors(form: Any, formsets: list[Any]) -> None:
    """Half a form is no mistake before somebody saves it."""
    form._errors = {}
    for formset in formsets:
        formset._non_form_errors = formset.error_class()
        for row in formset.forms:
            row._errors = {}
