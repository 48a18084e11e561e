from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .agency import Agency
from .agreement import Agreement
from .base import (
    Part,
    Record,
    RecordQuerySet,
    State,
    has_address,
    in_some_language,
    may_publish,
    one_of,
    texts_held,
    translated,
)
from .event import Event
from .meeting import Meeting, Point
from .partial_date import PartialDateField, latest_of, partial_date_constraints
from .program import Program
from .source import Source


class Progress(models.TextChoices):
    OPEN = "open", _("Open")
    UNDER_WAY = "under-way", _("Under way")
    FULFILLED = "fulfilled", _("Fulfilled")
    LAPSED = "lapsed", _("Lapsed")


class CommitmentQuerySet(RecordQuerySet):
    def published(self) -> Self:
        """A commitment follows the meeting that it was made in."""
        return self.filter(meeting__state=State.PUBLISHED)

    def withdrawn(self) -> Self:
        return self.filter(meeting__state=State.WITHDRAWN)

    def unsettled(self) -> Self:
        return self.filter(progress__in=[Progress.OPEN, Progress.UNDER_WAY])

    def newest_first(self) -> Self:
        return self.order_by("-meeting__date", "-id")


class Commitment(Record):
    """An undertaking that a source states in so many words, made in one point of a meeting."""

    noun = "commitments"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="commitments")
    point = models.ForeignKey(
        Point, verbose_name=_("made in the point"), on_delete=models.RESTRICT, related_name="commitments"
    )
    text = models.TextField(
        _("what was undertaken"),
        blank=True,
        help_text=_("Only what a source states as an undertaking: “interested” or “may” are none."),
    )
    made_by = models.ForeignKey(Agency, verbose_name=_("by"), on_delete=models.PROTECT, related_name="commitments_made")
    made_to = models.ForeignKey(
        Agency,
        verbose_name=_("for"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="commitments_received",
    )
    due = PartialDateField(
        _("due"), null=True, blank=True, help_text=_("2025, 2025-06 or 2025-06-30; empty where none is stated.")
    )
    progress = models.CharField(
        _("progress"), max_length=10, choices=Progress.choices, default=Progress.OPEN, editable=False
    )
    due_latest = latest_of("due")

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        permissions = may_publish("commitment")
        ordering = ["id"]
        constraints = [
            in_some_language("commitment", "text"),
            has_address("commitment"),
            one_of("commitment", "progress", Progress),
            *partial_date_constraints("commitment", "due"),
        ]

    def __str__(self) -> str:
        return translated(self, "text")[:80]

    def slug_source(self) -> str:
        text = next(iter(texts_held(self, "text").values()), "")[:60]
        return f"{self.meeting.date} {text.rpartition(' ')[0] or text}"

    def follow_changes(self) -> None:
        """Stand where the latest change of progress says; open where there is none."""
        latest = self.changes.order_by("-on", "-id").first()
        self.progress = latest.progress if latest else Progress.OPEN
        self.save(update_fields=["progress", "modified"])

    def clean(self) -> None:
        super().clean()
        if self.point_id and self.point.meeting_id != self.meeting_id:
            raise ValidationError({"point": _("This point was made in another meeting.")})


class CommitmentChange(Part):
    """A change of a commitment's progress, and the later record that shows it."""

    within = "commitment"

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="changes")
    progress = models.CharField(_("progress"), max_length=10, choices=Progress.choices)
    on = PartialDateField(_("on"), help_text=_("2025, 2025-06 or 2025-06-30."))
    note = models.CharField(_("note"), max_length=300, blank=True)
    meeting = models.ForeignKey(Meeting, verbose_name=_("meeting"), null=True, blank=True, on_delete=models.PROTECT)
    program = models.ForeignKey(Program, verbose_name=_("program"), null=True, blank=True, on_delete=models.PROTECT)
    event = models.ForeignKey(Event, verbose_name=_("event"), null=True, blank=True, on_delete=models.PROTECT)
    agreement = models.ForeignKey(
        Agreement, verbose_name=_("agreement"), null=True, blank=True, on_delete=models.PROTECT
    )
    source = models.ForeignKey(Source, verbose_name=_("source"), null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        verbose_name = _("change of progress")
        verbose_name_plural = _("changes of progress")
        ordering = ["on", "id"]
        constraints = [
            one_of("commitment_change", "progress", Progress),
            *partial_date_constraints("commitment_change", "on"),
            models.CheckConstraint(
                name="commitment_change_cites_a_record",
                condition=Q(meeting__isnull=False)
                | Q(program__isnull=False)
                | Q(event__isnull=False)
                | Q(agreement__isnull=False)
                | Q(source__isnull=False),
                violation_error_message=_("Cite the meeting, program, event, agreement or source that shows this."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.get_progress_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        self.commitment.follow_changes()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        deleted = super().delete(*args, **kwargs)
        self.commitment.follow_changes()
        return deleted
