"""Makes one record of two, row by row: what hung on the one or referred to it comes to the other, without doubles."""

from collections.abc import Iterator
from typing import Any

from django.db.models import ForeignKey, ManyToOneRel, Max, Model

from cooperation.models import (
    Address,
    Appointment,
    Commitment,
    CommitmentChange,
    Identifier,
    LastChange,
    Meeting,
    MeetingEvent,
    Official,
    Participation,
    Point,
    Publishable,
    Record,
    Role,
)
from cooperation.models.base import is_same_text
from cooperation.record.journal import Journal, Row, rows
from cooperation.record.names import SAME_NAME, likeness, names_of

# By which columns, besides the one that leads to the record, a row is the same as another.
_SAME: dict[type[Model], tuple[str, ...]] = {
    MeetingEvent: ("meeting_id", "event_id"),
    Identifier: ("agency_id", "official_id", "scheme", "value"),
    Point: ("meeting_id", "kind"),
    Commitment: ("meeting_id", "made_by_id"),
    CommitmentChange: ("commitment_id", "on", "progress", "note"),
}
# Of these the text must be the same, too, in a language that both are written in.
_WORDED = (Point, Commitment)
_NUMBERED = (Participation, Point)
_NO_VALUE = (None, "", Role.PARTICIPANT)


def relations_to(model: type[Model]) -> list[ManyToOneRel]:
    """Every foreign key that leads to a model, those of many-to-many tables too."""
    return [each for each in model._meta.get_fields(include_hidden=True) if isinstance(each, ManyToOneRel)]


def rows_referring(record: Model) -> Iterator[tuple[type[Model], Row]]:
    for relation in relations_to(type(record)):
        yield from (
            (relation.related_model, row) for row in rows(relation.related_model, **_leads(relation, record.pk))
        )


def _leads(relation: ManyToOneRel, pk: int) -> dict[str, int]:
    return {relation.field.attname: pk}


def was_public(record: Any) -> bool:
    """Whether readers may have seen its address: that of anything else must never lead anywhere."""
    if isinstance(record, Publishable):
        return record.published_at is not None
    return LastChange.objects.filter(noun=record.noun, record_id=record.pk).exists()


class Union:
    """One record becoming part of another; `parts` are records that became one with them, as (kept, merged)."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.parts: list[tuple[Any, Any, bool]] = []

    def absorb(self, kept: Any, other: Any) -> None:
        """Bring all that refers to `other` to `kept`, and remove it."""
        known = was_public(other)
        self._lead_all(type(other), kept.pk, other.pk)
        self._addresses(kept, other, known)
        self.journal.remove(type(other), other.pk)

    def _addresses(self, kept: Any, other: Any, known: bool) -> None:
        for row in rows(Address, noun=other.noun, record_id=other.pk):
            if known:
                self.journal.change(Address, row["id"], record_id=kept.pk)
            else:
                self.journal.remove(Address, row["id"])

    def _lead_all(self, model: type[Model], kept: int, other: int) -> None:
        for relation in relations_to(model):
            offset = _last_number(relation, kept)
            for row in rows(relation.related_model, **_leads(relation, other)):
                self._lead(relation, row, kept, offset)

    def _lead(self, relation: ManyToOneRel, row: Row, kept: int, offset: int) -> None:
        model, column = relation.related_model, relation.field.attname
        # What stood in a record's own place would be part of itself.
        is_itself = issubclass(model, relation.model) and row["id"] == kept
        values = {column: None if is_itself else kept}
        twin = None if is_itself else _twin(model, row | values, column)
        if twin is not None:
            self._become_one(model, twin, row)
            return
        if relation.model is Meeting and model in _NUMBERED:
            values["order"] = row["order"] + offset
        self.journal.change(model, row["id"], **values)

    def _become_one(self, model: type[Model], twin: Row, row: Row) -> None:
        """A row that is there already takes over what only the other one says, and what refers to that."""
        filled = {
            name: row[name] for name in _fillable(model) if twin[name] in _NO_VALUE and row[name] not in _NO_VALUE
        }
        self.journal.change(model, twin["id"], **filled)
        if issubclass(model, Record):
            records = model._default_manager.in_bulk([twin["id"], row["id"]])
            kept, other = records[twin["id"]], records[row["id"]]
            self.parts.append((kept, other, was_public(other)))
            self.absorb(kept, other)
        else:
            self._lead_all(model, twin["id"], row["id"])
            self.journal.remove(model, row["id"])


def _last_number(relation: ManyToOneRel, kept: int) -> int:
    if relation.model is not Meeting or relation.related_model not in _NUMBERED:
        return 0
    found = relation.related_model._default_manager.filter(meeting=kept).aggregate(last=Max("order"))
    return found["last"] or 0


def _fillable(model: type[Model]) -> list[str]:
    own = ("id", "uid", "slug", "order", "created", "modified")
    if model._meta.auto_created:
        return []
    return [field.attname for field in model._meta.concrete_fields if not field.generated and field.attname not in own]


def _twin(model: type[Model], row: Row, column: str) -> Row | None:
    """The row that is there already and says the same as `row`, which is as it would stand there."""
    near = [each for each in rows(model, **{column: row[column]}) if each["id"] != row["id"]]
    if model is Participation:
        return _same_seat(near, row)
    if model is Appointment:
        return next((each for each in near if _is_same_post(each, row)), None)
    names = _SAME.get(model) or _ends(model)
    same = (each for each in near if names and all(each[name] == row[name] for name in names))
    return next((each for each in same if model not in _WORDED or is_same_text(each, row, "text")), None)


def _ends(model: type[Model]) -> tuple[str, ...]:
    """Both ends of a many-to-many table; other rows are never the same."""
    if not model._meta.auto_created:
        return ()
    return tuple(field.attname for field in model._meta.concrete_fields if isinstance(field, ForeignKey))


def _same_seat(near: list[Row], row: Row) -> Row | None:
    """The same person; or a delegation that raised no point, which is anybody of its body."""
    near = [each for each in near if (each["meeting_id"], each["agency_id"]) == (row["meeting_id"], row["agency_id"])]
    same = next((each for each in near if _is_same_person(each, row)), None)
    if same is None and _is_silent_delegation(row):
        return next(iter(near), None)
    return same or next((each for each in near if _is_silent_delegation(each)), None)


def _is_same_person(one: Row, other: Row) -> bool:
    if one["official_id"] and other["official_id"]:
        return one["official_id"] == other["official_id"]
    if not one["official_id"] and not other["official_id"]:
        return all((one[name] or "") == (other[name] or "") for name in ("reported_name", "reported_title_en"))
    known, unknown = (one, other) if one["official_id"] else (other, one)
    names = names_of(Official.objects.get(pk=known["official_id"]))
    return bool(unknown["reported_name"]) and likeness(names, [unknown["reported_name"]])[0] >= SAME_NAME


def _is_silent_delegation(row: Row) -> bool:
    is_named = row["official_id"] or row["reported_name"] or row["reported_title_en"]
    return not is_named and not Point.objects.filter(participation=row["id"]).exists()


def _is_same_post(known: Row, row: Row) -> bool:
    """The same title at the same body, where no date says otherwise."""
    same = known["agency_id"] == row["agency_id"] and known["title_en"].casefold() == row["title_en"].casefold()
    dates = ((known[name], row[name]) for name in ("start", "end"))
    return same and all(one is None or other is None or one == other for one, other in dates)
