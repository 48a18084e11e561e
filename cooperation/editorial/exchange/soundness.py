"""Whether a line of an archive has the form of a snapshot.

Looser than what fixtures are held to: whatever an editor could save must come back. What it may not be is told by the
database, and by what no engine holds.
"""

import re
from typing import Any
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _

from cooperation.models import PartialDate
from cooperation.record.snapshots.fields import Date, Field, Goals, Lines, Many, Number, One, Sibling, Uid
from cooperation.record.snapshots.shapes import Children, Shape

# What PostgreSQL, or UTF-8, does not hold.
_NOWHERE = re.compile("[\x00\ud800-\udfff]")


def fault_of(shape: Shape, data: Any) -> str:
    """What is wrong with a line, as a sentence; empty where nothing is."""
    if not isinstance(data, dict):
        return _("This line is no record.")
    known = {entry.name: entry for entry in shape.fields}
    unknown = next((name for name in data if name not in known), None)
    if unknown is not None:
        return _("“%(name)s” is no field of %(noun)s.") % {"name": str(unknown)[:60], "noun": shape.noun}
    for name, entry in known.items():
        if name not in data and entry.required:
            return _("“%(field)s” is missing.") % {"field": name}
        if name in data and not _is_sound(entry, data[name], shape):
            return _("“%(field)s” holds what it cannot.") % {"field": name}
    for name in shape.unwritten(data):
        return _("“%(field)s” is missing.") % {"field": name}
    return ""


def _is_sound(entry: Field, value: Any, shape: Shape) -> bool:
    if isinstance(entry, Children):
        return isinstance(value, list) and all(not fault_of(entry.shape, item) for item in value)
    if isinstance(entry, Many):
        return isinstance(value, list) and all(map(_is_uid, value))
    if isinstance(entry, Goals):
        return isinstance(value, list) and all(type(number) is int and 1 <= number <= 17 for number in value)
    if isinstance(entry, Lines):
        return isinstance(value, list) and all(map(_is_text, value))
    if isinstance(entry, Number | Sibling):
        return type(value) is int and 0 <= value <= 32_767
    if isinstance(entry, Uid | One):
        return _is_uid(value)
    return _is_text(value) and _fits(entry, value, shape) and (not isinstance(entry, Date) or _is_date(value))


def _is_uid(value: Any) -> bool:
    try:
        return isinstance(value, str) and str(UUID(value)) == value
    except ValueError:
        return False


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value) and not _NOWHERE.search(value)


def _fits(entry: Field, value: str, shape: Shape) -> bool:
    try:
        limit = shape.model._meta.get_field(entry.attribute).max_length
    except FieldDoesNotExist:
        return True
    return limit is None or len(value) <= limit


def _is_date(value: str) -> bool:
    try:
        return bool(PartialDate(value))
    except ValueError:
        return False
