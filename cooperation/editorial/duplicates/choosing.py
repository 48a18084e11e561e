"""Two records side by side: which value of each field is to stand, and what else comes to the one that is kept."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from cooperation.models import PartialDate
from cooperation.record.snapshots import Difference, Snapshot, differences, shown_fields, take

from ..admin.submitted import rolled_back
from .merging import merge

KEPT, OTHER = "kept", "other"


@dataclass(frozen=True)
class Choice:
    """A field that the two fill in differently, or that one of them leaves empty."""

    name: str
    column: str
    label: str
    kept: str
    other: str
    chosen: str

    @property
    def is_open(self) -> bool:
        """Whether there is anything to decide: where one is empty, the other stands unless an editor says else."""
        return bool(self.kept and self.other)


def choices(kept: Snapshot, other: Snapshot, posted: QueryDict | None = None) -> list[Choice]:
    """The fields in which the two differ, with the value that was posted, or else the one that says more."""
    mine, theirs = shown_fields(kept), shown_fields(other)
    found = []
    for name, field in mine.items():
        one, two = field.text, theirs[name].text
        if one != two:
            chosen = (posted or {}).get(f"field-{name}") or _fuller(one, two)
            found.append(Choice(name, field.column, field.label, one, two, chosen))
    return found


def _fuller(one: str, other: str) -> str:
    """What is empty gives way, and a date to one that is more precise and lies within it."""
    return OTHER if not one or (_is_date(one) and _is_date(other) and other.startswith(f"{one}-")) else KEPT


def _is_date(text: str) -> bool:
    try:
        PartialDate(text)
    except ValueError:
        return False
    return True


def values_of(chosen: list[Choice], other: Any) -> dict[str, Any]:
    """What the kept record takes from the other, by column."""
    return {each.column: getattr(other, each.column) for each in chosen if each.chosen == OTHER}


def outcome(kept: Any, other: Any, taken: dict[str, Any]) -> list[Difference]:
    """What a merge would change in the record that is kept. Raises `MergeError` where it cannot be."""
    before = take(kept)
    with rolled_back():
        merge(kept, other, by=None, taken=taken)
        return differences(before, take(kept))
