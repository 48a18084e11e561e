"""When records were first public, last changed and last corrected; and those of a selection that changed last.

What `changed` means is said in `record.touching`, whose triggers note it.
"""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max, Q, QuerySet

from cooperation.models import LastChange, Publishable, Record

from . import door
from .door import Position
from .filters.base import Selection

# A form stamps a record, saves it and its parts and what was corrected in it one after another.
_AT_ONCE = datetime.timedelta(minutes=1)


@dataclass(frozen=True)
class Times:
    """The times of a published record; `published` only where it is published by itself, not through others."""

    id: int
    uid: uuid.UUID
    published: datetime.datetime | None
    entered: datetime.datetime
    corrected: datetime.datetime | None
    updated: datetime.datetime

    @property
    def kind(self) -> str:
        """What happened last: `new`, `updated` or `corrected`."""
        if self.corrected and self.updated <= self.corrected + _AT_ONCE:
            return "corrected"
        return "new" if self.updated <= (self.published or self.entered) + _AT_ONCE else "updated"

    @property
    def position(self) -> Position:
        """The record's place among the last changed."""
        return Position(self.updated.astimezone(datetime.UTC).isoformat(), self.id)


def latest(selection: Selection, after: Position | None, size: int) -> tuple[list[Times], bool]:
    """The records of a selection that changed last, newest first, and whether there are more.

    Raises ValueError where `after` is no place among them.
    """
    noted = _noted(selection).order_by("-changed", "-record_id")
    if after is not None:
        moment = _moment(after.key)
        noted = noted.filter(Q(changed__lt=moment) | Q(changed=moment, record_id__lt=after.id))
    ids = list(noted.values_list("record_id", flat=True)[: size + 1])
    found = times_of(selection.model, ids[:size])
    # What was withdrawn this very moment is left out.
    return [found[pk] for pk in ids[:size] if pk in found], len(ids) > size


def last_change(selection: Selection) -> datetime.datetime | None:
    """When a record of the selection last changed."""
    return _noted(selection).aggregate(last=Max("changed"))["last"]


def _noted(selection: Selection) -> QuerySet[LastChange]:
    noted = LastChange.objects.filter(noun=selection.model.noun, is_public=True)
    return noted.filter(record_id__in=door.ids(selection)) if selection.values else noted


def _moment(text: str) -> datetime.datetime:
    moment = datetime.datetime.fromisoformat(text)
    if moment.utcoffset() != datetime.timedelta(0):
        raise ValueError("Positions are in UTC.")
    return moment


def times_of(model: type[Record], ids: Iterable[int]) -> dict[int, Times]:
    return {each.id: each for each in _times(model.objects.filter(pk__in=list(ids)))}


def times_with(model: type[Record], uid: uuid.UUID) -> Times:
    return _times(model.objects.filter(uid=uid))[0]


def _times(records: QuerySet) -> list[Times]:
    published = ["published_at"] if issubclass(records.model, Publishable) else []
    timed = records.with_last_change().annotate(corrected=Max("corrections__modified"))
    rows = timed.order_by().values_list("pk", "uid", *published, "created", "corrected", "changed")
    return [Times(*(row if published else (*row[:2], None, *row[2:]))) for row in rows]
