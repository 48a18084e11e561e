"""Changes of many records at once, from the lists of nouns that have topics and name agencies."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from ..upkeep import bulk
from ..upkeep.bulk import Edit, Outcome
from ..upkeep.forms import AgencyForm, TopicsForm
from ..upkeep.gaps import in_work
from .permissions import Guarded

AT_MOST = 500

_TOLD = {
    Outcome.CHANGED: (
        messages.SUCCESS,
        ngettext_lazy("%(count)d record was changed.", "%(count)d records were changed.", "count"),
    ),
    Outcome.PROPOSED: (
        messages.SUCCESS,
        ngettext_lazy("%(count)d change was kept as a proposal.", "%(count)d changes were kept as proposals.", "count"),
    ),
    Outcome.SAME: (
        messages.INFO,
        ngettext_lazy("%(count)d record was so already.", "%(count)d records were so already.", "count"),
    ),
    Outcome.WAITING: (
        messages.WARNING,
        ngettext_lazy(
            "%(count)d record was left alone: a proposal waits there, to be decided first.",
            "%(count)d records were left alone: proposals wait there, to be decided first.",
            "count",
        ),
    ),
    Outcome.REFUSED: (
        messages.ERROR,
        ngettext_lazy(
            "%(count)d record could not be changed: it would name the same twice.",
            "%(count)d records could not be changed: they would name the same twice.",
            "count",
        ),
    ),
}


class Bulk(Guarded):
    """Actions of lists; each asks on a page of its own what to change."""

    actions = ["change_topics", "change_agency"]

    @admin.action(permissions=["change"], description=_("Change topics of selected %(verbose_name_plural)s…"))
    def change_topics(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        form = TopicsForm(self.admin_site, request.POST if "reason" in request.POST else None)
        texts = {"title": _("Change topics"), "action": "change_topics"}
        return self._change(request, queryset, form, texts, lambda said: bulk.topics(said["add"], said["remove"]))

    @admin.action(permissions=["change"], description=_("Change an agency of selected %(verbose_name_plural)s…"))
    def change_agency(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        form = AgencyForm(self.admin_site, request.POST if "reason" in request.POST else None)
        texts = {"title": _("Change an agency"), "action": "change_agency"}
        return self._change(
            request, queryset, form, texts, lambda said: bulk.agency(self.model, said["old"], said["new"])
        )

    def _change(
        self,
        request: HttpRequest,
        chosen: QuerySet,
        form: Form,
        texts: dict[str, Any],
        edit_of: Callable[[dict[str, Any]], Edit],
    ) -> HttpResponse | None:
        is_too_much = chosen.count() > AT_MOST
        records = [] if is_too_much else [each for each in in_work(chosen) if self.has_change_permission(request, each)]
        if not records:
            text = _("Choose from 1 to %(most)d records that you may change.")
            self.message_user(request, text % {"most": AT_MOST}, messages.WARNING)
            return None
        if not form.is_valid():
            texts |= {"lead": self._consequence(request), "submit": _("Change")}
            return self.ask(request, records, form, texts)
        said = form.cleaned_data
        done = bulk.change(
            records,
            edit_of(said),
            by=request.user,
            reason=said["reason"],
            may_publish=self.has_publish_permission(request),
        )
        self._tell(request, done)
        return None

    def _tell(self, request: HttpRequest, done: Counter[Outcome]) -> None:
        for outcome, (level, text) in _TOLD.items():
            if done[outcome]:
                self.message_user(request, text % {"count": done[outcome]}, level)

    def _consequence(self, request: HttpRequest) -> Any:
        public = _("What is public changes at once.")
        return public if self.has_publish_permission(request) else _("Changes of what is public are kept as proposals.")

    def ask(self, request: HttpRequest, records: Iterable[Any], form: Form, texts: dict[str, Any]) -> HttpResponse:
        """The page on which an action asks for what it needs to know, about the records that were chosen."""
        context = {
            **self.admin_site.each_context(request),
            **texts,
            "opts": self.opts,
            "records": records,
            "form": form,
            "media": self.media + form.media,
            "action_checkbox_name": helpers.ACTION_CHECKBOX_NAME,
            "changelist_url": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"),
        }
        return TemplateResponse(request, "admin/cooperation/action.html", context)
