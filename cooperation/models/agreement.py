from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from .agency import Agency
from .base import (
    Publishable,
    PublishableQuerySet,
    Record,
    has_address,
    may_publish,
    publishable_constraints,
    required_text,
    translated,
)
from .meeting import Meeting
from .partial_date import (
    PartialDateField,
    earliest_of,
    latest_of,
    partial_date_constraints,
    period_constraint,
)
from .program import Program
from .source import Source, is_web_url, web_url
from .topic import Topic


class AgreementKind(models.TextChoices):
    """What editors choose from; an open list, so the database does not check it."""

    MEMORANDUM = "memorandum", _("Memorandum of understanding")
    FRAMEWORK = "framework", _("Cooperation framework")
    PROTOCOL = "protocol", _("Protocol")
    ACTION_PLAN = "action-plan", _("Action plan")
    WORK_PLAN = "work-plan", _("Work plan")
    HOST_AGREEMENT = "host-agreement", _("Host agreement")
    AGREEMENT = "agreement", _("Agreement")
    DECLARATION = "declaration", _("Declaration")
    OTHER = "other", _("Other")


class AgreementQuerySet(PublishableQuerySet):
    def newest_first(self) -> Self:
        return self.order_by(models.F("signed").desc(nulls_last=True), "-id")


class Agreement(Record, Publishable):
    """What the sides signed: a memorandum, a framework, a protocol, an action plan."""

    noun = "agreements"

    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(_("kind"), max_length=20, choices=AgreementKind.choices)
    parties = models.ManyToManyField(Agency, verbose_name=_("parties"), blank=True, related_name="agreements")
    other_parties = models.CharField(
        _("other parties"), max_length=300, blank=True, help_text=_("Parties that are no listed agency.")
    )
    signed = PartialDateField(_("signed"), null=True, blank=True, help_text=_("2024, 2024-01 or 2024-01-11."))
    in_force_until = PartialDateField(
        _("in force until"), null=True, blank=True, help_text=_("Empty where unknown or without end.")
    )
    meeting = models.ForeignKey(
        Meeting,
        verbose_name=_("signed at the meeting"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="agreements",
    )
    programs = models.ManyToManyField(Program, verbose_name=_("programs"), blank=True, related_name="agreements")
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="agreements")
    text_url = web_url(verbose_name=_("link to the text"), blank=True)
    sources = models.ManyToManyField(Source, verbose_name=_("sources"), blank=True, related_name="agreements")
    signed_earliest = earliest_of("signed")
    in_force_until_latest = latest_of("in_force_until")

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        permissions = may_publish("agreement")
        ordering = ["-signed", "-id"]
        constraints = [
            required_text("agreement", "title"),
            has_address("agreement"),
            *publishable_constraints("agreement"),
            *partial_date_constraints("agreement", "signed", "in_force_until"),
            period_constraint("agreement", "signed", "in_force_until"),
            is_web_url("agreement", "text_url"),
        ]

    def __str__(self) -> str:
        return translated(self, "title")

    def slug_source(self) -> str:
        return self.title_en
