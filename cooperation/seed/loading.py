"""Loads the fixtures into the database, and never over what an editor has done there."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.db.models import ProtectedError
from django.utils import timezone, translation

from cooperation.models import Address, SeedRecord
from cooperation.record.indexing import postponed
from cooperation.record.snapshots.shapes import by_name, noun_of

from .checks import Row, digest, read_record
from .files import DamagedError
from .nouns import NOUNS
from .standins import stand_ins

Progress = Callable[[str, int, int], None]
"""Told the noun, how many of its records are loaded, and how many there are to load."""


@dataclass
class Outcome:
    """How many records of each noun were entered, brought up to date, or left to the editors."""

    entered: Counter[str] = field(default_factory=Counter)
    updated: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)


def dump(record: Any) -> dict[str, Any]:
    """The fixture of a record as it stands in the database: what loading it would give again."""
    return NOUNS[noun_of(record)].read(record, by_name)


def load(folder: Path, *, progress: Progress | None = None) -> Outcome:
    """Load all fixtures of `folder`, or nothing of them.

    Raises `DamagedError` or `UnusableError` with a sentence, before the database is touched where the files
    show what is wrong.
    """
    rows = read_record(folder)
    with translation.override("en"), transaction.atomic(), postponed():
        return _Loader(rows, progress or (lambda noun, done, total: None)).run()


class _Loader:
    """Compares each fixture with the ledger and with the database, and writes what has to be."""

    def __init__(self, rows: list[Row], progress: Progress) -> None:
        self.rows = rows
        self.progress = progress
        self.now = timezone.now()
        self.outcome = Outcome()
        self.ledger = {str(uid): kept for uid, kept in SeedRecord.objects.values_list("uid", "digest")}
        self.pks = dict(self._records_there())
        self.uids = {(row.noun, self.pks[row.uid]): row.uid for row in rows if row.uid in self.pks}
        self.gone = {row.uid: row.title for row in rows if row.uid in self.ledger and row.uid not in self.pks}
        self.notes: dict[str, SeedRecord] = {}
        self.addresses: dict[tuple[str, str], int | None] = {}
        self.siblings: dict[tuple[str, int], int] = {}

    def _records_there(self) -> Iterator[tuple[str, int]]:
        """Each fixture that has a record, by uid, and the record's primary key."""
        for noun, shape in NOUNS.items():
            pks = {str(uid): pk for uid, pk in shape.model.objects.values_list("uid", "pk")}
            rows = [row for row in self.rows if row.noun == noun]
            missing = [row for row in rows if row.uid not in pks]
            yield from ((row.uid, pks[row.uid]) for row in rows if row.uid in pks)
            yield from stand_ins(noun, missing)

    def run(self) -> Outcome:
        due = [(row, mark) for row, mark in self._effective() if self.ledger.get(row.uid) != mark]
        if due:
            self.addresses = {
                (noun, slug): pk for noun, slug, pk in Address.objects.values_list("noun", "slug", "record_id")
            }
        totals = Counter(row.noun for row, _ in due)
        done: Counter[str] = Counter()
        for row, mark in due:
            self._write(row, mark)
            done[row.noun] += 1
            self.progress(row.noun, done[row.noun], totals[row.noun])
        SeedRecord.objects.bulk_create(
            self.notes.values(), update_conflicts=True, unique_fields=["uid"], update_fields=["digest"]
        )
        return self.outcome

    def _effective(self) -> Iterator[tuple[Row, str]]:
        """What is to be loaded of each fixture, with its digest, now that some records are gone."""
        for row in self.rows:
            if row.uid in self.gone:
                continue
            data = row.shape.without(row.data, self.gone) if self.gone else row.data
            if data is not None:
                yield Row(row.noun, data, row.path, row.line), digest(data)

    def _write(self, row: Row, mark: str) -> None:
        try:
            if row.uid in self.pks:
                self._bring_up_to_date(row, mark)
            else:
                self._enter(row, mark)
        except (DatabaseError, ValidationError, ProtectedError) as error:
            raise _refusal(row, error) from error

    def _enter(self, row: Row, mark: str) -> None:
        record = row.shape.model()
        self._save(row, record)
        self.pks[row.uid] = record.pk
        self.uids[row.noun, record.pk] = row.uid
        self.outcome.entered[row.noun] += 1
        self._note(row, mark)

    def _bring_up_to_date(self, row: Row, mark: str) -> None:
        """Write a changed fixture, unless an editor has changed the record since it was loaded."""
        record = row.shape.model.objects.get(pk=self.pks[row.uid])
        current = digest(row.shape.read(record, self.refer))
        if current == mark or row.uid not in self.ledger:
            self._note(row, mark)
        elif current == self.ledger[row.uid]:
            self._save(row, record)
            self.outcome.updated[row.noun] += 1
            self._note(row, mark)
        else:
            self.outcome.kept[row.noun] += 1

    def _save(self, row: Row, record: Any) -> None:
        self.siblings.clear()
        row.shape.write(record, row.data, self)

    def _note(self, row: Row, mark: str) -> None:
        self.notes[row.uid] = SeedRecord(uid=row.uid, noun=row.noun, digest=mark)

    # What fields ask for: see `World` in `record.snapshots.fields`.

    def pk(self, noun: str, uid: str) -> int:
        return self.pks[uid]

    def refer(self, record: Any) -> str:
        return self.uids.get((noun_of(record), record.pk), str(record.uid))

    def claim(self, record: Any, slug: str) -> bool:
        key = (record.noun, slug)
        return key not in self.addresses or (record.pk is not None and self.addresses[key] == record.pk)

    def remember(self, relation: str, number: int, pk: int) -> None:
        self.siblings[relation, number] = pk

    def sibling(self, relation: str, number: int) -> int | None:
        return self.siblings.get((relation, number))


def _refusal(row: Row, error: Exception) -> DamagedError:
    """The database's own refusal, for what only it can know, as a sentence."""
    reason = "; ".join(error.messages) if isinstance(error, ValidationError) else str(error).splitlines()[0]
    return row.damaged(f"the database refuses this record ({reason.rstrip('.')})")
