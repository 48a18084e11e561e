"""A meeting on one form, in the order of a press release."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from cooperation.models import Commitment, Meeting, MeetingEvent, Participation, Point
from cooperation.record.indexing import postponed

from ..beside.oddities import oddities, sitting_of
from ..forms import CommitmentForm, NumberedForm, PointForm
from ..formsets import CommitmentFormSet, ParticipationFormSet, PointFormSet, RowFormSet
from .agencies import names_of
from .base import PlainInline, RowInline, other_languages
from .copying import CopyAdmin, RowsOfCopy
from .filters import LongFilter
from .intake import IntakeAdmin, PeopleFromText, RowsFromText
from .publishing import PublishableAdmin
from .signed import AgreementInline, SignedAdmin


class MeetingRowInline(RowsFromText, RowsOfCopy, RowInline):
    """A table whose rows name each other by number."""

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> type[BaseInlineFormSet]:
        formset = super().get_formset(request, obj, **kwargs)
        # The stock check refuses to delete a row that others refer to as stored. Here those others
        # may go, or name another row, in the same save; the formsets check that.
        formset.form.hand_clean_DELETE = lambda form: None
        return formset


class ParticipationInline(PeopleFromText, MeetingRowInline):
    model = Participation
    form = NumberedForm
    formset = ParticipationFormSet
    extra = 2
    fieldsets = [
        (None, {"fields": [("order", "agency", "official", "reported_title_en", "role")]}),
        other_languages(Participation, "reported_name"),
    ]
    help_texts = {
        "order": _("Points name who spoke by it."),
        "official": _("Empty for a delegation."),
        "reported_title_en": _("As reported for that day."),
    }


class MeetingEventInline(RowsFromText, PlainInline):
    model = MeetingEvent
    fields = ["event", "relation"]


class PointInline(MeetingRowInline):
    model = Point
    form = PointForm
    formset = PointFormSet
    extra = 1
    fieldsets = [
        (None, {"fields": [("order", "raised_by", "kind", "source", "paragraph"), ("text_en", "topics")]}),
        other_languages(Point),
    ]
    help_texts = {
        "source": _("Left empty in a new point, it is the meeting's, where that has one."),
        "paragraph": _("Counted without the headline."),
    }

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("participation")


class CommitmentInline(MeetingRowInline):
    model = Commitment
    form = CommitmentForm
    formset = CommitmentFormSet
    show_change_link = True
    view_on_site = False
    fieldsets = [
        (None, {"fields": [("in_point", "made_by", "made_to", "due"), "text_en"]}),
        other_languages(Commitment),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("point")


class MeetingAdmin(SignedAdmin, CopyAdmin, IntakeAdmin, PublishableAdmin):
    inlines = [ParticipationInline, MeetingEventInline, PointInline, CommitmentInline, AgreementInline]
    fieldsets = [
        (_("What and when"), {"fields": ["title_en", ("date", "mode"), "date_note"]}),
        (_("Where"), {"fields": [("venue", "city", "country")]}),
        (_("What it was about"), {"fields": ["summary_en", "topics", "programs"]}),
        (_("Where it is written"), {"fields": ["sources"]}),
        other_languages(Meeting),
    ]
    help_texts = PublishableAdmin.help_texts | {
        "mode": _("Not known, unless a source says it."),
        "venue": _("The building or the place, where a source names it."),
        "topics": _("What the meeting as a whole was about; a topic of one point goes with that point."),
        "programs": _("Programs that were spoken of. Events have their own table below."),
    }
    readonly_fields = [*PublishableAdmin.readonly_fields, "agreements_signed"]

    list_display = ["date", "english_title", "agencies", "state", "modified"]
    list_display_links = ["english_title"]
    list_filter = [
        "state",
        "mode",
        ("topics", LongFilter),
        ("participations__agency", LongFilter),
    ]
    date_hierarchy = "date_earliest"

    class Media:
        js = [
            "admin_site/rows.js",
            "admin_site/meeting.js",
            "admin_site/titles.js",
            "admin_site/oddities.js",
            "admin_site/intake.js",
        ]
        css = {"all": ["admin_site/intake.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("participations__agency")

    def odd_about(self, record: Meeting) -> list[str]:
        return oddities(sitting_of(record))

    @admin.display(description=_("title"), ordering="title_en")
    def english_title(self, meeting: Meeting) -> str:
        return meeting.title_en

    @admin.display(description=_("agencies"))
    def agencies(self, meeting: Meeting) -> str:
        return names_of(dict.fromkeys(row.agency for row in meeting.participations.all()))

    def get_fieldsets(self, request: HttpRequest, obj: Meeting | None = None) -> list:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None:
            signed = (_("Agreements signed there"), {"classes": ["closing"], "fields": ["agreements_signed"]})
            fieldsets.insert(-1, signed)
        return fieldsets

    @admin.display(description=_("agreements"))
    def agreements_signed(self, meeting: Meeting) -> str:
        links = (
            (reverse("admin:cooperation_agreement_change", args=[agreement.pk]), agreement)
            for agreement in meeting.agreements.all()
        )
        add = format_html(
            '<li><a href="{}?meeting={}">{}</a></li>',
            reverse("admin:cooperation_agreement_add"),
            meeting.pk,
            _("Add an agreement that was signed there"),
        )
        return format_html("<ul>{}{}</ul>", format_html_join("", '<li><a href="{}">{}</a></li>', links), add)

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if issubclass(inline.formset, RowFormSet):
            # One for all tables of the page: so their rows find each other.
            kwargs["rows"] = vars(request).setdefault("rows_of_meeting", {})
        return kwargs

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: list, change: bool) -> None:
        """Save the tables in their order, then delete rows in the other, so that none is left referring."""
        _cite_the_only_source(form, formsets)
        with postponed():
            super().save_related(request, form, formsets, change)
            for formset in reversed(formsets):
                if isinstance(formset, RowFormSet):
                    formset.delete_noted()


def _cite_the_only_source(form: ModelForm, formsets: list) -> None:
    """Where a meeting has one source, its new points were read there."""
    sources = list(form.cleaned_data["sources"])
    points: list[Model] = [
        row.instance for formset in formsets if formset.model is Point for row in formset.extra_forms
    ]
    for point in points:
        if len(sources) == 1 and point.source_id is None:
            point.source = sources[0]
