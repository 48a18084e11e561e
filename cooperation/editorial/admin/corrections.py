from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from cooperation.models import CORRECTED, Correction
from cooperation.models.base import LANGUAGES
from cooperation.record.public import marked, text_of

from .base import PlainAdmin, other_languages


class CorrectionAdmin(PlainAdmin, TranslationAdmin):
    """What readers are told of a correction, on the record's page and on the page of all corrections."""

    fieldsets = [
        (None, {"fields": ["corrected_on", "text_en"]}),
        (
            _("In which record"),
            {"fields": list(CORRECTED), "description": _("Fill one. Readers see it while that record is published.")},
        ),
        other_languages(Correction),
    ]
    list_display = ["corrected_on", "english_text", "corrected", "modified"]
    list_display_links = ["english_text"]
    search_fields = [f"text_{language}" for language in LANGUAGES]
    date_hierarchy = "corrected_on"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).with_record()

    @admin.display(description=_("what was corrected"), ordering="text_en")
    def english_text(self, correction: Correction) -> str:
        return marked(text_of(correction, "text"))

    @admin.display(description=_("record"))
    def corrected(self, correction: Correction) -> str:
        return str(correction.record)
