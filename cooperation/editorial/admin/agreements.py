"""What came of meetings: agreements, and commitments with what became of them."""

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from cooperation.models import Agreement, Commitment, CommitmentChange, Meeting
from cooperation.record.public import marked, text_of

from .agencies import names_of
from .base import PartInline, RecordAdmin, other_languages
from .filters import LongFilter
from .publishing import PublishableAdmin

_WORDS_ELSEWHERE = _(
    'What was undertaken is public with its meeting: it is changed on <a href="{}">the form of the meeting</a>. '
    "What became of it is entered here."
)


class AgreementAdmin(PublishableAdmin):
    fieldsets = [
        (None, {"fields": ["title_en", ("kind", "signed", "in_force_until"), "text_url"]}),
        (_("Between whom"), {"fields": ["parties", "other_parties", "meeting"]}),
        (_("What it is about, and where that is written"), {"fields": ["topics", "programs", "sources"]}),
        other_languages(Agreement),
    ]
    help_texts = PublishableAdmin.help_texts | {
        "text_url": _("Where the text itself can be read; reports about it are sources."),
        "parties": _("Bodies of both sides that signed it."),
        "meeting": _("Only where it is in the record and a source says that it was signed there."),
    }
    list_display = ["signed", "english_title", "between", "kind", "state", "modified"]
    list_display_links = ["english_title"]
    list_filter = ["state", "kind", ("topics", LongFilter), ("parties", LongFilter)]
    date_hierarchy = "signed_earliest"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("parties")

    @admin.display(description=_("title"), ordering="title_en")
    def english_title(self, agreement: Agreement) -> str:
        return agreement.title_en

    @admin.display(description=_("parties"))
    def between(self, agreement: Agreement) -> str:
        return names_of(agreement.parties.all())


class CommitmentChangeInline(PartInline, admin.StackedInline):
    """A later state, and the record that shows it: one of the second line must be filled."""

    model = CommitmentChange
    extra = 0
    classes = ["rows"]
    fields = [("progress", "on", "note"), ("meeting", "program", "event", "agreement", "source")]


class CommitmentAdmin(RecordAdmin):
    """What became of a commitment. It is made in a point, on the form of its meeting."""

    inlines = [CommitmentChangeInline]
    fieldsets = [
        (None, {"fields": ["made_at", "point", "text_en", ("made_by", "made_to", "due"), "progress", "slug"]}),
        other_languages(Commitment),
    ]
    readonly_fields = ["made_at", "point", "progress"]
    help_texts = {"made_to": _("Empty where no one body is meant.")}
    list_display = ["english_text", "made_by", "made_to", "due", "progress", "meeting", "modified"]
    list_select_related = ["meeting", "made_by", "made_to"]
    list_filter = ["progress", ("made_by", LongFilter), ("made_to", LongFilter)]
    date_hierarchy = "meeting__date_earliest"

    def get_readonly_fields(self, request: HttpRequest, obj: Commitment | None = None) -> list[str]:
        """All but what became of it, once its meeting is public: what readers see of that is changed by a proposal."""
        fields = super().get_readonly_fields(request, obj)
        return flatten_fieldsets(self.fieldsets) if _is_public(obj) else fields

    def get_fieldsets(self, request: HttpRequest, obj: Commitment | None = None) -> list:
        first, *others = super().get_fieldsets(request, obj)
        if not _is_public(obj):
            return [first, *others]
        title, options = first
        return [(title, options | {"description": format_html(_WORDS_ELSEWHERE, _meeting_form(obj))}), *others]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description=_("what was undertaken"), ordering="text_en")
    def english_text(self, commitment: Commitment) -> str:
        return marked(text_of(commitment, "text"))

    @admin.display(description=_("meeting"))
    def made_at(self, commitment: Commitment) -> str:
        return format_html('<a href="{}">{}</a>', _meeting_form(commitment), commitment.meeting)


def _meeting_form(commitment: Commitment) -> str:
    return reverse("admin:cooperation_meeting_change", args=[commitment.meeting_id])


def _is_public(commitment: Commitment | None) -> bool:
    return commitment is not None and Meeting.objects.published().filter(pk=commitment.meeting_id).exists()
