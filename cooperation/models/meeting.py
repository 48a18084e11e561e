import datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from .agency import Agency
from .base import (
    Part,
    Publishable,
    PublishableQuerySet,
    Record,
    has_address,
    in_some_language,
    may_publish,
    one_of,
    publishable_constraints,
    required_text,
    translated,
)
from .event import Event
from .official import Official
from .partial_date import PartialDateField, earliest_of, latest_of, partial_date_constraints
from .program import Program
from .source import Source
from .topic import Topic


class Mode(models.TextChoices):
    IN_PERSON = "in-person", _("In person")
    VIDEO = "video", _("By video")
    PHONE = "phone", _("By phone")
    UNKNOWN = "unknown", _("Not known")


class MeetingQuerySet(PublishableQuerySet):
    def newest_first(self) -> Self:
        return self.order_by("-date", "-id")

    def oldest_first(self) -> Self:
        return self.order_by("date", "id")

    def between(self, earliest: datetime.date | None, latest: datetime.date | None) -> Self:
        """Meetings that may have been held from `earliest` to `latest`; None leaves a side open."""
        meetings = self
        if earliest:
            meetings = meetings.filter(date_latest__gte=earliest)
        if latest:
            meetings = meetings.filter(date_earliest__lte=latest)
        return meetings

    def for_timeline(self) -> Self:
        """With what an entry of the timeline shows: who met, and about what."""
        return self.prefetch_related(
            models.Prefetch("participations", Participation.objects.select_related("agency", "official")),
            "topics",
        )


class Meeting(Record, Publishable):
    """A meeting of officials or delegations of both sides."""

    noun = "meetings"

    title = models.CharField(_("title"), max_length=300, help_text=_("Who met whom, in a few words."))
    date = PartialDateField(_("date"), help_text=_("2024, 2024-01 or 2024-01-11. Never a day that no source states."))
    date_note = models.CharField(
        _("how the date is known"), max_length=300, blank=True, help_text=_("Shown to readers beside the date.")
    )
    mode = models.CharField(_("mode"), max_length=10, choices=Mode.choices, default=Mode.UNKNOWN)
    venue = models.CharField(_("venue"), max_length=200, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    country = models.CharField(_("country"), max_length=100, blank=True)
    summary = models.TextField(
        _("summary"), blank=True, help_text=_("In your own words: facts carry over, sentences do not.")
    )
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="meetings")
    programs = models.ManyToManyField(Program, verbose_name=_("programs"), blank=True, related_name="meetings")
    events = models.ManyToManyField(
        Event, verbose_name=_("events"), through="MeetingEvent", blank=True, related_name="meetings"
    )
    sources = models.ManyToManyField(Source, verbose_name=_("sources"), blank=True, related_name="meetings")
    date_earliest = earliest_of("date")
    date_latest = latest_of("date")

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        permissions = may_publish("meeting")
        ordering = ["-date", "-id"]
        constraints = [
            required_text("meeting", "title"),
            has_address("meeting"),
            one_of("meeting", "mode", Mode),
            *publishable_constraints("meeting"),
            *partial_date_constraints("meeting", "date"),
        ]
        indexes = [
            # The timeline: published meetings in order, from any position.
            models.Index(fields=["state", "date", "id"], name="meeting_timeline"),
            # from= and to=: what overlaps a range of days.
            models.Index(fields=["date_earliest"], name="meeting_earliest"),
            models.Index(fields=["date_latest"], name="meeting_latest"),
            # The index of meetings reads each of these for all meetings at once, from here alone.
            models.Index(fields=["mode"], name="meeting_by_mode"),
            models.Index(fields=["city", "country"], name="meeting_by_place"),
        ]

    def __str__(self) -> str:
        return f"{self.date} {translated(self, 'title')}"

    def slug_source(self) -> str:
        return f"{self.date} {self.title_en}"


class EventRelation(models.TextChoices):
    DISCUSSED = "discussed", _("Discussed")
    SIDELINES = "sidelines", _("Held on its sidelines")
    VISIT = "visit", _("Part of the visit")


class MeetingEvent(models.Model):
    """How a meeting relates to an event."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="event_links")
    event = models.ForeignKey(Event, verbose_name=_("event"), on_delete=models.PROTECT, related_name="meeting_links")
    relation = models.CharField(
        _("relation"), max_length=10, choices=EventRelation.choices, default=EventRelation.DISCUSSED
    )

    class Meta:
        verbose_name = _("event of the meeting")
        verbose_name_plural = _("events of the meeting")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "event"], name="meeting_event_once"),
            one_of("meeting_event", "relation", EventRelation),
        ]

    def __str__(self) -> str:
        return f"{self.event} ({self.get_relation_display()})"


class Role(models.TextChoices):
    HOST = "host", _("Host")
    GUEST = "guest", _("Guest")
    PARTICIPANT = "participant", _("Participant")


class Participation(Part):
    """Who sat in a meeting, under the name and title reported for that day.

    A body without a named person is there as a delegation: no official, no reported name.
    """

    within = "meeting"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="participations")
    agency = models.ForeignKey(
        Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="participations"
    )
    official = models.ForeignKey(
        Official,
        verbose_name=_("official"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="participations",
        help_text=_("Empty for a delegation, or a person who is not known."),
    )
    reported_name = models.CharField(
        _("name as reported"),
        max_length=200,
        blank=True,
        help_text=_("Only where it differs from the official's name."),
    )
    reported_title = models.CharField(
        _("title that day"), max_length=300, blank=True, help_text=_("As reported for the day of the meeting.")
    )
    role = models.CharField(_("role"), max_length=15, choices=Role.choices, default=Role.PARTICIPANT)
    order = models.PositiveSmallIntegerField(
        _("no."), default=1, help_text=_("The participant's number: points name who spoke by it.")
    )

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "agency", "official"],
                condition=models.Q(official__isnull=False),
                name="participation_of_official_once",
                violation_error_message=_("This official is there already for this agency."),
            ),
            models.UniqueConstraint(
                "meeting",
                "agency",
                "reported_name",
                Coalesce("reported_title_en", models.Value("")),
                condition=models.Q(official__isnull=True),
                name="participation_of_unknown_once",
                violation_error_message=_("This participant is there already."),
            ),
            one_of("participation", "role", Role),
        ]
        indexes = [
            # Filter and facet by official; an official's page.
            models.Index(fields=["official", "meeting"], name="participation_official"),
            # Filter and facet by agency, and by who sat for it; an agency's page.
            models.Index(fields=["agency", "official", "meeting"], name="participation_seat"),
        ]

    def __str__(self) -> str:
        name = self.reported_name or (str(self.official) if self.official_id else _("Delegation"))
        return f"{name}, {self.agency}"


class PointKind(models.TextChoices):
    INFORMED = "informed", _("Informed")
    PRAISED = "praised", _("Praised")
    ASKED = "asked", _("Asked")
    PROPOSED = "proposed", _("Proposed")
    OFFERED = "offered", _("Offered")
    DISCUSSED = "discussed", _("Discussed")
    AGREED = "agreed", _("Agreed")


class Point(Part):
    """One thing that was said in a meeting, by whom, and the paragraph of the source that says so."""

    within = "meeting"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="points")
    participation = models.ForeignKey(
        Participation,
        verbose_name=_("raised by"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="points",
        help_text=_("Empty for what the sides did together."),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=PointKind.choices)
    text = models.TextField(_("what was said"), blank=True, help_text=_("In your own words, in one or two sentences."))
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="points")
    source = models.ForeignKey(
        Source, verbose_name=_("source"), null=True, blank=True, on_delete=models.PROTECT, related_name="points"
    )
    paragraph = models.PositiveSmallIntegerField(
        _("paragraph"), null=True, blank=True, help_text=_("Of the source's text, counted without its headline.")
    )
    order = models.PositiveSmallIntegerField(_("no."), default=1)

    class Meta:
        verbose_name = _("point")
        verbose_name_plural = _("points")
        ordering = ["order", "id"]
        constraints = [in_some_language("point", "text"), one_of("point", "kind", PointKind)]

    def __str__(self) -> str:
        return f"{self.order}. {translated(self, 'text')[:80]}"

    def clean(self) -> None:
        super().clean()
        speaker: Any = self.participation if self.participation_id else None
        if speaker is not None and speaker.meeting_id != self.meeting_id:
            raise ValidationError({"participation": _("This participant sat in another meeting.")})
