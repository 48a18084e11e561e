"""Makes the files of the whole public record: a table each, one database, one file of lines, and what they are."""

import csv
import hashlib
import json
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from django.conf import settings
from django.utils import timezone, translation

from cooperation.record import site
from cooperation.record.changes import stamp

from ..attribution import citation
from ..lines import AT_ONCE, lines_of
from ..mirroring import token
from ..rendering import wanted
from ..resources import RESOURCES
from ..tabular import dictionary, sheets
from ..tabular.catalogue import OF_NOUNS
from ..tabular.tables import Table
from ..walking import NEUTRAL, windows
from . import database, shelf
from .descriptor import descriptor, homepage
from .everything import EVERYTHING, all_of, ids_of
from .shelf import DICTIONARY, LICENCE, PACKAGE, README
from .snapshot import snapshot

DATABASE, LINES, ZIP = "record.sqlite3", "record.ndjson", "record-csv.zip"


def make() -> Path:
    """Make all files of one state of the record, and put them in the place of those before. Returns their folder."""
    with translation.override(NEUTRAL), shelf.new_version() as folder:
        made = timezone.now().strftime("%Y-%m-%dT%H:%M:%SZ")
        with snapshot():
            _write_all(folder, made, token(stamp("default")))
        _sum_up(folder)
    return shelf.current()


def _write_all(folder: Path, made: str, state: str) -> None:
    for table in EVERYTHING:
        _save(folder / f"{table.name}.csv", sheets.encoded(table, ids_of(table)))
    about = {"name": str(site.NAME), "made": made, "token": state, "licence": _licence(), "citation": _cited()}
    rows = database.write(folder / DATABASE, EVERYTHING, about.items())
    _save(folder / LINES, (line for noun in OF_NOUNS for line in _lines(noun)))
    _describe(folder, rows, made, state)


def _lines(noun: str) -> Iterable[bytes]:
    """Each record with all that its own page shows, and which noun it is."""
    names = wanted(RESOURCES[noun], {}, whole=True)
    return lines_of(noun, windows(all_of(noun), AT_ONCE), names, noun=noun)


def _save(path: Path, pieces: Iterable[bytes]) -> None:
    with path.open("wb") as file:
        file.writelines(pieces)


def _describe(folder: Path, rows: dict[str, int], made: str, state: str) -> None:
    files = {path.name: (path.stat().st_size, _digest(path)) for path in sorted(folder.glob("*.csv"))}
    package = descriptor(EVERYTHING, rows, files, made, state)
    (folder / PACKAGE).write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    _write_dictionary(folder / DICTIONARY, EVERYTHING)
    (folder / LICENCE).write_text((settings.BASE_DIR / "LICENSE-DATA").read_text(encoding="utf-8"), encoding="utf-8")
    (folder / README).write_text(_readme(made), encoding="utf-8")
    _zip(folder, [*files, PACKAGE, DICTIONARY, LICENCE, README])


def _write_dictionary(path: Path, tables: Sequence[Table]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["table", "column", "type", "meaning", "refers_to"])
        for table in tables:
            for column in table.columns:
                kind, refers = str(dictionary.KINDS[column.kind]), ".".join(column.refers or ())
                lines.writerow([table.name, column.name, kind, dictionary.meaning(table, column), refers])


def _zip(folder: Path, names: Sequence[str]) -> None:
    with zipfile.ZipFile(folder / ZIP, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.write(folder / name, name)


def _sum_up(folder: Path) -> None:
    """The last file: who finds it finds all others."""
    lines = [f"{_digest(path)}  {path.name}\n" for path in sorted(folder.iterdir())]
    (folder / shelf.SUMS).write_text("".join(lines), encoding="utf-8")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _licence() -> str:
    return f"{site.LICENCE}, {site.LICENCE_URL}"


def _cited() -> str:
    return citation(homepage())


def _relative() -> str:
    """What is to be known of addresses where nobody told the site its own."""
    return "" if settings.SITE_URL else ", from its root on: put the site’s address before it"


def _readme(made: str) -> str:
    return f"""{site.NAME}

{site.DESCRIPTION}

This is the whole published record as it stood at {made}.

{PACKAGE} says what each table and column holds, for programs; {DICTIONARY} says the same for people.
Each table is a CSV file in UTF-8 with a byte order mark. A cell that a spreadsheet would take for a formula has an
apostrophe before it. A cell of several values has “ | ” between them. Dates are as precise as their sources state.
{LINES} holds each record as JSON, a line each. Its “url” is an address of this site{_relative()}.
The table participations says who met whom. Tables with an underscore in their name tie records to each other.

Licence: {_licence()}
How to cite: {_cited()}
"""
