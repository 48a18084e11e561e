"""What each record was: every save of the editors' desk, what waits for publication, and what the public saw."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .base import State


class Action(models.TextChoices):
    FOUND = "found", _("Found as it stood")
    CREATED = "created", _("Created")
    EDITED = "edited", _("Edited")
    MOVED = "moved", _("State moved")
    PROPOSED = "proposed", _("Change proposed")
    RETURNED = "returned", _("Proposal returned")
    DISCARDED = "discarded", _("Proposal discarded")
    ACCEPTED = "accepted", _("Proposal published")
    REVERTED = "reverted", _("Reverted")
    MERGED = "merged", _("Merged")
    IMPORTED = "imported", _("Imported")
    RECOVERED = "recovered", _("Recovered")
    DELETED = "deleted", _("Deleted")


# Steps in the life of a proposal, which change nothing in the record itself.
_ASIDE = (Action.PROPOSED, Action.RETURNED, Action.DISCARDED)


class VersionQuerySet(models.QuerySet):
    def of(self, record: models.Model) -> Self:
        return self.filter(uid=record.uid)

    def written(self) -> Self:
        """Without what was only proposed."""
        return self.exclude(action__in=_ASIDE)

    def newest_first(self) -> Self:
        return self.order_by("-number")

    def last_of_deleted(self) -> Self:
        """The last version of each record that was deleted and not recovered since."""
        later = VersionQuerySet(self.model).filter(uid=models.OuterRef("uid"), number__gt=models.OuterRef("number"))
        return self.filter(~models.Exists(later), action=Action.DELETED)


class Version(models.Model):
    """A record as one save left it, with all its rows. Kept for ever, and never shown to the public."""

    noun = models.CharField(max_length=30)
    uid = models.UUIDField()
    number = models.PositiveIntegerField(_("version"))
    action = models.CharField(_("what was done"), max_length=10, choices=Action.choices)
    # A snapshot, see `record.snapshots`, and what the records that it refers to were called.
    data = models.JSONField()
    names = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    title = models.CharField(_("title"), max_length=400)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, blank=True)
    state_before = models.CharField(max_length=10, choices=State.choices, blank=True)
    reason = models.CharField(_("reason for the change"), max_length=500, blank=True)
    comment = models.TextField(_("comment for editors"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Kept when the account is gone.
    by_name = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        default_permissions = ()
        constraints = [
            # Also the history of one record.
            models.UniqueConstraint(fields=["uid", "number"], name="version_number_once"),
        ]
        indexes = [
            # What can be recovered.
            models.Index(fields=["noun", "action", "-at"], name="version_by_action"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.number}"


class Proposal(models.Model):
    """The change of a public record that waits until somebody who may publish takes it; one a record."""

    uid = models.UUIDField(primary_key=True)
    noun = models.CharField(max_length=30)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    # What the record itself was when the change was begun.
    based_on = models.CharField(max_length=64)
    returned = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.version)


class PublicVersion(models.Model):
    """A record as the public saw it from a moment on, as a typed public record that needs no other row.

    It holds no editor's name, and follows no later change of the models.
    """

    noun = models.CharField(max_length=30)
    uid = models.UUIDField()
    number = models.PositiveIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [
            # Also the public history of one record.
            models.UniqueConstraint(fields=["uid", "number"], name="public_version_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.noun} {self.uid}, {self.number}"
