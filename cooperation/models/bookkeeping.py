"""Tables that no reader sees: the search index, the ledger of loaded fixtures, and what is known of changes."""

import uuid

from django.db import models
from django.utils import timezone

from .address import SLUG_LENGTH


class WordsField(models.TextField):
    """Folded words with spaces between them; `record.search` gives it the lookup `matches`."""


class SearchDocument(models.Model):
    """The folded words by which one record is found; see `record.search`."""

    noun = models.CharField(max_length=30)
    record_id = models.BigIntegerField()
    words = WordsField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["noun", "record_id"], name="search_document_of_record")]

    def __str__(self) -> str:
        return f"{self.noun} {self.record_id}"


class NameKey(models.Model):
    """One of the keys under which records of like names meet; see `record.names`."""

    noun = models.CharField(max_length=30)
    key = models.CharField(max_length=200)
    record_id = models.BigIntegerField()

    class Meta:
        constraints = [
            # Also which records share a key.
            models.UniqueConstraint(fields=["noun", "key", "record_id"], name="name_key_once"),
        ]
        indexes = [
            # All keys of a record, when its names change.
            models.Index(fields=["noun", "record_id"], name="name_key_of_record"),
        ]

    def __str__(self) -> str:
        return f"{self.noun} {self.record_id}: {self.key}"


class SeedRecord(models.Model):
    """A fixture that was loaded once, so that what an editor did to it since is kept.

    `digest` is that of the fixture's content as last loaded.
    """

    uid = models.UUIDField(primary_key=True)
    noun = models.CharField(max_length=30)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.noun} {self.uid}"


class Generation(models.Model):
    """How often the public record has changed: one row, raised by triggers; see `record.changes`.

    Numbers of one `epoch` can be compared; a restore begins another.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    epoch = models.UUIDField(default=uuid.uuid4)
    number = models.BigIntegerField(default=0)
    # When the number was last raised.
    changed = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="generation_is_one_row")]

    def __str__(self) -> str:
        return f"{self.epoch} {self.number}"


class Change(models.Model):
    """One change of the public record, and the meeting that it is part of, if any."""

    generation = models.BigIntegerField(primary_key=True)
    meeting = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.generation}: {self.meeting or 'other'}"


class LastChange(models.Model):
    """When what the public sees of a record last changed, in time and in generations; written by triggers.

    There is one for each record that is public or once was. `uid` and `slug` are those of a record that was deleted.
    """

    pk = models.CompositePrimaryKey("noun", "record_id")
    noun = models.CharField(max_length=30)
    record_id = models.BigIntegerField()
    generation = models.BigIntegerField()
    changed = models.DateTimeField()
    is_public = models.BooleanField()
    uid = models.UUIDField(null=True)
    slug = models.CharField(max_length=SLUG_LENGTH, null=True)

    class Meta:
        indexes = [
            # Feeds, what changed since a moment, and when the newest of a sitemap's file changed.
            models.Index(fields=["noun", "is_public", "changed", "record_id"], name="last_change_by_time"),
            # What changed since a state of the record.
            models.Index(fields=["noun", "generation"], name="last_change_by_generation"),
        ]

    def __str__(self) -> str:
        return f"{self.noun} {self.record_id}: {self.generation}"
