"""When records were first public, last changed and last corrected; and those of a selection that changed last."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import DateTimeField, F, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from cooperation.models import CORRECTED, Correction, Publishable, Record

from . import door
from .door import Position
from .filters.base import Selection

# Publishing a record stamps it, saves it and its parts one after another.
_PUBLISHING = datetime.timedelta(minutes=1)


@dataclass(frozen=True)
class Times:
    """The times of a published record; `published` only where it is published by itself, not through others."""

    id: int
    uid: uuid.UUID
    published: datetime.datetime | None
    entered: datetime.datetime
    modified: datetime.datetime
    corrected: datetime.datetime | None

    @property
    def updated(self) -> datetime.datetime:
        return max(self.modified, self.corrected or self.modified)

    @property
    def kind(self) -> str:
        """What happened last: `new`, `updated` or `corrected`."""
        if self.corrected and self.corrected >= self.modified:
            return "corrected"
        return "new" if self.modified <= (self.published or self.entered) + _PUBLISHING else "updated"

    @property
    def position(self) -> Position:
        """The record's place among the last changed."""
        return Position(self.updated.astimezone(datetime.UTC).isoformat(), self.id)


def latest(selection: Selection, after: Position | None, size: int) -> tuple[list[Times], bool]:
    """The records of a selection that changed last, newest first, and whether there are more.

    Raises ValueError where `after` is no place among them.
    """
    rows = timed(selection.model.objects.filter(pk__in=door.ids(selection))).order_by("-updated", "-pk")
    if after is not None:
        moment = _moment(after.key)
        rows = rows.filter(Q(updated__lt=moment) | Q(updated=moment, pk__lt=after.id))
    found = _times(rows[: size + 1])
    return found[:size], len(found) > size


def _moment(text: str) -> datetime.datetime:
    moment = datetime.datetime.fromisoformat(text)
    if moment.utcoffset() != datetime.timedelta(0):
        raise ValueError("Positions are in UTC.")
    return moment


def times_of(model: type[Record], ids: Iterable[int]) -> dict[int, Times]:
    return {each.id: each for each in _times(timed(model.objects.filter(pk__in=list(ids))))}


def times_with(model: type[Record], uid: uuid.UUID) -> Times:
    return _times(timed(model.objects.filter(uid=uid)))[0]


def timed(records: QuerySet) -> QuerySet:
    """The records with `corrected`, the time of their last correction, and `updated`, that of their last change."""
    own = next(name for name, model in CORRECTED.items() if model is records.model)
    newest = Correction.objects.filter(**{own: OuterRef("pk")}).order_by("-modified").values("modified")[:1]
    corrected = Subquery(newest, output_field=DateTimeField())
    return records.annotate(corrected=corrected, updated=Greatest("modified", Coalesce("corrected", F("modified"))))


def _times(rows: QuerySet) -> list[Times]:
    published = "published_at" if _is_published_by_itself(rows.model) else None
    names = [name for name in ("pk", "uid", published, "created", "modified", "corrected") if name]
    return [Times(*(row if published else (*row[:2], None, *row[2:]))) for row in rows.values_list(*names)]


def _is_published_by_itself(model: type[Model]) -> bool:
    return issubclass(model, Publishable)
