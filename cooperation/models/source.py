import uuid
from typing import Any, Self
from urllib.parse import urlsplit, urlunsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .base import RecordQuerySet, State, may_publish
from .partial_date import PartialDateField, partial_date_constraints

WEB_SCHEMES = ("http", "https")


def web_url(**options: Any) -> models.URLField:
    """An address of the web: http or https and nothing else, wherever it is entered."""
    return models.URLField(max_length=1000, validators=[URLValidator(schemes=WEB_SCHEMES)], **options)


def is_web_url(model: str, field: str, *, required: bool = False) -> models.CheckConstraint:
    """Hold a column to http and https addresses in the database too (`javascript:` never gets in)."""
    condition = Q(**{f"{field}__istartswith": "http://"}) | Q(**{f"{field}__istartswith": "https://"})
    return models.CheckConstraint(
        name=f"{model}_{field}_is_web",
        condition=condition if required else condition | Q(**{field: ""}),
        violation_error_message=_("Only addresses that begin with http:// or https:// are taken."),
    )


def url_key(url: str) -> str:
    """The key under which two spellings of one address are the same source.

    Scheme, `www.`, letter case of the host, a default port, a fragment and a closing slash make no
    difference; path and query do. Raises ValueError where `url` is no address.
    """
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").removeprefix("www.")
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    return urlunsplit(("", f"{host}{port}", parts.path.rstrip("/"), parts.query, "")).removeprefix("//")


# The order of `Source.Meta`, for rows that lead to sources: every page, table and format names those of a record so.
ORDER_OF_LINKED_SOURCES = ("-source__published", "source__publisher", "source_id")


class SourceQuerySet(RecordQuerySet):
    def published(self) -> Self:
        """Only what a published record refers to."""
        published = State.PUBLISHED
        from .agreement import Agreement
        from .commitment import CommitmentChange
        from .event import Event
        from .meeting import Meeting, Point
        from .official import Appointment, Official
        from .program import Program

        cited = Q(pk__in=Point.objects.filter(meeting__state=published).values("source"))
        for model in (Meeting, Program, Event, Agreement):
            cited |= Q(
                pk__in=model.sources.through.objects.filter(**{f"{model._meta.model_name}__state": published}).values(
                    "source"
                )
            )
        cited |= Q(
            pk__in=Appointment.objects.filter(official__in=Official.objects.published(), source__isnull=False).values(
                "source"
            )
        )
        cited |= Q(
            pk__in=CommitmentChange.objects.filter(commitment__meeting__state=published, source__isnull=False).values(
                "source"
            )
        )
        return self.filter(cited)


class LinkStatus(models.TextChoices):
    UNCHECKED = "", _("not checked")
    ALIVE = "alive", _("answers")
    MOVED = "moved", _("moved")
    DEAD = "dead", _("does not answer")


class Source(models.Model):
    """Where a fact is written: a report on the web, with its publisher and date."""

    uid = models.UUIDField(_("uid"), default=uuid.uuid4, unique=True, editable=False)
    url = web_url(verbose_name=_("web address"), help_text=_("As given, beginning with http:// or https://."))
    url_key = models.CharField(max_length=1000, unique=True, editable=False)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    title = models.CharField(
        _("title"), max_length=500, blank=True, help_text=_("In the language of the source; empty where it has none.")
    )
    published = PartialDateField(_("published"), null=True, blank=True, help_text=_("2024, 2024-01 or 2024-01-11."))
    language = models.CharField(
        _("language"), max_length=10, blank=True, help_text=_("The code of its language: en, az, ru, de, fr …")
    )
    archived_url = web_url(verbose_name=_("archived copy"), blank=True)
    link_status = models.CharField(
        _("link"), max_length=10, blank=True, choices=LinkStatus.choices, default="", editable=False
    )
    created = models.DateTimeField(_("entered"), auto_now_add=True, editable=False)
    modified = models.DateTimeField(_("changed"), auto_now=True, editable=False)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        permissions = may_publish("source")
        ordering = ["-published", "publisher", "id"]
        constraints = [
            is_web_url("source", "url", required=True),
            is_web_url("source", "archived_url"),
            *partial_date_constraints("source", "published"),
        ]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.publisher, self.title or self.url, self.published) if part)

    def clean(self) -> None:
        super().clean()
        try:
            key = url_key(self.url)
        except ValueError:
            raise ValidationError({"url": _("This is no web address.")}) from None
        twin = Source.objects.filter(url_key=key).exclude(pk=self.pk).first()
        if twin is not None:
            raise ValidationError({"url": _("This source is there already: %(source)s") % {"source": twin}})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.url_key = url_key(self.url)
        if self.pk and Source.objects.filter(pk=self.pk).exclude(url_key=self.url_key).exists():
            # What was found at another address says nothing about this one.
            self.link_status = LinkStatus.UNCHECKED
            LinkCheck.objects.filter(source=self).delete()
        super().save(*args, **kwargs)


class LinkCheck(models.Model):
    """What the last check of a source's link found, for editors; `Source.link_status` is what came of all checks."""

    source = models.OneToOneField(
        Source, verbose_name=_("source"), primary_key=True, on_delete=models.CASCADE, related_name="link_check"
    )
    checked_at = models.DateTimeField(_("link checked"))
    answer = models.CharField(_("answer"), max_length=300)
    moved_to = web_url(verbose_name=_("new address"), blank=True)
    # Days on which it failed since it last answered, and the last of them: one bad day is no death.
    failed_days = models.PositiveSmallIntegerField(_("days without an answer"), default=0)
    last_failed = models.DateField(null=True)
    suggested_copy = web_url(verbose_name=_("suggested archived copy"), blank=True)
    archive_asked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("link check")
        verbose_name_plural = _("link checks")
        constraints = [is_web_url("link_check", "moved_to"), is_web_url("link_check", "suggested_copy")]
        indexes = [
            # A round begins with what was checked longest ago.
            models.Index(fields=["checked_at"], name="link_check_oldest_first"),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.answer}"
