"""The order of every noun's list, and places in it."""

from dataclasses import dataclass
from typing import Self

from django.db.models import CharField, F, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce

from cooperation.models import Agreement, Commitment, Correction, Event, Meeting, Program, Record
from cooperation.models.base import active_language


def _text_of(date: str) -> Combinable:
    """The text of a date that may be unknown: what is unknown stands last, newest first."""
    return Coalesce(date, Value(""), output_field=CharField())


# The sequences that run by date; all other nouns run by name in the active language.
_BY_DATE: dict[type[Record], Combinable] = {
    Meeting: F("date"),
    Program: _text_of("start"),
    Event: _text_of("start"),
    Agreement: _text_of("signed"),
    Commitment: F("meeting__date"),
    Correction: Cast("corrected_on", CharField()),
}


def runs_by_date(model: type[Record]) -> bool:
    """Whether a list of this noun runs by date, newest first unless asked otherwise."""
    return model in _BY_DATE


def key_of(model: type[Record]) -> Combinable:
    """What a noun's sequence is ordered by, before the id."""
    return _BY_DATE.get(model, F(f"sort_key_{active_language()}"))


@dataclass(frozen=True)
class Position:
    """A place in a list's sequence: a record's date or sort key, and its id."""

    key: str
    id: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """The position that an address carries. Raises ValueError when `text` is none."""
        key, dot, number = text.rpartition(".")
        whole = number.isascii() and number.isdigit() and len(number) <= 18
        if not (dot and whole and len(key) <= 200 and (key.isprintable() or not key)):
            raise ValueError("This is no position.")
        return cls(key, int(number))

    def __str__(self) -> str:
        return f"{self.key}.{self.id}"
