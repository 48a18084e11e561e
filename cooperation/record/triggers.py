"""The triggers that count and log every change of the public record, on both engines.

Whoever changes it - the admin, `update()`, a cascade, an import, plain SQL, another process - raises the generation in
the same transaction. See `record.changes` for what is done with it.
"""

import hashlib
import uuid
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connections, transaction
from django.db.models import Model
from django.utils import timezone

from cooperation.models import (
    Address,
    AuditEntry,
    Change,
    Generation,
    GivenPassword,
    Import,
    ImportedRecord,
    LastChange,
    LinkCheck,
    Meeting,
    MeetingEvent,
    Merge,
    NameKey,
    NotDuplicate,
    Participation,
    Point,
    Proposal,
    PublicVersion,
    SearchDocument,
    SeedRecord,
    Upload,
    Version,
)

from . import touching

# About as many changes as a process may be behind before it has to read everything anew.
LOG_LENGTH = 100_000

# What no page, export or count shows: who edits, and what is worked out from the record in the same transaction.
PRIVATE_APPS = frozenset({"account", "admin", "auth", "contenttypes", "mfa", "sessions", "usersessions"})
_OF_THE_DESK = {AuditEntry, Import, ImportedRecord, LinkCheck, Merge, NameKey, NotDuplicate, Proposal, Upload, Version}
_OF_ACCOUNTS = {GivenPassword}
PRIVATE_MODELS = frozenset({Change, Generation, LastChange, SearchDocument, SeedRecord, *_OF_THE_DESK, *_OF_ACCOUNTS})

_PREFIX = "log_"
_GENERATION = Generation._meta.db_table
_CHANGE = Change._meta.db_table
_LAST_CHANGE = LastChange._meta.db_table
_POINT, _MEETING = Point._meta.db_table, Meeting._meta.db_table

# A trigger: its name, its table, and the statement that makes it.
Trigger = tuple[str, str, str]


def tracked_models() -> list[type[Model]]:
    """Every model whose rows are part of what is public; a new one is tracked unless it is named as private."""
    models = apps.get_models(include_auto_created=True)
    return [model for model in models if model._meta.app_label == "cooperation" and model not in PRIVATE_MODELS]


def new_epoch(using: str = "default") -> None:
    """Begin a new epoch: nothing known of the record before is held to be true of it now."""
    with transaction.atomic(using=using):
        Generation.objects.using(using).update_or_create(
            id=1, defaults={"epoch": uuid.uuid4(), "changed": timezone.now()}
        )
        Change.objects.using(using).all().delete()
        touching.settle(using)


def create_triggers(using: str = "default") -> None:
    """Make the triggers that are missing or of another version; what went uncounted until then ends the epoch.

    Runs after every migration: SQLite drops the triggers of a table that Django rebuilds.
    """
    tables = set(connections[using].introspection.table_names())
    wanted = _wanted(using, tables) if {_GENERATION, _LAST_CHANGE} <= tables else []
    if {name for name, _table in _existing(using)} != {name for name, _table, _sql in wanted}:
        with transaction.atomic(using=using):
            drop_triggers(using)
            _make(using, wanted)
    if wanted and not Generation.objects.using(using).exists():
        new_epoch(using)


def missing(using: str = "default") -> list[str]:
    """The names of the triggers that should be there and are not, or are those of another version."""
    tables = set(connections[using].introspection.table_names())
    existing = {name for name, _table in _existing(using)}
    return [name for name, _table, _sql in _wanted(using, tables) if name not in existing]


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
        for function in _functions(using):
            cursor.execute(function)
        for _name, _table, statement in triggers:
            cursor.execute(statement)
    new_epoch(using)


def _existing(using: str) -> list[tuple[str, str]]:
    with connections[using].cursor() as cursor:
        cursor.execute(_LISTING[connections[using].vendor])
        return [(name, table) for name, table in cursor.fetchall() if name.startswith(_PREFIX)]


def _wanted(using: str, tables: set[str]) -> list[Trigger]:
    """The engine's triggers; their names hold a digest, so that those of another version are known."""
    models = [model for model in tracked_models() if model._meta.db_table in tables]
    drafts = [draft for model in models for draft in _DRAFTS[connections[using].vendor](model, using)]
    text = repr((_functions(using), drafts))
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
    # Other nouns have addresses and public versions, too.
    Address: f"CASE WHEN {{row}}.noun = '{Meeting.noun}' THEN {{row}}.record_id END",
    PublicVersion: f"(SELECT id FROM {_MEETING} WHERE {{row}}.noun = '{Meeting.noun}' AND uid = {{row}}.uid)",
    Point.topics.through: f"(SELECT meeting_id FROM {_POINT} WHERE id = {{row}}.point_id)",
    **dict.fromkeys((Participation, Point, MeetingEvent), "{row}.meeting_id"),
    **{
        field.remote_field.through: "{row}.meeting_id"
        for field in Meeting._meta.many_to_many
        if field.remote_field.through._meta.auto_created
    },
}


def _sqlite(model: type[Model], using: str) -> Iterator[tuple[str, str, str]]:
    """A trigger a row. A row that passes from one meeting to another is logged for both."""
    table, meeting = model._meta.db_table, _meeting_of(model)
    before, after = meeting.format(row="OLD"), meeting.format(row="NEW")
    for event, of in (("insert", after), ("update", after), ("delete", before)):
        done = "; ".join((_logging(of), *touching.statements(model, event, using)))
        yield table, event, f"AFTER {event.upper()} ON {table} BEGIN {done}; END"
    if meeting != "NULL":
        yield table, "move", f"AFTER UPDATE ON {table} WHEN {before} IS NOT {after} BEGIN {_logging(before)}; END"


def _logging(meeting: str) -> str:
    return f"""UPDATE {_GENERATION} SET number = number + 1, changed = {touching.NOW["sqlite"]};
        INSERT INTO {_CHANGE} (generation, meeting) SELECT number, {meeting} FROM {_GENERATION};
        DELETE FROM {_CHANGE} WHERE generation <= (SELECT number - {LOG_LENGTH} FROM {_GENERATION})"""


# Of which rows each event tells.
_ROWS = {"insert": ("new_rows",), "update": ("old_rows", "new_rows"), "delete": ("old_rows",)}
_TABLES = {"old_rows": "OLD TABLE AS old_rows", "new_rows": "NEW TABLE AS new_rows"}


def _postgresql(model: type[Model], using: str) -> Iterator[tuple[str, str, str]]:
    """A trigger a statement, so that work in bulk is logged in bulk.

    The generation is locked before any row is: two writers who met the other way round would wait for each other.
    """
    table = model._meta.db_table
    once = "FOR EACH STATEMENT EXECUTE FUNCTION"
    yield table, "lock", f"BEFORE INSERT OR UPDATE OR DELETE ON {table} {once} log_lock()"
    yield table, "truncate", f"AFTER TRUNCATE ON {table} {once} log_truncate()"
    for event, rows in _ROWS.items():
        seen = " ".join(_TABLES[each] for each in rows)
        yield table, event, f"AFTER {event.upper()} ON {table} REFERENCING {seen} {once} {_name_of(model, event)}()"


def _name_of(model: type[Model], event: str) -> str:
    """What PostgreSQL's function for an event of a table is called."""
    return f"log_{model._meta.db_table.removeprefix('cooperation_')}_{event}"


def _function(name: str, body: str, arguments: str = "", returns: str = "trigger") -> str:
    return f"CREATE OR REPLACE FUNCTION {name}({arguments}) RETURNS {returns} LANGUAGE plpgsql AS $$ {body} $$"


def _event_function(model: type[Model], event: str, using: str) -> str:
    meeting = _meeting_of(model)
    found = " UNION ".join(f"SELECT {meeting.format(row='one')}::bigint FROM {rows} one" for rows in _ROWS[event])
    done = "".join(f"{each}; " for each in touching.statements(model, event, using))
    return _function(_name_of(model, event), f"BEGIN PERFORM log_changes(ARRAY({found})); {done}RETURN NULL; END")


@cache
def _functions(using: str) -> tuple[str, ...]:
    return tuple(_postgresql_functions(using)) if connections[using].vendor == "postgresql" else ()


def _postgresql_functions(using: str) -> Iterator[str]:
    yield _function(
        "log_changes",
        f"""DECLARE many bigint := cardinality(meetings); newest bigint;
        BEGIN
            IF many = 0 THEN RETURN; END IF;
            UPDATE {_GENERATION} SET number = number + many, changed = {touching.NOW["postgresql"]}
                RETURNING number INTO newest;
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
    for model in tracked_models():
        for event in _ROWS:
            yield _event_function(model, event, using)


_DRAFTS = {"sqlite": _sqlite, "postgresql": _postgresql}
_LISTING = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": """SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
        WHERE NOT tgisinternal AND pg_table_is_visible(tgrelid)""",
}
