from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from cooperation.models import Agency, Identifier

from .base import PlainInline, RecordAdmin, other_languages
from .completing import Completing


def names_of(agencies: Iterable[Agency]) -> str:
    """Acronyms where there are some: what fits in a column."""
    return ", ".join(agency.acronym_en or agency.name_en for agency in agencies)


class IdentifierInline(PlainInline):
    """Of an agency or of an official: the page says which."""

    model = Identifier
    fields = ["scheme", "value"]


class AgencyAdmin(Completing, RecordAdmin):
    inlines = [IdentifierInline]
    fieldsets = [
        (None, {"fields": ["name_en", ("acronym_en", "side", "kind"), "description_en", "aliases"]}),
        (_("Where it belongs"), {"fields": ["parent", ("predecessor", "succeeded_on"), "founded"]}),
        (_("Where it is found"), {"fields": [("headquarters_city", "headquarters_country"), "website", "slug"]}),
        other_languages(Agency),
    ]
    list_display = ["english_name", "acronym_en", "side", "kind", "parent", "modified"]
    list_select_related = ["parent"]
    list_filter = ["side", "kind"]
