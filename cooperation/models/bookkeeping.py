"""Tables that no reader sees: the search index and the ledger of loaded fixtures."""

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
