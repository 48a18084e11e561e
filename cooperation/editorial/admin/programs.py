"""Programs and events: what meetings speak of; and topics, which hold all of it together."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cooperation.models import Event, Program, Topic

from .agencies import names_of
from .base import RecordAdmin, other_languages
from .filters import LongFilter
from .publishing import PublishableAdmin


class ProgramAdmin(PublishableAdmin):
    fieldsets = [
        (None, {"fields": ["name_en", "acronym_en", ("start", "end"), "summary_en"]}),
        (_("Who carries it out"), {"fields": ["agencies", "partners"]}),
        (_("What it is about, and where that is written"), {"fields": ["topics", "sources"]}),
        other_languages(Program),
    ]
    help_texts = PublishableAdmin.help_texts | {
        "agencies": _("The bodies of both sides that carry it out or are named as its partners."),
        "summary_en": _("What it is to bring about, in your own words."),
    }
    list_display = ["english_name", "start", "end", "of_agencies", "state", "modified"]
    list_filter = ["state", ("topics", LongFilter), ("agencies", LongFilter)]
    date_hierarchy = "start_earliest"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("agencies")

    @admin.display(description=_("agencies"))
    def of_agencies(self, program: Program) -> str:
        return names_of(program.agencies.all())


class EventAdmin(PublishableAdmin):
    fieldsets = [
        (None, {"fields": ["name_en", ("acronym_en", "kind", "status"), "aliases", "summary_en"]}),
        (_("When and where"), {"fields": [("start", "end"), ("city", "country"), "parent"]}),
        (_("Who holds it"), {"fields": ["organisers", "other_organisers"]}),
        (_("What it is about, and where that is written"), {"fields": ["topics", "sources"]}),
        other_languages(Event),
    ]
    help_texts = PublishableAdmin.help_texts | {
        "status": _("Held, only when a source says that it was."),
        "parent": _("The larger event that this one was a part of."),
        "organisers": _("Bodies of either side; whoever else held it goes in the next field."),
        "summary_en": _("What it was for, in your own words."),
    }
    list_display = ["english_name", "start", "end", "city", "kind", "status", "state", "modified"]
    list_filter = ["state", "status", "kind", ("topics", LongFilter), ("organisers", LongFilter)]
    date_hierarchy = "start_earliest"


class TopicAdmin(RecordAdmin):
    fieldsets = [
        (None, {"fields": ["name_en", "parent", "description_en", "sdgs", "slug"]}),
        other_languages(Topic),
    ]
    help_texts = {"parent": _("A meeting about this topic is then found under that one too.")}
    list_display = ["english_name", "parent", "sdgs", "modified"]
    list_select_related = ["parent"]
