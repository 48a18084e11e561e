"""A new meeting that begins as a copy of another: who met, where, about what. What was said there is not copied."""

from dataclasses import dataclass
from typing import Any

from django.contrib.admin import ModelAdmin, display
from django.contrib.admin.options import InlineModelAdmin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from cooperation.models import Meeting, Participation

from ..relations import as_key

_PLACE = ("venue", "city", "country")
_LINKED = ("topics", "programs")


@dataclass(frozen=True)
class Copied:
    """What the form of a new meeting takes over from `meeting`."""

    meeting: Meeting

    def initial(self) -> dict[str, Any]:
        place = {name: getattr(self.meeting, name) for name in _PLACE}
        return place | {name: [each.pk for each in getattr(self.meeting, name).all()] for name in _LINKED}

    def seats(self) -> list[dict[str, Any]]:
        """Titles are left out: they were those of another day, and the form offers those of the new one."""
        return [_seat(number, row) for number, row in enumerate(self.meeting.participations.all(), 1)]


def _seat(number: int, row: Participation) -> dict[str, Any]:
    name = "" if row.official_id else row.reported_name
    who = {"agency": row.agency_id, "official": row.official_id, "reported_name": name, "role": row.role}
    return {"order": number, **who}


def copied_in(request: HttpRequest) -> Copied | None:
    """What the form that is asked for begins with; None where it is no copy."""
    key = as_key(request.GET.get("copy")) if request.method == "GET" else None
    if key is None or not request.user.has_perm("cooperation.view_meeting"):
        return None
    if not hasattr(request, "copied"):
        meeting = Meeting.objects.filter(pk=key).first()
        request.copied = Copied(meeting) if meeting else None
    return request.copied


class RowsOfCopy(InlineModelAdmin):
    """A table that begins with a row for each that is copied."""

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        copied = copied_in(request) if self.model is Participation else None
        return len(copied.seats()) if copied else super().get_extra(request, obj, **kwargs)


class CopyAdmin(ModelAdmin):
    """Offers to copy a meeting, and opens the form that is filled in. Nothing is saved before that form is."""

    def get_list_display(self, request: HttpRequest) -> list[str]:
        shown = list(super().get_list_display(request))
        return [*shown, "to_copy"] if self.has_add_permission(request) else shown

    @display(description="")
    def to_copy(self, meeting: Meeting) -> str:
        url = reverse("admin:cooperation_meeting_add")
        return format_html(
            '<a href="{}?copy={}" aria-label="{}: {}">{}</a>', url, meeting.pk, _("Copy"), meeting, _("Copy")
        )

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        copied = copied_in(request)
        return super().get_changeform_initial_data(request) | (copied.initial() if copied else {})

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        copied = copied_in(request) if inline.model is Participation else None
        return kwargs | {"initial": copied.seats()} if copied else kwargs

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["copied"] = copied_in(request) if kwargs.get("add") else None
        return super().render_change_form(request, context, *args, **kwargs)
