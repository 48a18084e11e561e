"""Corrections of published records, as the public sees them."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import F

from cooperation.models import CORRECTED, Correction

from .base import Link, Text, link_to, text_of


@dataclass(frozen=True)
class CorrectionRecord:
    uid: uuid.UUID
    corrected_on: datetime.date
    text: Text
    record: Link


def correction_record(correction: Correction) -> CorrectionRecord:
    """The record of a published correction that knows its record."""
    return CorrectionRecord(
        correction.uid, correction.corrected_on, text_of(correction, "text"), link_to(correction.record)
    )


def corrections_of(links: Mapping[uuid.UUID, Link]) -> dict[uuid.UUID, list[CorrectionRecord]]:
    """What was corrected in public records of one noun, newest first, by their uids; `links` name them."""
    found: dict[uuid.UUID, list[CorrectionRecord]] = defaultdict(list)
    for name in {name for link in links.values() for name, model in CORRECTED.items() if model.noun == link.noun}:
        rows = Correction.objects.filter(**{f"{name}__uid__in": list(links)}).annotate(of=F(f"{name}__uid"))
        for row in rows.newest_first():
            found[row.of].append(CorrectionRecord(row.uid, row.corrected_on, text_of(row, "text"), links[row.of]))
    return found
