"""The order of every noun's list, and places in it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import CharField, F, Model, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce

from cooperation.models import (
    Agreement,
    Appointment,
    Commitment,
    CommitmentChange,
    Correction,
    Event,
    Meeting,
    Part,
    PartialDate,
    Participation,
    Point,
    Program,
    Source,
)
from cooperation.models.base import active_language


def _text_of(date: str) -> Combinable:
    """The text of a date that may be unknown: what is unknown stands last, newest first."""
    return Coalesce(date, Value(""), output_field=CharField())


# The sequences that run by date; all other nouns run by name in the active language.
_BY_DATE: dict[type[Model], Combinable] = {
    Meeting: F("date"),
    Program: _text_of("start"),
    Event: _text_of("start"),
    Agreement: _text_of("signed"),
    Commitment: F("meeting__date"),
    Correction: Cast("corrected_on", CharField()),
    Source: _text_of("published"),
}

# Rows within records run as these do, and those of one record always by this column, before the id; it is read by this.
NUMBERED: dict[type[Part], tuple[str, Callable[[str], Any]]] = {
    Participation: ("order", int),
    Point: ("order", int),
    Appointment: ("id", int),
    CommitmentChange: ("on", PartialDate),
}


def whole_of(model: type[Part]) -> type[Model]:
    """The noun of the records that rows stand within."""
    return model._meta.get_field(model.within).related_model


def runs_by_date(model: type[Model]) -> bool:
    """Whether a list of this noun runs by date, newest first unless asked otherwise."""
    return runs_by_date(whole_of(model)) if issubclass(model, Part) else model in _BY_DATE


def key_of(model: type[Model]) -> Combinable:
    """What a noun's sequence is ordered by, before the id."""
    return _BY_DATE.get(model, F(f"sort_key_{active_language()}"))


# That of a row of somebody whose sort key is as long as it may be.
LONGEST_KEY = 250


@dataclass(frozen=True)
class Position:
    """A place in a list's sequence: a record's date or sort key, and its id.

    The key of a row within a record is its number there, and the place of that record.
    """

    key: str
    id: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """The position that an address carries. Raises ValueError when `text` is none."""
        key, dot, number = text.rpartition(".")
        whole = number.isascii() and number.isdigit() and len(number) <= 18
        if not (dot and whole and len(key) <= LONGEST_KEY and (key.isprintable() or not key)):
            raise ValueError("This is no position.")
        return cls(key, int(number))

    def __str__(self) -> str:
        return f"{self.key}.{self.id}"


def within_of(model: type[Part], key: str) -> tuple[Any, Position]:
    """A row's number within its record, and the place of that record. Raises ValueError where `key` says neither."""
    number, _dot, whole = key.partition(".")
    _column, read = NUMBERED[model]
    return read(number), Position.parse(whole)


def check_key(model: type[Model], key: str) -> None:
    """Raises ValueError where no record of the noun can stand at this key."""
    if issubclass(model, Part):
        _number, place = within_of(model, key)
        check_key(whole_of(model), place.key)
    elif key and runs_by_date(model):
        PartialDate(key)
