"""Reads an archive of the whole record into a plan, and gives new records their states where that is asked for."""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from cooperation.models import State
from cooperation.record.snapshots import Data, Snapshot
from cooperation.record.snapshots.many import take_these
from cooperation.record.snapshots.nouns import SHAPES

from .archives import ADDRESSES, FORMAT, MANIFEST, NOUNS, VERSION
from .bounds import Place, Problem, UnusableError
from .planning import title_of
from .plans import Change, Plan, in_order
from .soundness import fault_of
from .workbooks import opened

LARGEST_LINE = 5 * 1024 * 1024


def is_archive(content: bytes) -> bool:
    """Whether a file is an archive, and not a workbook, which is a zip too."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return MANIFEST in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False


def plan_of_archive(name: str, content: bytes, *, bounded: bool = True) -> Plan:
    """What importing an archive would do. What is there and not in the archive stays.

    A new record is a draft, one that is there keeps its state. Raises `UnusableError` where the file is no archive;
    `bounded` says whether it must be small enough for a page.
    """
    with opened(content, bounded=bounded) as archive:
        files = _files(archive)
        rows = {noun: list(_rows(archive, f"{noun}.ndjson", files)) for noun in NOUNS}
        addresses = list(_rows(archive, ADDRESSES, files))
    problems = [Problem(place, text) for noun, place, data in _all(rows) if (text := fault_of(SHAPES[noun], data))]
    made = Plan(name, problems=problems, is_archive=True)
    if not problems:
        made.changes = in_order(_changes(rows), SHAPES)
        made.problems = [*_doubled(made), *_dangling(made)]
        made.addresses = [_address(place, row) for place, row in addresses]
    return made


def _files(archive: zipfile.ZipFile) -> dict[str, Any]:
    try:
        manifest = json.loads(archive.read(MANIFEST))
        files, version = manifest["files"], manifest["version"]
        known = manifest["format"] == FORMAT and isinstance(files, dict)
    except Exception:
        # What a damaged stream makes of the libraries that unpack and read it has no end of names.
        known = False
    if not known:
        raise UnusableError(_("This is no archive of a record: it has no manifest."))
    if version != VERSION:
        raise UnusableError(_("The archive is of version %(version)s, which is not known here.") % {"version": version})
    return files


def _rows(archive: zipfile.ZipFile, name: str, files: dict[str, Any]) -> Iterator[tuple[Place, Any]]:
    told = files.get(name)
    if told is None:
        return
    digest = hashlib.sha256()
    try:
        with archive.open(name) as file:
            for number, line in enumerate(iter(lambda: file.readline(LARGEST_LINE), b""), 1):
                digest.update(line)
                yield Place(name, number), json.loads(line)
    except Exception as error:
        # What a damaged stream makes of the libraries that unpack and read it has no end of names.
        raise UnusableError(_("“%(name)s” in the archive is damaged.") % {"name": name}) from error
    if not isinstance(told, dict) or told.get("sha256") != digest.hexdigest():
        raise UnusableError(_("“%(name)s” in the archive is not what its manifest says.") % {"name": name})


def _all(rows: dict[str, list[tuple[Place, Any]]]) -> Iterator[tuple[str, Place, Any]]:
    for noun, some in rows.items():
        yield from ((noun, place, data) for place, data in some)


def _changes(rows: dict[str, list[tuple[Place, Data]]]) -> Iterator[Change]:
    names = {data["uid"]: title_of(data) for _noun, _place, data in _all(rows)}
    for noun, some in rows.items():
        there = {taken.uid: taken for _record, taken in take_these(noun, [data["uid"] for _place, data in some])}
        for place, data in some:
            before = there.get(data["uid"])
            referred = {uid: names[uid] for _other, uid in SHAPES[noun].references(data) if uid in names}
            after = Snapshot(noun, _stated(data, before), {**(before.names if before else {}), **referred})
            yield Change(before, after, place, names[data["uid"]], data.get("state", ""))


def _stated(data: Data, before: Snapshot | None) -> Data:
    """With the state that the record has here: writing moves none."""
    if "state" not in data:
        return data
    return data | {"state": before.data["state"] if before else State.DRAFT.value}


def _doubled(plan: Plan) -> Iterator[Problem]:
    seen: set[str] = set()
    for change in plan.changes:
        if change.uid in seen:
            yield Problem(change.place, _("This uid stands there twice."))
        seen.add(change.uid)


def _dangling(plan: Plan) -> Iterator[Problem]:
    """References to records that are neither here nor in the archive."""
    coming = {(each.noun, each.uid) for each in plan.changes} | {
        ("commitments", made["uid"]) for each in plan.changes for made in each.after.data.get("commitments", ())
    }
    wanted = [(each, key) for each in plan.due for key in SHAPES[each.noun].references(each.after.data)]
    missing = {key for _change, key in wanted} - coming
    there = {
        (noun, str(uid))
        for noun in {noun for noun, _uid in missing}
        for uid in SHAPES[noun].model._default_manager.values_list("uid", flat=True)
    }
    for change, key in wanted:
        if key in missing - there:
            told = {"noun": key[0], "uid": key[1]}
            yield Problem(change.place, _("It refers to %(noun)s %(uid)s, which is not there.") % told)


def _address(place: Place, row: Any) -> tuple[str, str, str]:
    values = [row.get(name) for name in ("noun", "slug", "uid")] if isinstance(row, dict) else []
    noun, slug, uid = values or (None, None, None)
    if noun not in SHAPES or not isinstance(slug, str) or not re.fullmatch(r"[a-zA-Z0-9_-]{1,120}", slug):
        raise UnusableError(_("“%(name)s” in the archive is damaged.") % {"name": place.sheet})
    return noun, slug, uid if isinstance(uid, str) else ""
