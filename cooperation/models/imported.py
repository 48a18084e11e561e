"""Files that editors import: while they wait for a yes, and what each became, so that it can be undone as a whole."""

import secrets
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .version import Version


def new_token() -> str:
    return secrets.token_urlsafe(24)


class Upload(models.Model):
    """A file between its upload and the import. In the database, so that any machine of a site can go on with it."""

    token = models.CharField(primary_key=True, max_length=40, default=new_token)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    # Also what has expired.
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class ImportQuerySet(models.QuerySet):
    def newest_first(self) -> Self:
        return self.order_by("-at")


class Import(models.Model):
    """One import: all versions that it made belong together."""

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.CharField(_("file"), max_length=200)
    reason = models.CharField(_("reason for the change"), max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Kept when the account is gone.
    by_name = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    undone_at = models.DateTimeField(null=True)
    undone_by_name = models.CharField(max_length=150, blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class ImportedRecord(models.Model):
    """What an import made of one record: the version that it found, if any, and the one that it left."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="records")
    before = models.ForeignKey(Version, null=True, on_delete=models.PROTECT, related_name="+")
    after = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.after)
