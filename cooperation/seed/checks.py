"""Reads a whole folder of fixtures and checks all of it, before anything is loaded."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cooperation.models.source import url_key
from cooperation.record.snapshots.fields import InvalidError
from cooperation.record.snapshots.shapes import Data, Shape

from .files import DamagedError, read_rows, record_files
from .nouns import NOUNS

# Fields that lead up a tree, by noun: a record may not stand below itself.
_TREES = {"topics": ("parent",), "agencies": ("parent", "predecessor"), "events": ("parent",)}


@dataclass(frozen=True)
class Row:
    """One fixture, its references as uids, and where it stands."""

    noun: str
    data: Data
    path: Path
    line: int

    @property
    def shape(self) -> Shape:
        return NOUNS[self.noun]

    @property
    def uid(self) -> str:
        return self.data["uid"]

    @property
    def title(self) -> str:
        """What a reader would call the record."""
        return self.data.get("name_en") or self.data.get("title_en") or self.data["url"]

    def damaged(self, problem: str) -> DamagedError:
        return DamagedError(self.path, self.line, problem)


def digest(data: Data) -> str:
    """Changes where the content of a fixture does, and only then."""
    return hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def read_record(folder: Path) -> list[Row]:
    """All fixtures of `folder`, each after those that it stands below; raises where one is damaged."""
    rows = [Row(noun, data, path, line) for noun, path in record_files(folder) for line, data in read_rows(path)]
    names = _Names()
    for row in rows:
        _checked(row, lambda row: row.shape.check(row.data))
        _checked(row, names.add)
    resolved = [_checked(row, names.resolved) for row in rows]
    return [row for noun in NOUNS for row in _from_the_root(noun, resolved)]


def _checked(row: Row, check: Any) -> Any:
    try:
        return check(row)
    except InvalidError as error:
        raise row.damaged(str(error)) from None


@dataclass
class _Names:
    """What each record of the folder is called, and what may be there only once."""

    uids: dict[tuple[str, str], str] = field(default_factory=dict)
    seen: set[tuple[str, ...]] = field(default_factory=set)

    def add(self, row: Row) -> None:
        name = row.data.get("slug") or url_key(row.data["url"])
        for key, what in _unique(row, name):
            if key in self.seen:
                raise InvalidError(f"{what} is there already, in another record")
            self.seen.add(key)
        self.uids[row.noun, name] = row.uid

    def uid(self, noun: str, name: str) -> str:
        try:
            return self.uids[noun, url_key(name) if noun == "sources" else name]
        except (KeyError, ValueError):
            raise InvalidError(f"there is no “{name}” in {noun}") from None

    def resolved(self, row: Row) -> Row:
        return Row(row.noun, row.shape.resolved(row.data, self.uid), row.path, row.line)


def _unique(row: Row, name: str) -> Iterable[tuple[tuple[str, ...], str]]:
    yield ("uid", row.uid), f"the uid {row.uid}"
    yield (row.noun, name), f"“{name}”"
    if row.data.get("acronym") and row.noun == "agencies":
        yield ("acronym", row.data["side"], row.data["acronym"]), f"the acronym “{row.data['acronym']}”"
    for identifier in row.data.get("identifiers") or ():
        scheme, value = identifier["scheme"], identifier["value"]
        yield ("identifier", scheme, value), f"the identifier {scheme} {value}"
    for made in row.data.get("commitments") or ():
        yield ("uid", made["uid"]), f"the uid {made['uid']}"
        yield ("commitments", made["slug"]), f"“{made['slug']}”"


def _from_the_root(noun: str, rows: list[Row]) -> list[Row]:
    """The rows of `noun`, each after the rows that its fields of `_TREES` lead to."""
    waiting = {row.uid: row for row in rows if row.noun == noun}
    ordered: dict[str, Row] = {}
    while waiting:
        ready = [row for row in waiting.values() if not any(uid in waiting for uid in _above(row))]
        if not ready:
            raise next(iter(waiting.values())).damaged("this record stands below itself")
        for row in ready:
            ordered[row.uid] = waiting.pop(row.uid)
    return list(ordered.values())


def _above(row: Row) -> list[str]:
    return [row.data[name] for name in _TREES.get(row.noun, ()) if name in row.data]
