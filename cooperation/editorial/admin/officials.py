from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cooperation.models import Appointment, Official

from .agencies import IdentifierInline
from .base import RecordAdmin, RowInline, other_languages
from .completing import Completing
from .filters import LongFilter


class AppointmentInline(RowInline):
    model = Appointment
    extra = 1
    fieldsets = [
        (None, {"fields": [("title_en", "agency", "start", "end", "source")]}),
        other_languages(Appointment),
    ]


class OfficialAdmin(Completing, RecordAdmin):
    inlines = [AppointmentInline, IdentifierInline]
    fieldsets = [
        (None, {"fields": ["name_en", "other_spellings", "slug"]}),
        other_languages(Official),
    ]
    help_texts = {"name_en": _("Given name first, without a title: the posts stand below.")}
    list_display = ["english_name", "posts", "modified"]
    list_filter = [("appointments__agency", LongFilter)]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("appointments")

    @admin.display(description=_("posts"))
    def posts(self, official: Official) -> str:
        return "; ".join(appointment.title_en for appointment in official.appointments.all())
