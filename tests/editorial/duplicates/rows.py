"""Every row of the record, to compare what was with what is."""

from typing import Any

from django.apps import apps

from cooperation.models import (
    AuditEntry,
    Change,
    Generation,
    LastChange,
    Merge,
    NameKey,
    NotDuplicate,
    Proposal,
    PublicVersion,
    SearchDocument,
    SeedRecord,
    Version,
)
from cooperation.record.journal import rows

# What is told of changes, and what is worked out from the rest.
_ASIDE = {AuditEntry, Change, Generation, LastChange, Merge, NotDuplicate, Proposal, PublicVersion, SeedRecord, Version}
_WORKED_OUT = {NameKey, SearchDocument}


def every_row() -> dict[str, Any]:
    """All rows by table, with every column, times and primary keys included; and what is found by which words."""
    models = apps.get_app_config("cooperation").get_models(include_auto_created=True)
    found: dict[str, Any] = {
        model._meta.label_lower: rows(model) for model in models if model not in _ASIDE | _WORKED_OUT
    }
    keys = NameKey.objects.order_by("noun", "record_id", "key").values_list("noun", "record_id", "key")
    words = SearchDocument.objects.order_by("noun", "record_id").values_list("noun", "record_id", "words")
    return found | {"keys": list(keys), "words": list(words)}
