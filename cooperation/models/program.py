from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from .agency import Agency
from .base import (
    Named,
    Publishable,
    PublishableQuerySet,
    has_address,
    may_publish,
    publishable_constraints,
    required_text,
)
from .partial_date import (
    PartialDateField,
    earliest_of,
    latest_of,
    partial_date_constraints,
    period_constraint,
)
from .source import Source
from .topic import Topic


class ProgramQuerySet(PublishableQuerySet):
    def newest_first(self) -> Self:
        return self.order_by(models.F("start").desc(nulls_last=True), "-id")


class Program(Named, Publishable):
    """A program, project or framework that agencies of both sides carry out."""

    noun = "programs"

    acronym = models.CharField(_("acronym"), max_length=60, blank=True)
    agencies = models.ManyToManyField(Agency, verbose_name=_("agencies"), blank=True, related_name="programs")
    partners = models.CharField(
        _("other partners"),
        max_length=500,
        blank=True,
        help_text=_("Partners that are no listed agency: European Union, GAVI."),
    )
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="programs")
    start = PartialDateField(
        _("start"), null=True, blank=True, help_text=_("2021, 2021-03 or 2021-03-16; empty where unknown.")
    )
    end = PartialDateField(_("end"), null=True, blank=True, help_text=_("Empty where unknown or open."))
    summary = models.TextField(_("summary"), blank=True)
    sources = models.ManyToManyField(Source, verbose_name=_("sources"), blank=True, related_name="programs")
    start_earliest = earliest_of("start")
    end_latest = latest_of("end")

    objects = ProgramQuerySet.as_manager()

    class Meta:
        verbose_name = _("program")
        verbose_name_plural = _("programs")
        permissions = may_publish("program")
        ordering = ["sort_key_en", "id"]
        constraints = [
            required_text("program", "name"),
            has_address("program"),
            *publishable_constraints("program"),
            *partial_date_constraints("program", "start", "end"),
            period_constraint("program"),
        ]
