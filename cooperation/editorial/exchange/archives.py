"""The whole record as one file that loses nothing: a zip of one file of JSON lines a noun, with a manifest.

It holds what is not public too, and is for administrators alone. The same record gives the same bytes.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import IO, Any

from cooperation.models import Address
from cooperation.record.snapshots.many import take_all
from cooperation.record.snapshots.nouns import SHAPES

FORMAT, VERSION = "cooperation-record-archive", 1
MANIFEST, ADDRESSES = "manifest.json", "addresses.ndjson"
NOTICE = "Not for publication: this archive holds drafts, notes of editors and withdrawn records."
# What a meeting's snapshot holds already.
NOUNS = tuple(noun for noun in SHAPES if noun != "commitments")
# So that the same record gives the same bytes.
_MADE = (1980, 1, 1, 0, 0, 0)


def write_archive(file: IO[bytes]) -> dict[str, int]:
    """Write the record as it stands; how many records of each noun there are."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        files = {f"{noun}.ndjson": _records(noun) for noun in NOUNS} | {ADDRESSES: _former_addresses()}
        told = {name: _write(archive, name, rows) for name, rows in files.items()}
        manifest = {"format": FORMAT, "version": VERSION, "notice": NOTICE, "files": told}
        archive.writestr(_entry(MANIFEST), json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")
    return {PurePath(name).stem: each["records"] for name, each in told.items()}


def _records(noun: str) -> Iterator[dict[str, Any]]:
    for _record, taken in take_all(SHAPES[noun].model._default_manager.order_by("uid")):
        yield taken.data


def _former_addresses() -> Iterator[dict[str, Any]]:
    """Addresses that lead on to a record under another one now, or that answer that it is gone."""
    for noun, shape in SHAPES.items():
        known = Address.objects.filter(noun=noun).order_by("slug").values_list("slug", "record_id")
        if not known:
            continue
        there = {
            pk: (slug, str(uid)) for pk, slug, uid in shape.model._default_manager.values_list("pk", "slug", "uid")
        }
        for slug, pk in known:
            current, uid = there.get(pk, ("", None))
            if slug != current:
                yield {"noun": noun, "slug": slug, "uid": uid}


def _write(archive: zipfile.ZipFile, name: str, rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    digest, count = hashlib.sha256(), 0
    with archive.open(_entry(name), "w", force_zip64=True) as file:
        for row in rows:
            line = (json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
            digest.update(line)
            file.write(line)
            count += 1
    return {"records": count, "sha256": digest.hexdigest()}


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _MADE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry
