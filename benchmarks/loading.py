"""Fills an empty database with synthetic records, through the project's own schema and models, and prints
which of them the questions are about.

    DATABASE_URL=… python -m benchmarks.loading 100000
"""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "cooperation.settings"
    django.setup()

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Field, GeneratedField, Model

from cooperation.models import (
    Address,
    Agency,
    Appointment,
    Event,
    Meeting,
    MeetingEvent,
    Named,
    Official,
    Participation,
    Point,
    Program,
    SearchDocument,
    Side,
    Source,
    State,
    Topic,
)
from cooperation.record import changes
from cooperation.record.indexing import postponed
from cooperation.record.search import index_words

from .facts import facts
from .records import COLUMNS, PUBLISHED_AT, Cast, Known, Meetings, Weighted
from .words import ADJECTIVES, FIELDS, FIRST_NAMES, LAST_NAMES, TOPICS

ADMINISTRATOR = "benchmark"

MODELS: dict[str, type[Model]] = {
    "meeting": Meeting,
    "participation": Participation,
    "source": Source,
    "point": Point,
    "meeting_topics": Meeting.topics.through,
    "meeting_programs": Meeting.programs.through,
    "meeting_sources": Meeting.sources.through,
    "meetingevent": MeetingEvent,
    "address": Address,
    "searchdocument": SearchDocument,
}


def load(published: int) -> None:
    """Make everything that `published` meetings need, and the meetings."""
    with transaction.atomic(), postponed():
        cast = make_cast(published)
    # PostgreSQL would else not let go of an index while foreign keys wait for their check.
    connection.check_constraints()
    with _bare_tables():
        for rows in Meetings(cast).batches(published):
            with transaction.atomic(), _unchecked():
                for name, found in rows.items():
                    _insert(MODELS[name], COLUMNS[name].split(), found)
    _settle()


def make_cast(published: int) -> Cast:
    """Agencies, officials and so on: about 300 officials for 1,000 meetings, 2,000 for 100,000 and more."""
    un = [_agency(f"{field} Agency", f"UN{field[:3].upper()}{place}", Side.UN) for place, field in enumerate(FIELDS)]
    bodies = [_agency(f"Ministry of {field}", "", Side.AZERBAIJAN) for field in FIELDS]
    bodies += [_agency(f"Committee for {field}", "", Side.AZERBAIJAN) for field in FIELDS[:20]]
    _below(un[30:36], un[3:6])
    officials = _officials(round(min(2000, 2000 * (published / 100_000) ** 0.41)) or 1, un + bodies)
    topics = [Topic.objects.create(name_en=name) for name in TOPICS]
    _below(topics[len(FIELDS) :], topics[3:9])
    some = max(10, min(150, published // 20))
    programs = [_activity(Program, f"{name} Programme {number}", un, number) for number, name in _names(some)]
    events = [_activity(Event, f"{name} Conference {number}", un, number) for number, name in _names(some)]
    people = {pk: Weighted([_known(each) for each in found]) for pk, found in officials.items()}
    groups = (Weighted([_known(each) for each in group]) for group in (un, bodies))
    return Cast(*groups, people, *(Weighted([_known(each) for each in group]) for group in (topics, programs, events)))


def _names(number: int) -> Iterator[tuple[int, str]]:
    for place in range(1, number + 1):
        yield place, f"{ADJECTIVES[place % len(ADJECTIVES)]} {FIELDS[place % len(FIELDS)]}"


def _agency(name: str, acronym: str, side: Side) -> Agency:
    kind = "specialized-agency" if side == Side.UN else "ministry"
    return Agency.objects.create(name_en=name, acronym=acronym, side=side, kind=kind)


def _below(children: list[Any], parents: list[Any]) -> None:
    for place, child in enumerate(children):
        child.parent = parents[place % len(parents)]
        child.save()


def _officials(number: int, agencies: list[Agency]) -> dict[int, list[Official]]:
    """Officials of each agency; large agencies have more of them."""
    shares = [1 / (1 + place % len(FIELDS)) for place in range(len(agencies))]
    homes: dict[int, list[Official]] = {}
    for place in range(number):
        # Each official goes where the share is least filled.
        home = max(range(len(agencies)), key=lambda each: shares[each] / (1 + len(homes.get(agencies[each].pk, ()))))
        first, last = FIRST_NAMES[place % len(FIRST_NAMES)], LAST_NAMES[place // len(FIRST_NAMES) % len(LAST_NAMES)]
        official = Official.objects.create(name_en=f"{first} {last}")
        Appointment.objects.create(official=official, agency=agencies[home], title_en="Head")
        homes.setdefault(agencies[home].pk, []).append(official)
    return homes


def _activity(model: Any, name: str, agencies: list[Agency], number: int) -> Any:
    start = f"{1995 + number % 30}-{1 + number % 12:02}"
    record = model.objects.create(name_en=name, start=start, state=State.PUBLISHED, published_at=PUBLISHED_AT)
    (record.agencies if model is Program else record.organisers).add(agencies[number % len(agencies)])
    return record


def _known(record: Named) -> Known:
    acronym = getattr(record, "acronym", "")
    return Known(record.pk, acronym or record.name_en, frozenset(index_words([record.name_en, acronym])))


def _insert(model: type[Model], columns: list[str], rows: list[tuple]) -> None:
    """Write rows of some columns; the others hold what the model gives a new record."""
    if not rows:
        return
    rest = {field.column: _default(field) for field in _stored(model) if field.column not in columns}
    if model._meta.pk.column not in columns:
        del rest[model._meta.pk.column]
    names = ", ".join(connection.ops.quote_name(name) for name in (*columns, *rest))
    table = connection.ops.quote_name(model._meta.db_table)
    filled = (row + tuple(rest.values()) for row in rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in filled:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * (len(columns) + len(rest)))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", filled)  # noqa: S608


def _stored(model: type[Model]) -> list[Field]:
    return [field for field in model._meta.local_concrete_fields if not isinstance(field, GeneratedField)]


def _default(field: Field) -> Any:
    if field.get_internal_type() == "DateTimeField" and not field.null:
        return PUBLISHED_AT
    return field.get_db_prep_save(field.get_default(), connection)


@contextmanager
def _unchecked() -> Iterator[None]:
    """Neither foreign keys nor triggers at work, on PostgreSQL."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


@contextmanager
def _bare_tables() -> Iterator[None]:
    """Tables without indexes and, on SQLite, triggers; both are made again at the end, as they were.

    What the triggers would have logged nobody has read yet.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT 'INDEX', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename LIKE"
                " 'cooperation_%%' AND indexname NOT IN (SELECT conname FROM pg_constraint)"
            )
        else:
            cursor.execute(
                "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
                " AND tbl_name LIKE 'cooperation_%%'"
            )
        found = cursor.fetchall()
        for kind, name, _definition in found:
            cursor.execute(f'DROP {kind} "{name}"')
    yield
    with connection.cursor() as cursor:
        for _kind, _name, definition in found:
            cursor.execute(definition)


def _settle() -> None:
    """The search index, the sequences of keys and what a planner knows of the tables."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO cooperation_search(cooperation_search) VALUES ('rebuild')")
        for statement in connection.ops.sequence_reset_sql(no_style(), list(MODELS.values())):
            cursor.execute(statement)
        # No trigger has noted what was put there.
        changes.new_epoch()
        cursor.execute("ANALYZE")


def _hurry() -> None:
    """What is lost in a power cut here can be made again."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for setting in ("synchronous = OFF", "foreign_keys = OFF", "cache_size = -400000", "temp_store = MEMORY"):
                cursor.execute(f"PRAGMA {setting}")
        else:
            cursor.execute("SET maintenance_work_mem = '512MB'")


def main(published: int) -> None:
    call_command("migrate", verbosity=0, interactive=False)
    _hurry()
    load(published)
    get_user_model().objects.create_superuser(ADMINISTRATOR)
    print(json.dumps(facts()))


if __name__ == "__main__":
    main(int(sys.argv[1]))
