from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from .agency import Agency
from .base import Named, Part, RecordQuerySet, State, has_address, may_publish, required_text
from .partial_date import (
    PartialDateField,
    earliest_of,
    latest_of,
    partial_date_constraints,
    period_constraint,
)
from .source import Source


class OfficialQuerySet(RecordQuerySet):
    def published(self) -> Self:
        """Only people who sat in a published meeting: the rest is not the public's yet."""
        from .meeting import Participation

        return self.filter(
            Exists(Participation.objects.filter(official=OuterRef("pk"), meeting__state=State.PUBLISHED))
        )

    def withdrawn(self) -> Self:
        """People whose meetings have all been withdrawn."""
        return (
            self.filter(participations__meeting__state=State.WITHDRAWN)
            .exclude(participations__meeting__state=State.PUBLISHED)
            .distinct()
        )


class Official(Named):
    """A person who took part in meetings; the posts they held are `Appointment`s."""

    noun = "officials"

    other_spellings = models.TextField(
        _("other spellings"),
        blank=True,
        help_text=_("One a line, in any script, as sources write the name. Readers find the person by each."),
    )

    objects = OfficialQuerySet.as_manager()

    class Meta:
        verbose_name = _("official")
        verbose_name_plural = _("officials")
        permissions = may_publish("official")
        ordering = ["sort_key_en", "id"]
        constraints = [required_text("official", "name"), has_address("official")]


class Appointment(Part):
    """A post that an official held for a time; a person is not a post."""

    within = "official"

    official = models.ForeignKey(
        Official, verbose_name=_("official"), on_delete=models.CASCADE, related_name="appointments"
    )
    agency = models.ForeignKey(
        Agency,
        verbose_name=_("agency"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="appointments",
        help_text=_("Empty where no listed body fits; the title then says where."),
    )
    title = models.CharField(_("title"), max_length=300, help_text=_("As the source states it."))
    start = PartialDateField(
        _("from"), null=True, blank=True, help_text=_("2020, 2020-07 or 2020-07-16; empty where unknown.")
    )
    end = PartialDateField(_("until"), null=True, blank=True, help_text=_("Empty where unknown or still in office."))
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="appointments",
    )
    start_earliest = earliest_of("start")
    end_latest = latest_of("end")

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ["-start", "id"]
        constraints = [
            required_text("appointment", "title"),
            *partial_date_constraints("appointment", "start", "end"),
            period_constraint("appointment"),
        ]

    def __str__(self) -> str:
        return f"{self.official}: {self.title_en}"
