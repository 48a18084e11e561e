"""Which record a row is of: one that is there, or a new one."""

from cooperation.models.source import url_key
from cooperation.record.snapshots.fields import InvalidError, Slug, Uid

from .bounds import CellError
from .filling import Row, guarded
from .values import date_of
from .workspace import Workspace


def identify(work: Workspace, row: Row) -> str | None:
    """The uid of the record that a row of a noun's table is of; None where a cell that says so is wrong.

    Found by its uid, its code, or else by what names it: a source by its address, a meeting by its date and title,
    anything else by its name.
    """
    noun = row.table.noun
    column = next((name for name in ("uid", "slug") if row.cells.get(name)), "")
    uid = guarded(work, row, column or _naming(row), lambda: _by_code(work, row) or _by_name(work, row))
    if uid is None:
        return None
    if uid == "":
        uid = row.cells.get("uid", "").lower() or work.uid_for(f"{row.place.sheet} {row.place.row}")
        work.lookup(noun).add(uid, _title(row), *_names(row), code=_code(row))
        work.lookup(noun).sides[uid] = ""
    return uid


def _naming(row: Row) -> str:
    return next((name for name in ("name_en", "title_en", "url") if name in row.cells), "uid")


def _by_code(work: Workspace, row: Row) -> str:
    noun = row.table.noun
    for name, field in (("uid", Uid("uid")), ("slug", Slug("slug"))):
        text = row.cells.get(name, "")
        if not text:
            continue
        try:
            field.check(text.lower() if name == "uid" else text, row.table.shape.model)
        except InvalidError as error:
            raise CellError(str(error)) from None
        found = work.lookup(noun).by_code(text)
        if found is not None:
            return found
    return ""


def _by_name(work: Workspace, row: Row) -> str:
    """Only where no code is given: one that is not known is that of a new record."""
    lookup = work.lookup(row.table.noun)
    if row.cells.get("uid") or row.cells.get("slug"):
        return ""
    if row.table.noun == "sources":
        return lookup.by_code(row.cells.get("url", "")) or ""
    named = {uid for name in _names(row) for uid in lookup.by_name(name)}
    return next(iter(named)) if len(named) == 1 else lookup.find(_names(row)[0]) if named else ""


def _names(row: Row) -> list[str]:
    """What the record is called in English; a meeting's title counts with its date alone."""
    name = row.cells.get("name_en") or row.cells.get("title_en") or ""
    if row.table.noun == "meetings":
        try:
            return [f"{date_of(row.cells.get('date', ''))} {name}"] if name else []
        except CellError:
            return []
    return [name] if name else []


def _title(row: Row) -> str:
    return next(iter(_names(row)), "") or row.cells.get("url", "") or row.cells.get("slug", "")


def _code(row: Row) -> str:
    if row.table.noun != "sources":
        return row.cells.get("slug", "")
    try:
        return url_key(row.cells.get("url", ""))
    except ValueError:
        return ""
