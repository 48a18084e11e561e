import uuid
from functools import reduce
from operator import or_
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .agency import Agency
from .agreement import Agreement
from .base import Record, RecordQuerySet, in_some_language, may_publish, translated
from .commitment import Commitment
from .event import Event
from .meeting import Meeting
from .official import Official
from .program import Program
from .topic import Topic

# Each foreign key of a correction, and the noun that it leads to. One of them is set.
CORRECTED: dict[str, type[Record]] = {
    "meeting": Meeting,
    "agency": Agency,
    "official": Official,
    "program": Program,
    "event": Event,
    "topic": Topic,
    "agreement": Agreement,
    "commitment": Commitment,
}


def _only(name: str) -> Q:
    return Q(**{f"{each}__isnull": each != name for each in CORRECTED})


class CorrectionQuerySet(RecordQuerySet):
    def published(self) -> Self:
        """A correction is public while the record that was corrected is."""
        public = (Q(**{f"{name}__in": model.objects.published()}) for name, model in CORRECTED.items())
        return self.filter(reduce(or_, public))

    def newest_first(self) -> Self:
        return self.order_by("-corrected_on", "-id")

    def with_record(self) -> Self:
        return self.select_related(*CORRECTED)


def _corrected(model: type[Record]) -> models.ForeignKey:
    return models.ForeignKey(
        model,
        verbose_name=model._meta.verbose_name,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="corrections",
    )


class Correction(models.Model):
    """What was corrected in a published record, and on which day, for readers."""

    uid = models.UUIDField(_("uid"), default=uuid.uuid4, unique=True, editable=False)
    corrected_on = models.DateField(_("corrected on"), default=timezone.localdate)
    text = models.TextField(
        _("what was corrected"),
        blank=True,
        help_text=_("In a sentence or two: what stood there, and what stands there now."),
    )
    meeting = _corrected(Meeting)
    agency = _corrected(Agency)
    official = _corrected(Official)
    program = _corrected(Program)
    event = _corrected(Event)
    topic = _corrected(Topic)
    agreement = _corrected(Agreement)
    commitment = _corrected(Commitment)
    created = models.DateTimeField(_("entered"), auto_now_add=True, editable=False)
    modified = models.DateTimeField(_("changed"), auto_now=True, editable=False)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        permissions = may_publish("correction")
        ordering = ["-corrected_on", "-id"]
        constraints = [
            in_some_language("correction", "text"),
            models.CheckConstraint(
                name="correction_of_one_record",
                condition=reduce(or_, (_only(name) for name in CORRECTED)),
                violation_error_message=_("Name one record that was corrected, and no more than one."),
            ),
        ]
        indexes = [
            # The page of all corrections, newest first, from any position.
            models.Index(fields=["-corrected_on", "-id"], name="correction_newest_first"),
        ]

    def __str__(self) -> str:
        return f"{self.corrected_on}: {translated(self, 'text')[:80]}"

    @property
    def record(self) -> Record:
        """The record that was corrected."""
        name = next(name for name in CORRECTED if getattr(self, f"{name}_id") is not None)
        return getattr(self, name)

    def clean(self) -> None:
        super().clean()
        if self.corrected_on and self.corrected_on > timezone.localdate():
            raise ValidationError({"corrected_on": _("This day has not come yet.")})
