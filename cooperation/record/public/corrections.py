"""Corrections of published records, as the public sees them."""

import datetime
import uuid
from dataclasses import dataclass

from cooperation.models import Correction

from .base import Link, Text, link_to, text_of


@dataclass(frozen=True)
class CorrectionRecord:
    uid: uuid.UUID
    corrected_on: datetime.date
    text: Text
    record: Link


def correction_record(correction: Correction) -> CorrectionRecord:
    """The record of a published correction that was fetched `with_record()`."""
    return CorrectionRecord(
        correction.uid, correction.corrected_on, text_of(correction, "text"), link_to(correction.record)
    )
