"""When records were first public, last changed and last corrected; and those of a selection that changed last.

What `changed` means is said in `record.touching`, whose triggers note it.
"""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max, Q, QuerySet

from cooperation.models import Correction, LastChange, Publishable, Record

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
        return place_in_time(self.updated, self.id)


def place_in_time(moment: datetime.datetime, id: int) -> Position:
    """A place among what runs by time, the last first."""
    return Position(moment.astimezone(datetime.UTC).isoformat(), id)


def latest(selection: Selection, after: Position | None, size: int) -> tuple[list[Times], bool]:
    """The records of a selection that changed last, newest first, and whether there are more.

    Raises ValueError where `after` is no place among them.
    """
    noted = _from(after, _noted(selection), "changed", "record_id")
    ids = list(noted.values_list("record_id", flat=True)[: size + 1])
    found = times_of(selection.model, ids[:size])
    # What was withdrawn this very moment is left out.
    return [found[pk] for pk in ids[:size] if pk in found], len(ids) > size


def latest_corrections(after: Position | None, size: int) -> tuple[list[Correction], bool]:
    """The corrections that were entered or changed last, newest first, and whether there are more.

    Raises ValueError where `after` is no place among them.
    """
    rows = _from(after, Correction.objects.published().with_record(), "modified", "id")[: size + 1]
    return list(rows[:size]), len(rows) > size


def _from(after: Position | None, rows: QuerySet, time: str, id: str) -> QuerySet:
    """The rows that lie behind a place, the newest first."""
    rows = rows.order_by(f"-{time}", f"-{id}")
    if after is None:
        return rows
    moment = _moment(after.key)
    return rows.filter(Q(**{f"{time}__lt": moment}) | Q(**{time: moment, f"{id}__lt": after.id}))


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
