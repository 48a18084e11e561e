"""What editors found out about likely duplicates: which records became one, and which are two after all."""

import uuid
from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .address import SLUG_LENGTH
from .base import State


class MergeQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Merges that were not undone."""
        return self.filter(undone_at=None)

    def public(self) -> Self:
        """Merges of records that readers may have known: only the addresses of these lead on."""
        return self.standing().filter(was_public=True)

    def readable(self) -> Self:
        """Merges of what was public until then: readers may go on reading its history. What was withdrawn stays so."""
        return self.public().filter(state=State.PUBLISHED)

    def leading(self, uids: Iterable[str | uuid.UUID]) -> dict[str, str]:
        """For those of the uids whose record was merged: the uid of the record that it is part of now."""
        step = {str(uid): str(uid) for uid in uids}
        while found := dict(self.standing().filter(merged__in=set(step.values())).values_list("merged", "kept")):
            step = {uid: str(found.get(uuid.UUID(now), now)) for uid, now in step.items()}
        return {uid: now for uid, now in step.items() if uid != now}

    def into(self, uid: uuid.UUID) -> "list[Merge]":
        """What became part of a record, also by way of others, the last first."""
        found, uids = [], [uid]
        while uids:
            step = list(self.standing().filter(kept__in=uids))
            uids = [made.merged for made in step]
            found += step
        return sorted(found, key=lambda made: made.at, reverse=True)


class Merge(models.Model):
    """One record became part of another; `journal` holds each row that changed, so that it can be undone."""

    noun = models.CharField(max_length=30)
    kept = models.UUIDField()
    merged = models.UUIDField()
    # What the merged record was called, and the end of its address.
    title = models.CharField(max_length=400)
    slug = models.SlugField(max_length=SLUG_LENGTH, db_index=False)
    # Whether readers may have known its address, and its state when it was merged.
    was_public = models.BooleanField()
    state = models.CharField(max_length=10, choices=State.choices, blank=True)
    # A commitment that became another's because their meetings became one.
    part_of = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="parts")
    journal = models.JSONField(default=list)
    reason = models.CharField(_("reason for the change"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # Kept when the account is gone.
    by_name = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            # Also the look-up of a merged record's permanent link.
            models.UniqueConstraint(fields=["merged"], condition=Q(undone_at=None), name="merged_into_one_record"),
        ]
        indexes = [
            # What became part of a record.
            models.Index(fields=["kept"], name="merge_by_kept"),
        ]

    def __str__(self) -> str:
        return f"{self.merged} → {self.kept}"


class NotDuplicate(models.Model):
    """An editor's word that two records are not the same, so that nobody asks again. `first` is the lesser uid."""

    noun = models.CharField(max_length=30)
    first = models.UUIDField()
    second = models.UUIDField()
    by_name = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = [
            # Also what is known of one record.
            models.UniqueConstraint(fields=["first", "second"], name="not_duplicate_said_once"),
        ]

    def __str__(self) -> str:
        return f"{self.first} ≠ {self.second}"

    @staticmethod
    def pair(one: Any, other: Any) -> tuple[str, str]:
        """The uids of two records in the order in which they are kept."""
        first, second = sorted((str(one.uid), str(other.uid)))
        return first, second
