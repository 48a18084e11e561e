"""From sheets and what their columns are to a plan: nothing is written here."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from cooperation.models.base import LANGUAGES
from cooperation.record.snapshots import Snapshot
from cooperation.record.snapshots.nouns import SHAPES

from .bounds import ROWS, Place, Problem, UnusableError
from .checks import check
from .filling import Row, fill_fields, guarded
from .headers import guess, table_of
from .identities import identify
from .parts import fill_part
from .plans import Change, Plan, in_order
from .seats import fill_seats
from .sheets import Sheet
from .tables import TABLES, column_names
from .workspace import Workspace


@dataclass
class Reading:
    """How a sheet is read: as which table, and for each of its columns the table's column or ""."""

    sheet: Sheet
    table: str
    columns: dict[int, str] = field(default_factory=dict)


def readings(sheets: list[Sheet]) -> list[Reading]:
    """How the sheets seem to be meant."""
    return [reading(sheet, table_of(sheet)) for sheet in sheets]


def reading(sheet: Sheet, table: str) -> Reading:
    return Reading(sheet, table, guess(TABLES[table], sheet.header) if table else {})


def plan(name: str, read: list[Reading], *, seed: str, empties: bool = False) -> Plan:
    """What importing the sheets would do. `seed` makes the uids of new records."""
    rows = [row for each in _arranged(read) for row in _rows(each, empties)]
    if not rows:
        raise UnusableError(_("Say of one sheet at least which table it is."))
    if len(rows) > ROWS:
        raise UnusableError(_("There are more than %(limit)s rows in this file. Split it.") % {"limit": ROWS})
    work = Workspace(seed)
    problems = [*_missing(read), *_twice(read)]
    if not problems:
        _fill(work, rows)
    changes = in_order(_changes(work), SHAPES)
    made = Plan(name, changes, [*problems, *work.problems])
    check(made)
    made.problems.sort(key=lambda each: (each.place.sheet, each.place.row))
    return made


def _arranged(read: list[Reading]) -> list[Reading]:
    order = list(TABLES)
    return sorted((each for each in read if each.table), key=lambda each: order.index(each.table))


def _rows(read: Reading, empties: bool) -> Iterator[Row]:
    table, sheet = TABLES[read.table], read.sheet
    places = {name: place for place, name in read.columns.items() if name}
    headers = {name: sheet.header[place] for name, place in places.items()}
    for number, cells in sheet.rows:
        yield Row(table, Place(sheet.name, number), {n: cells[p] for n, p in places.items()}, headers, empties)


def _missing(read: list[Reading]) -> Iterator[Problem]:
    """What each row of a table of parts must have: the record that it hangs on."""
    for each in read:
        table = TABLES.get(each.table)
        owner = table.columns[0] if table is not None and table.part else None
        if owner is not None and owner.name not in each.columns.values():
            text = _("Say which column names the record: “%(column)s”.") % {"column": owner.label}
            yield Problem(Place(each.sheet.name, each.sheet.rows[0][0] - 1), text)


def _twice(read: list[Reading]) -> Iterator[Problem]:
    for each in read:
        for name, count in Counter(filter(None, each.columns.values())).items():
            if count > 1:
                text = _("Two columns are said to be “%(column)s”.") % {"column": column_names(each.table)[name].label}
                yield Problem(Place(each.sheet.name, each.sheet.rows[0][0] - 1), text)


def _fill(work: Workspace, rows: list[Row]) -> None:
    _note_wanted(work, rows)
    owners = _identified(work, [row for row in rows if not row.table.part])
    owners += [(row, uid) for row in rows if row.table.part and (uid := _owner(work, row))]
    work.load((row.table.noun, uid) for row, uid in owners)
    order = {name: place for place, name in enumerate(TABLES)}
    # What a sheet of participants says of a meeting is more than the meeting's own row can say.
    seated = {uid for row, uid in owners if row.table.name == "participations"}
    for row, uid in sorted(owners, key=lambda each: order[each[0].table.name]):
        _fill_row(work, row, uid, with_seats=uid not in seated)


def _note_wanted(work: Workspace, rows: list[Row]) -> None:
    """Every cell that may name a source or a meeting: of these nouns only what is named is looked up."""
    for row in rows:
        texts = [text for text in row.cells.values() if text]
        work.wanted["sources"].update(part for text in texts if "/" in text for part in text.split())
        work.wanted["meetings"].update(text for text in texts if len(text) < 400)


def _identified(work: Workspace, rows: list[Row]) -> list[tuple[Row, str]]:
    found: list[tuple[Row, str]] = []
    seen: dict[str, Place] = {}
    for row in rows:
        uid = identify(work, row)
        if uid in seen:
            told = {"row": seen[uid].row, "sheet": seen[uid].sheet}
            work.refuse(row.place, _("This is the same record as in row %(row)s of “%(sheet)s”.") % told)
        elif uid is not None:
            seen[uid] = row.place
            found.append((row, uid))
    return found


def _owner(work: Workspace, row: Row) -> str | None:
    name = row.table.columns[0].name
    text = row.cells.get(name, "")
    if not text:
        work.refuse(row.at(name), _("The cell is empty."))
        return None
    return guarded(work, row, name, lambda: work.find(row.table.noun, text, row.at(name)))


def _fill_row(work: Workspace, row: Row, uid: str, *, with_seats: bool) -> None:
    data = work.data(row.table.noun, uid)
    work.places.setdefault((row.table.noun, uid), row.place)
    if row.table.part:
        fill_part(work, row, data)
    else:
        fill_fields(work, row, data, row.table.shape.model)
        data["uid"] = uid
        if row.table.noun == "meetings" and with_seats:
            fill_seats(work, row, data)


def _changes(work: Workspace) -> Iterator[Change]:
    for (noun, uid), data in work.after.items():
        before = work.before.get((noun, uid))
        after = Snapshot(noun, _arranged_data(noun, data), {**(before.names if before else {}), **work.names})
        yield Change(before, after, work.places[noun, uid], title_of(data))


def _arranged_data(noun: str, data: dict[str, Any]) -> dict[str, Any]:
    """In the order and the form in which a snapshot is taken, so that equal records have equal digests."""
    present = {name: value for name, value in data.items() if value not in (None, "", [])}
    return SHAPES[noun].resolved(present, lambda other, uid: uid)


def title_of(data: dict[str, Any]) -> str:
    columns = ("title_en", "name_en", *(f"text_{language}" for language in LANGUAGES), "url", "slug")
    name = next(filter(None, map(data.get, columns)), None)
    return f"{data['date']} {name or ''}" if "date" in data else str(name or data["uid"])
