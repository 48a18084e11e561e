"""A row of a noun's table, written into the record that it is of."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cooperation.record.snapshots import Data
from cooperation.record.snapshots.fields import Date, Field, Many, One
from cooperation.record.snapshots.shapes import Children

from .bounds import CellError, Place
from .tables import Column, Table, column_names
from .values import cut_to, parts_of, value_of
from .workspace import Workspace

_HIDES = ("programs", "events", "meetings", "agreements")


@dataclass(frozen=True)
class Row:
    """One row of a sheet: its cells by the table's columns, and where it stands."""

    table: Table
    place: Place
    cells: dict[str, str]
    headers: dict[str, str]
    # Whether an empty cell empties the field.
    empties: bool = False

    def at(self, column: str) -> Place:
        return Place(self.place.sheet, self.place.row, self.headers.get(column, column))

    def of(self, task: str) -> Iterator[tuple[Column, str]]:
        known = column_names(self.table.name)
        yield from ((known[name], text) for name, text in self.cells.items() if known[name].task == task)


def guarded(work: Workspace, row: Row, column: str, fill: Callable[[], Any]) -> Any:
    """What `fill` gives; None where a cell is wrong, which is noted with its row and column."""
    try:
        return fill()
    except CellError as error:
        work.refuse(row.at(column), str(error))
        return None


def fill_fields(work: Workspace, row: Row, data: Data, model: Any) -> None:
    """Write the cells that simply fill a field into `data`."""
    for column, text in row.of("field"):
        if text:
            guarded(work, row, column.name, lambda c=column, t=text: _fill(work, row, data, model, c, t))
        elif row.empties and not column.entry.required:
            _empty(work, row, data, column.entry)


def _fill(work: Workspace, row: Row, data: Data, model: Any, column: Column, text: str) -> None:
    entry = column.entry
    place = row.at(column.name)
    if isinstance(entry, Children):
        data[entry.name] = _LISTED[entry.name](work, row, data, text)
        return
    value = value_of(entry, text, model, lambda noun, name: work.find(noun, name, place))
    precision = row.cells.get(f"{column.name}_precision", "")
    if isinstance(entry, Date) and precision:
        value = cut_to(value, precision)
    if isinstance(entry, Many):
        value = sorted({*value, *_hidden(work, data, entry)})
    data[entry.name] = value


def _empty(work: Workspace, row: Row, data: Data, entry: Field) -> None:
    """Empty a field, but for what a public table cannot show: records that are not public."""
    if isinstance(entry, Children):
        data[entry.name] = _LISTED[entry.name](work, row, data, "")
        return
    hidden = _hidden(work, data, entry) if isinstance(entry, Many | One) else []
    if hidden and isinstance(entry, Many):
        data[entry.name] = hidden
    elif not hidden:
        data.pop(entry.name, None)


def _hidden(work: Workspace, data: Data, entry: Many | One) -> list[str]:
    """The records that a public table leaves out, so that a file made of it does not take them away."""
    value = data.get(entry.name)
    if value is None or entry.noun not in _HIDES:
        return []
    uids = value if isinstance(value, list) else [value]
    return [uid for uid in uids if uid in work.lookup(entry.noun).hidden]


def _identifiers(work: Workspace, row: Row, data: Data, text: str) -> list[Data]:
    found = []
    for part in parts_of(text):
        scheme, mark, value = (each.strip() for each in part.partition(":"))
        if not (scheme and mark and value) or len(scheme) > 30 or len(value) > 100:
            raise CellError(_("“%(text)s” is no identifier like wikidata:Q740308.") % {"text": part[:60]})
        found.append({"scheme": scheme, "value": value})
    return sorted(found, key=lambda each: (each["scheme"], each["value"]))


def _events(work: Workspace, row: Row, data: Data, text: str) -> list[Data]:
    known = {link["event"]: link for link in data.get("events", ())}
    place = row.at("events")
    wanted = {work.find("events", part, place) for part in parts_of(text, "events")}
    wanted |= {uid for uid in known if uid in work.lookup("events").hidden}
    return [known.get(uid, {"event": uid, "relation": "discussed"}) for uid in sorted(wanted)]


_LISTED: dict[str, Callable[[Workspace, Row, Data, str], list[Data]]] = {
    "identifiers": _identifiers,
    "events": _events,
}
