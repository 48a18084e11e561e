import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .agency import Agency, refuse_circle
from .base import (
    Named,
    Publishable,
    PublishableQuerySet,
    has_address,
    may_publish,
    one_of,
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


class EventKind(models.TextChoices):
    """What editors choose from; an open list, so the database does not check it."""

    CONFERENCE = "conference", _("Conference")
    SUMMIT = "summit", _("Summit")
    FORUM = "forum", _("Forum")
    SESSION = "session", _("Session")
    CONGRESS = "congress", _("Congress")
    VISIT = "visit", _("Official visit")
    CEREMONY = "ceremony", _("Ceremony")
    EXHIBITION = "exhibition", _("Exhibition")
    CAMPAIGN = "campaign", _("Campaign")
    OBSERVANCE = "observance", _("Observance")
    OTHER = "other", _("Other")


class EventStatus(models.TextChoices):
    ANNOUNCED = "announced", _("Announced")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")
    UNKNOWN = "unknown", _("Not known")


class EventQuerySet(PublishableQuerySet):
    def newest_first(self) -> Self:
        return self.order_by(models.F("start").desc(nulls_last=True), "-id")

    def between(self, earliest: datetime.date | None, latest: datetime.date | None) -> Self:
        """Events that may overlap the days from `earliest` to `latest`; None leaves a side open."""
        events = self.exclude(start=None)
        if earliest:
            events = events.filter(Q(end_latest__gte=earliest) | Q(end=None, start_latest__gte=earliest))
        if latest:
            events = events.filter(start_earliest__lte=latest)
        return events

    def upcoming(self, *, at: datetime.date) -> Self:
        """Events that surely begin after the day `at`, or whose month or year has not ended by then."""
        return self.filter(start_latest__gt=at).exclude(status=EventStatus.CANCELLED)


class Event(Named, Publishable):
    """A conference, a summit, an official visit: what meetings are held around, or speak of."""

    noun = "events"

    acronym = models.CharField(_("acronym"), max_length=60, blank=True)
    kind = models.CharField(_("kind"), max_length=30, choices=EventKind.choices, default=EventKind.OTHER)
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="events")
    organisers = models.ManyToManyField(Agency, verbose_name=_("organisers"), blank=True, related_name="events")
    other_organisers = models.CharField(
        _("other organisers"), max_length=300, blank=True, help_text=_("Organisers that are no listed agency.")
    )
    status = models.CharField(_("status"), max_length=10, choices=EventStatus.choices, default=EventStatus.UNKNOWN)
    start = PartialDateField(
        _("start"), null=True, blank=True, help_text=_("2024, 2024-11 or 2024-11-11; empty where unknown.")
    )
    end = PartialDateField(_("end"), null=True, blank=True, help_text=_("Empty where unknown, or the same day."))
    city = models.CharField(_("city"), max_length=100, blank=True)
    country = models.CharField(_("country"), max_length=100, blank=True)
    parent = models.ForeignKey(
        "self", verbose_name=_("part of"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    aliases = models.TextField(_("other names"), blank=True, help_text=_("One a line. Readers find the event by each."))
    summary = models.TextField(_("summary"), blank=True)
    sources = models.ManyToManyField(Source, verbose_name=_("sources"), blank=True, related_name="events")
    start_earliest = earliest_of("start")
    start_latest = latest_of("start")
    end_latest = latest_of("end")

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        permissions = may_publish("event")
        ordering = ["sort_key_en", "id"]
        constraints = [
            required_text("event", "name"),
            has_address("event"),
            one_of("event", "status", EventStatus),
            *publishable_constraints("event"),
            *partial_date_constraints("event", "start", "end"),
            period_constraint("event"),
        ]
        indexes = [
            # Markers in the timeline: published events, newest first.
            models.Index(fields=["state", "start", "id"], name="event_timeline"),
        ]

    def was_due(self, *, at: datetime.date) -> bool:
        """Whether it was announced for a day that had passed by `at`, with no word that it was held."""
        return self.status == EventStatus.ANNOUNCED and self.start is not None and self.start.latest < at

    def clean(self) -> None:
        super().clean()
        refuse_circle(self)
