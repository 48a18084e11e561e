"""The triggers that count and log every change of the public record, on both engines.

Whoever changes it - the admin, `update()`, a cascade, an import, plain SQL, another process - raises the generation in
the same transaction. See `record.changes` for what is done with it.
"""

import hashlib
import uuid
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connections, transaction
from django.db.models import Model

from cooperation.models import (
    Change,
    Generation,
    Meeting,
    MeetingEvent,
    Participation,
    Point,
    SearchDocument,
    SeedRecord,
)

# About as many changes as a process may be behind before it has to read everything anew.
LOG_LENGTH = 100_000

# What no page, export or count shows: who edits, and what is worked out from the record in the same transaction.
PRIVATE_APPS = frozenset({"admin", "auth", "contenttypes", "sessions"})
PRIVATE_MODELS = frozenset({Change, Generation, SearchDocument, SeedRecord})

_PREFIX = "log_"
_GENERATION = Generation._meta.db_table
_CHANGE = Change._meta.db_table
_POINT = Point._meta.db_table

# A trigger: its name, its table, and the statement that makes it.
Trigger = tuple[str, str, str]


def tracked_models() -> list[type[Model]]:
    """Every model whose rows are part of what is public; a new one is tracked unless it is named as private."""
    models = apps.get_models(include_auto_created=True)
    return [model for model in models if model._meta.app_label == "cooperation" and model not in PRIVATE_MODELS]


def new_epoch(using: str = "default") -> None:
    """Begin a new epoch: nothing known of the record before is held to be true of it now."""
    with transaction.atomic(using=using):
        Generation.objects.using(using).update_or_create(id=1, defaults={"epoch": uuid.uuid4()})
        Change.objects.using(using).all().delete()


def create_triggers(using: str = "default") -> None:
    """Make the triggers that are missing or of another version; what went uncounted until then ends the epoch.

    Runs after every migration: SQLite drops the triggers of a table that Django rebuilds.
    """
    tables = set(connections[using].introspection.table_names())
    wanted = _wanted(connections[using].vendor, tables) if _GENERATION in tables else []
    if {name for name, _table in _existing(using)} != {name for name, _table, _sql in wanted}:
        with transaction.atomic(using=using):
            drop_triggers(using)
            _make(using, wanted)
    if wanted and not Generation.objects.using(using).exists():
        new_epoch(using)


def drop_triggers(using: str) -> None:
    """Take all of them away: SQLite renames no table while a trigger speaks of one that is being rebuilt."""
    on_table = " ON {}" if connections[using].vendor == "postgresql" else ""
    with connections[using].cursor() as cursor:
        for name, table in _existing(using):
            cursor.execute(f"DROP TRIGGER {name}{on_table.format(table)}")


def _make(using: str, triggers: list[Trigger]) -> None:
    if not triggers:
        return
    with connections[using].cursor() as cursor:
        for function in _FUNCTIONS[connections[using].vendor]:
            cursor.execute(function)
        for _name, _table, statement in triggers:
            cursor.execute(statement)
    new_epoch(using)


def _existing(using: str) -> list[tuple[str, str]]:
    with connections[using].cursor() as cursor:
        cursor.execute(_LISTING[connections[using].vendor])
        return [(name, table) for name, table in cursor.fetchall() if name.startswith(_PREFIX)]


def _wanted(vendor: str, tables: set[str]) -> list[Trigger]:
    """The engine's triggers; their names hold a digest, so that those of another version are known."""
    models = [model for model in tracked_models() if model._meta.db_table in tables]
    drafts = [draft for model in models for draft in _DRAFTS[vendor](model)]
    text = repr((_FUNCTIONS[vendor], drafts))
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return [_named(*draft, digest) for draft in drafts]


def _named(table: str, event: str, statement: str, digest: str) -> Trigger:
    name = f"{_PREFIX}{table.removeprefix('cooperation_')}_{event}_{digest}"
    return name, table, f"CREATE TRIGGER {name} {statement}"


def _meeting_of(model: type[Model]) -> str:
    """SQL for the meeting that a `{row}` is part of."""
    return _PARTS.get(model, "NULL")


_PARTS: dict[Any, str] = {
    Meeting: "{row}.id",
    Point.topics.through: f"(SELECT meeting_id FROM {_POINT} WHERE id = {{row}}.point_id)",
    **dict.fromkeys((Participation, Point, MeetingEvent), "{row}.meeting_id"),
    **{
        field.remote_field.through: "{row}.meeting_id"
        for field in Meeting._meta.many_to_many
        if field.remote_field.through._meta.auto_created
    },
}


def _sqlite(model: type[Model]) -> Iterator[tuple[str, str, str]]:
    """A trigger a row. A row that passes from one meeting to another is logged for both."""
    table, meeting = model._meta.db_table, _meeting_of(model)
    before, after = meeting.format(row="OLD"), meeting.format(row="NEW")
    yield table, "insert", f"AFTER INSERT ON {table} {_logging(after)}"
    yield table, "update", f"AFTER UPDATE ON {table} {_logging(after)}"
    yield table, "delete", f"AFTER DELETE ON {table} {_logging(before)}"
    if meeting != "NULL":
        yield table, "move", f"AFTER UPDATE ON {table} WHEN {before} IS NOT {after} {_logging(before)}"


def _logging(meeting: str) -> str:
    return f"""BEGIN
        UPDATE {_GENERATION} SET number = number + 1;
        INSERT INTO {_CHANGE} (generation, meeting) SELECT number, {meeting} FROM {_GENERATION};
        DELETE FROM {_CHANGE} WHERE generation <= (SELECT number - {LOG_LENGTH} FROM {_GENERATION}); END"""


# Of which rows each event tells.
_ROWS = {"insert": ("new_rows",), "update": ("old_rows", "new_rows"), "delete": ("old_rows",)}
_TABLES = {"old_rows": "OLD TABLE AS old_rows", "new_rows": "NEW TABLE AS new_rows"}


def _postgresql(model: type[Model]) -> Iterator[tuple[str, str, str]]:
    """A trigger a statement, so that work in bulk is logged in bulk.

    The generation is locked before any row is: two writers who met the other way round would wait for each other.
    """
    table, kind = model._meta.db_table, _KINDS[_meeting_of(model)]
    once = "FOR EACH STATEMENT EXECUTE FUNCTION"
    yield table, "lock", f"BEFORE INSERT OR UPDATE OR DELETE ON {table} {once} log_lock()"
    yield table, "truncate", f"AFTER TRUNCATE ON {table} {once} log_truncate()"
    for event, rows in _ROWS.items():
        seen = " ".join(_TABLES[each] for each in rows)
        yield table, event, f"AFTER {event.upper()} ON {table} REFERENCING {seen} {once} log_{event}_{kind}()"


# The ways in which a row is part of a meeting, named for PostgreSQL's functions.
_KINDS = {"NULL": "other"} | {
    meeting: f"part{number}" for number, meeting in enumerate(dict.fromkeys(_PARTS.values()), start=1)
}


def _function(name: str, body: str, arguments: str = "", returns: str = "trigger") -> str:
    return f"CREATE OR REPLACE FUNCTION {name}({arguments}) RETURNS {returns} LANGUAGE plpgsql AS $$ {body} $$"


def _event_function(event: str, meeting: str, kind: str) -> str:
    found = " UNION ".join(f"SELECT {meeting.format(row='one')}::bigint FROM {rows} one" for rows in _ROWS[event])
    return _function(f"log_{event}_{kind}", f"BEGIN PERFORM log_changes(ARRAY({found})); RETURN NULL; END")


def _postgresql_functions() -> Iterator[str]:
    yield _function(
        "log_changes",
        f"""DECLARE many bigint := cardinality(meetings); newest bigint;
        BEGIN
            IF many = 0 THEN RETURN; END IF;
            UPDATE {_GENERATION} SET number = number + many RETURNING number INTO newest;
            INSERT INTO {_CHANGE} (generation, meeting)
                SELECT newest - many + place, meeting FROM unnest(meetings) WITH ORDINALITY changed(meeting, place);
            -- Now and then: rows that are dead but not yet swept make a delete slow.
            IF newest / 1000 > (newest - many) / 1000 THEN
                DELETE FROM {_CHANGE} WHERE generation <= newest - {LOG_LENGTH};
            END IF;
        END""",
        "meetings bigint[]",
        "void",
    )
    yield _function("log_lock", f"BEGIN PERFORM 1 FROM {_GENERATION} FOR NO KEY UPDATE; RETURN NULL; END")
    yield _function("log_truncate", f"BEGIN UPDATE {_GENERATION} SET epoch = gen_random_uuid(); RETURN NULL; END")
    for meeting, kind in _KINDS.items():
        for event in _ROWS:
            yield _event_function(event, meeting, kind)


_DRAFTS = {"sqlite": _sqlite, "postgresql": _postgresql}
_FUNCTIONS: dict[str, tuple[str, ...]] = {"sqlite": (), "postgresql": tuple(_postgresql_functions())}
_LISTING = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": """SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
        WHERE NOT tgisinternal AND pg_table_is_visible(tgrelid)""",
}
