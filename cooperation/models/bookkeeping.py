"""Tables that no reader sees: the search index, the ledger of loaded fixtures, and the log of changes."""

import uuid

from django.db import models


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
