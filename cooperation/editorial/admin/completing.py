"""What records lack: a filter and a column of their lists, and a line in their forms."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from cooperation.models.base import capital

from ..relations import CheckedList
from ..upkeep.gaps import GAPS, INCOMPLETE, completeness, lacking
from .filters import LongFilter


class GapFilter(admin.SimpleListFilter):
    """Records that lack something, withdrawn ones left out."""

    template = LongFilter.template
    title = _("what is missing")
    parameter_name = "missing"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        gaps = [(gap.name, capital(gap.label)) for gap in GAPS[model_admin.model]]
        return [(INCOMPLETE, _("Anything essential")), *gaps]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return lacking(queryset, self.value()) if self.value() else queryset


class _CompletedList(CheckedList):
    """Knows of each record that it shows how complete it is."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        found = completeness(self.model, [record.pk for record in self.result_list])
        for record in self.result_list:
            record.completeness = found[record.pk]


class Completing(admin.ModelAdmin):
    def get_list_display(self, request: HttpRequest) -> list[Any]:
        *others, last = super().get_list_display(request)
        return [*others, "complete", last]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return [GapFilter, *super().get_list_filter(request)]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return _CompletedList

    @admin.display(description=_("complete"))
    def complete(self, record: Any) -> str:
        found = record.completeness
        return _("%(held)d of %(of)d") % {"held": found.held, "of": found.of}

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, obj: Any = None, **kwargs: Any
    ) -> HttpResponse:
        if obj is not None and obj.pk:
            context["completeness"] = completeness(self.model, [obj.pk]).get(obj.pk)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)
