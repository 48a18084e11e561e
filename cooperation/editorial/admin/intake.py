"""A new meeting from a pasted text: the page to paste it on, and the filled form with the text beside it."""

import copy
from typing import Any

from django.contrib.admin.options import InlineModelAdmin, ModelAdmin
from django.core.exceptions import PermissionDenied
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from cooperation.models import Meeting, Official, Source

from ..desk import Desk
from ..entering import enter
from ..intake_forms import NEW_SOURCE, IntakeMeetingForm, NewOfficialForm, PastedForm
from ..relations import as_key

PREFIX = "intake"
WHICH = f"{PREFIX}-meeting"


def desk_of(request: HttpRequest) -> Desk | None:
    """The text that a request of the meeting form comes with, read; None where it comes without."""
    if not hasattr(request, "desk"):
        request.desk = _pasted(request)
    return request.desk


def _pasted(request: HttpRequest) -> Desk | None:
    if request.method != "POST" or f"{PREFIX}-text" not in request.POST:
        return None
    form = PastedForm(request.POST, prefix=PREFIX)
    return _laid_out(form, request.POST.get(WHICH, "0")) if form.is_valid() else None


def _laid_out(form: PastedForm, which: str) -> Desk:
    meetings = form.reading.meetings
    number = as_key(which) or 0
    chosen = number if number < len(meetings) else 0
    return Desk(form.reading, meetings[chosen], form.cleaned_data | {"meeting": chosen})


class RowsFromText(InlineModelAdmin):
    """A table that begins with a row for each that the text gives."""

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        desk = desk_of(request)
        if desk is None or request.method != "GET":
            return super().get_extra(request, obj, **kwargs)
        return len(desk.rows(self.model._meta.get_field("meeting").remote_field.related_name))


class PeopleFromText(RowsFromText):
    """The participants: those whom the record does not have may be entered with the meeting."""

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> type[BaseInlineFormSet]:
        if self._enters(request, obj):
            kwargs["form"] = NewOfficialForm
        return super().get_formset(request, obj, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list:
        fieldsets = list(super().get_fieldsets(request, obj))
        if self._enters(request, obj):
            (title, options), (more, others) = fieldsets
            fields = [*options["fields"], ("reported_name", "new_official")]
            rest = [field for field in others["fields"] if field != "reported_name"]
            return [(title, options | {"fields": fields}), (more, others | {"fields": rest})]
        return fieldsets

    @staticmethod
    def _enters(request: HttpRequest, obj: Any) -> bool:
        adding = obj is None or obj.pk is None
        return adding and desk_of(request) is not None and request.user.has_perm("cooperation.add_official")


class IntakeAdmin(ModelAdmin):
    """Lets the form of a new meeting begin with a text. Nothing is saved before the form is."""

    def get_urls(self) -> list:
        page = path("from-text/", self.admin_site.admin_view(self.intake_view), name="cooperation_meeting_from_text")
        return [page, *super().get_urls()]

    def intake_view(self, request: HttpRequest) -> HttpResponse:
        """Ask for the text; where it tells of several meetings, for one of them; then open the form."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = PastedForm(request.POST if request.method == "POST" else None, prefix=PREFIX)
        if not form.is_valid():
            return self._intake_page(request, "intake.html", form=form)
        if len(form.reading.meetings) > 1 and WHICH not in request.POST:
            return self._intake_page(request, "intake_choice.html", form=form, meetings=form.reading.meetings)
        return self._filled(request, _laid_out(form, request.POST.get(WHICH, "0")))

    def _intake_page(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        common = {
            **self.admin_site.each_context(request),
            "title": _("New meeting from a text"),
            "opts": self.opts,
            "media": self.media,
        }
        return TemplateResponse(request, f"admin/cooperation/meeting/{template}", common | context)

    def _filled(self, request: HttpRequest, desk: Desk) -> HttpResponse:
        """The form of a new meeting, as if it were opened empty and then filled in."""
        opened = copy.copy(request)
        opened.method = "GET"
        opened.GET = QueryDict()
        opened.desk = desk
        return self.changeform_view(opened, None, reverse("admin:cooperation_meeting_add"))

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Read the text before the save begins: the names are kept from request to request, but not inside one."""
        if self.has_add_permission(request):
            desk_of(request)
        return super().changeform_view(request, *args, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        desk = desk_of(request)
        return super().get_changeform_initial_data(request) | (desk.initial() if desk else {})

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> type[ModelForm]:
        desk = desk_of(request) if obj is None else None
        if desk is not None:
            kwargs["form"] = IntakeMeetingForm
        form = super().get_form(request, obj, change=change, **kwargs)
        if desk is not None:
            form.language_of_source = desk.language
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list:
        fieldsets = list(super().get_fieldsets(request, obj))
        if obj is None and desk_of(request) is not None and request.user.has_perm("cooperation.add_source"):
            place = next(place for place, (_title, options) in enumerate(fieldsets) if "sources" in options["fields"])
            title, options = fieldsets[place]
            fields = [*options["fields"], NEW_SOURCE[0], NEW_SOURCE[1:]]
            fieldsets[place] = (title, options | {"fields": fields})
        return fieldsets

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        desk = desk_of(request)
        if desk is not None and request.method == "GET":
            kwargs["initial"] = desk.rows(prefix)
        return kwargs

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        desk = desk_of(request) if kwargs.get("add") else None
        if desk is not None:
            context |= {"desk": desk, "which": WHICH, "pasted": PastedForm(initial=desk.given, prefix=PREFIX)}
        return super().render_change_form(request, context, *args, **kwargs)

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: BaseInlineFormSet, change: bool) -> None:
        """With the new people, each of whom the row then names."""
        for row in formset.forms:
            official = row.official_named(desk_of(request).language) if isinstance(row, NewOfficialForm) else None
            if official is not None:
                if official.pk is None:
                    enter(self.admin_site, request, official)
                    request.entered = [*getattr(request, "entered", []), official]
                row.instance.official, row.instance.reported_name = official, ""
        super().save_formset(request, form, formset, change)

    def response_add(self, request: HttpRequest, obj: Meeting, post_url_continue: Any = None) -> HttpResponse:
        """Tell of the new people whom the record may have already, now that it can be searched for them."""
        for official in getattr(request, "entered", []):
            self.admin_site.get_model_admin(Official).tell_alike(request, official)
        return super().response_add(request, obj, post_url_continue)

    def save_model(self, request: HttpRequest, obj: Meeting, form: ModelForm, change: bool) -> None:
        """With the new source, so that what is saved next can cite it."""
        super().save_model(request, obj, form, change)
        source: Source | None = getattr(form, "new_source", None)
        if source is not None:
            if source.pk is None:
                enter(self.admin_site, request, source)
            kept = [each.pk for each in form.cleaned_data["sources"]]
            form.cleaned_data["sources"] = Source.objects.filter(pk__in=[*kept, source.pk])
