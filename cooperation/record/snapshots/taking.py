"""Reads a record, with all its rows, as it stands in the database."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.utils import translation

from .nouns import SHAPES
from .shapes import Data, noun_of


@dataclass(frozen=True)
class Snapshot:
    """A record's content, and what the records that it refers to were called."""

    noun: str
    data: Data
    names: dict[str, str] = field(default_factory=dict)

    @property
    def uid(self) -> str:
        return self.data["uid"]

    @property
    def digest(self) -> str:
        return digest_of(self.data)


def digest_of(data: Data) -> str:
    """Changes where the content of a record does, and only then."""
    return hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def snapshot(record: Model) -> Data:
    """The content of a record as the database holds it; other records as their uids."""
    return take(record).data


def take(record: Model) -> Snapshot:
    """The snapshot of a record as the database holds it, with names to read it by."""
    noun = noun_of(record)
    names: dict[str, str] = {}

    def refer(other: Any) -> str:
        names[str(other.uid)] = str(other)
        return str(other.uid)

    with translation.override("en"):
        # Fetched anew: what the caller holds may be what a form has filled in.
        data = SHAPES[noun].read(type(record)._default_manager.get(pk=record.pk), refer)
    return Snapshot(noun, data, names)
