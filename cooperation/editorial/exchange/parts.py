"""A row of a table of parts - a participant, a point, a post - written into the record that it hangs on.

A row changes the part that it means, or adds one; none is taken away by an import.
"""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from cooperation.models.base import is_same_text
from cooperation.record.snapshots import Data

from .bounds import CellError
from .filling import Row, fill_fields, guarded
from .workspace import Workspace, defaults_of


def fill_part(work: Workspace, row: Row, owner: Data) -> None:
    """Write the row into the part of `owner` that it means."""
    part = row.table.part
    found: Data = {}
    fill_fields(work, row, found, part.shape.model)
    _drop_known_name(work, found)
    for fill in (_speaker,) if part.name == "points" else ():
        guarded(work, row, "official", lambda f=fill: f(work, row, owner, found))
    there = owner.setdefault(part.name, [])
    same = _same(part.name, there, found)
    target = there[same] if same is not None else _new(part.shape, there)
    if row.empties:
        _emptied(row, target)
    target.update(found)


def _new(shape: Any, there: list[Data]) -> Data:
    new = defaults_of(shape)
    if any(entry.name == "number" for entry in shape.fields):
        new["number"] = max((each["number"] for each in there), default=0) + 1
    there.append(new)
    return new


def _emptied(row: Row, target: Data) -> None:
    for column, text in row.of("field"):
        if not text and not column.entry.required:
            target.pop(column.entry.name, None)


def _same(part: str, there: list[Data], found: Data) -> int | None:
    """The place of the part that a row means: by its number, else by what tells it from the others."""
    if "number" in found:
        return next((place for place, each in enumerate(there) if each["number"] == found["number"]), None)
    is_same = _SAME[part]
    return next((place for place, each in enumerate(there) if is_same(each, found)), None)


def _same_in(*names: str) -> Callable[[Data, Data], bool]:
    return lambda one, other: all(one.get(name) == other.get(name) for name in names)


_SAME: dict[str, Callable[[Data, Data], bool]] = {
    "participations": _same_in("agency", "official", "reported_name"),
    "points": lambda one, other: is_same_text(one, other, "text"),
    "appointments": _same_in("agency", "title_en", "start"),
}


def _drop_known_name(work: Workspace, found: Data) -> None:
    """Our tables name an official also where the report had no other name: that is no name as reported."""
    name, official = found.get("reported_name"), found.get("official")
    if name and official and official in work.lookup("officials").by_name(name):
        del found["reported_name"]


def _speaker(work: Workspace, row: Row, owner: Data, found: Data) -> None:
    """The participant whom the agency and the official of a point mean."""
    texts = {column.name: text for column, text in row.of("speaker") if text}
    if not texts:
        return
    nouns = {"agency": "agencies", "official": "officials"}
    wanted = {name: work.find(nouns[name], text, row.at(name)) for name, text in texts.items()}
    seats = owner.get("participations", ())
    fitting = [seat for seat in seats if all(seat.get(name) == uid for name, uid in wanted.items())]
    alone = [seat for seat in fitting if "official" in wanted or "official" not in seat] or fitting
    if len(alone) != 1:
        raise CellError(_("No one participant of the meeting is “%(text)s”.") % {"text": ", ".join(texts.values())})
    found["raised_by"] = alone[0]["number"]
