"""Which public records show something of a row, and the SQL by which triggers note that they changed with it.

A record changes for the public when anything changes that its own address shows: its columns, its parts, and what it
shows of other records and of sources. Where it only names another record, that one's name counts and no more.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from django.db import connections
from django.db.models import F, Field, GeneratedField, Max, Model, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, Greatest

from cooperation.models import (
    Agency,
    Agreement,
    Commitment,
    Event,
    Generation,
    LastChange,
    Meeting,
    Official,
    Participation,
    Program,
    Record,
    Topic,
)

_OF_AGREEMENTS = ("parties", "programs", "topics", "sources", "meeting")
_OF_COMMITMENTS = (
    *("meeting", "made_by", "made_to", "point__topics", "point__source", "point__participation__agency"),
    *("point__participation__official", "changes__meeting", "changes__program", "changes__event"),
    *("changes__agreement", "changes__source"),
)

# What each noun shows besides its own columns. Each step of a path is shown, too.
SHOWN: dict[type[Record], tuple[str, ...]] = {
    Agency: ("parent", "children", "predecessor", "successors", "identifiers", "corrections"),
    Official: ("identifiers", "appointments__agency", "appointments__source", "corrections"),
    Topic: ("parent", "children", "corrections"),
    Program: ("agencies", "topics", "sources", "corrections"),
    Event: ("organisers", "topics", "parent", "sources", "corrections"),
    Agreement: (*_OF_AGREEMENTS, "corrections"),
    Commitment: (*_OF_COMMITMENTS, "corrections"),
    Meeting: (
        *("participations__agency", "participations__official", "topics", "programs", "event_links__event", "sources"),
        *("points__topics", "points__source", "corrections"),
        *(f"agreements__{path}" for path in _OF_AGREEMENTS),
        *(f"commitments__{path}" for path in _OF_COMMITMENTS),
    ),
}

# What nobody reads: a change of these alone is none for the public.
_PRIVATE = frozenset(
    {"created", "modified", "state_changed_at", "state_changed_by_id", "editor_note", "url_key"} | {"link_status"}
)
# By what one record names another.
_NAMES = ("slug", "state", "side", "date", "name_", "title_", "acronym_", "text_")

_LAST = LastChange._meta.db_table
# There is none while a database is emptied.
_NUMBER = f"COALESCE((SELECT number FROM {Generation._meta.db_table}), 0)"
# SQLite compares times as text, so this is written as Django writes them: six digits, left out where all are 0.
NOW = {"sqlite": "strftime('%Y-%m-%d %H:%M:%f001', 'now')", "postgresql": "clock_timestamp()"}
_DIFFER = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}


@dataclass(frozen=True)
class Touch:
    """The records of a noun that change with a row: those whose `path` leads to the `column` of it, or where there is
    no path, those that it names itself. An update counts only where it changes one of `seen`.
    """

    noun: type[Record]
    column: str
    path: str
    seen: tuple[str, ...]


def touched_by(model: type[Model]) -> tuple[Touch, ...]:
    """What shows a row of this model."""
    return _touches().get(model, ())


@cache
def _touches() -> dict[type[Model], tuple[Touch, ...]]:
    found: dict[type[Model], dict[Touch, None]] = defaultdict(dict)
    for noun, paths in SHOWN.items():
        found[noun][Touch(noun, "id", "", _public_columns(noun))] = None
        for path in paths:
            for model, touch in _along(noun, path.split("__")):
                found[model][touch] = None
    return {model: tuple(touches) for model, touches in found.items()}


def _along(noun: type[Record], steps: list[str]) -> Iterator[tuple[type[Model], Touch]]:
    """What a path leads to, step by step, and how it leads back."""
    model: type[Model] = noun
    for place, step in enumerate(steps):
        field, before, path = model._meta.get_field(step), "__".join(steps[:place]), "__".join(steps[: place + 1])
        model = field.related_model
        if field.one_to_many:
            yield model, Touch(noun, field.field.column, before, _public_columns(model))
            continue
        if field.many_to_many:
            through = field.remote_field.through
            yield through, Touch(noun, field.m2m_column_name(), before, _public_columns(through))
        yield model, Touch(noun, "id", path, _shown_columns(model))


def _public_columns(model: type[Model]) -> tuple[str, ...]:
    return tuple(field.column for field in model._meta.local_concrete_fields if _is_public(field))


def _is_public(field: Field) -> bool:
    is_own = field.column in _PRIVATE or field.column.startswith(("editor_note_", "sort_key_"))
    return not is_own and not isinstance(field, GeneratedField)


def _shown_columns(model: type[Model]) -> tuple[str, ...]:
    columns = _public_columns(model)
    return tuple(each for each in columns if each.startswith(_NAMES)) if issubclass(model, Record) else columns


# Whose sitting in a published meeting makes them public: they change when that begins or ends, not with each meeting.
_REVEALED: dict[type[Model], Touch] = {
    Participation: Touch(Official, "official_id", "", ("official_id", "meeting_id")),
    Meeting: Touch(Official, "id", "participations__meeting", ("state",)),
}


def statements(model: type[Model], event: str, using: str) -> Iterator[str]:
    """What a trigger does after rows of this model were inserted, updated or deleted."""
    by_noun: dict[type[Record], list[Touch]] = defaultdict(list)
    for touch in touched_by(model):
        by_noun[touch.noun].append(touch)
    for noun, touches in by_noun.items():
        if noun is model and event == "delete":
            yield _farewell(noun, using)
        ids = [_ids(touch, event, using) for touch in touches]
        yield _note(noun, ids, using, f"({_is_public_now(noun, using)} OR {_is_noted(noun)})")
    if model in _REVEALED:
        touch = _REVEALED[model]
        known = f"COALESCE((SELECT is_public FROM {_noted(touch.noun)}), false)"
        changed = f"{_is_public_now(touch.noun, using)} <> {known}"
        yield _note(touch.noun, [_ids(touch, event, using)], using, changed)


def _note(noun: type[Record], ids: Iterable[str], using: str, condition: str) -> str:
    """Note that the records with these ids changed now."""
    return f"""INSERT INTO {_LAST} (noun, record_id, generation, changed, is_public)
        SELECT '{noun.noun}', record.id, {_NUMBER}, {_now(using)}, {_is_public_now(noun, using)}
        FROM {noun._meta.db_table} record WHERE record.id IN ({" UNION ".join(ids)}) AND {condition}
        ON CONFLICT (noun, record_id) DO UPDATE SET generation = excluded.generation, changed = excluded.changed,
        is_public = excluded.is_public, uid = NULL, slug = NULL"""


def _farewell(noun: type[Record], using: str) -> str:
    """Note who it was that is deleted."""
    rows, old = ("", "OLD") if connections[using].vendor == "sqlite" else ("FROM old_rows", "old_rows")
    return f"""UPDATE {_LAST} SET generation = {_NUMBER}, changed = {_now(using)}, is_public = false,
        uid = {old}.uid, slug = {old}.slug {rows}
        WHERE {_LAST}.noun = '{noun.noun}' AND {_LAST}.record_id = {old}.id"""


def _ids(touch: Touch, event: str, using: str) -> str:
    rows = _ROWS[connections[using].vendor](touch, event)
    if not touch.path:
        return rows
    found = touch.noun._base_manager.filter(**{f"{touch.path}__in": RawSQL(rows, ())})
    return _sql(found.order_by().values("pk"), using)


def _sqlite_rows(touch: Touch, event: str) -> str:
    old, new = (f"SELECT {row}.{touch.column}" for row in ("OLD", "NEW"))
    if event != "update":
        return new if event == "insert" else old
    differ = f" WHERE {_differ(touch, 'OLD', 'NEW', 'sqlite')}"
    return new + differ if touch.column == "id" else f"{old}{differ} UNION {new}{differ}"


def _postgresql_rows(touch: Touch, event: str) -> str:
    if event != "update":
        return f"SELECT {touch.column} FROM {'new_rows' if event == 'insert' else 'old_rows'}"
    both = f"FROM old_rows o JOIN new_rows n ON o.id = n.id WHERE {_differ(touch, 'o', 'n', 'postgresql')}"
    if touch.column == "id":
        return f"SELECT n.id {both}"
    return f"SELECT o.{touch.column} {both} UNION SELECT n.{touch.column} {both}"


_ROWS = {"sqlite": _sqlite_rows, "postgresql": _postgresql_rows}


def _differ(touch: Touch, old: str, new: str, vendor: str) -> str:
    before, after = (", ".join(f'{row}."{column}"' for column in touch.seen) for row in (old, new))
    return f"({before}) {_DIFFER[vendor]} ({after})"


def _is_public_now(noun: type[Record], using: str) -> str:
    """SQL for whether the `record` is published: the one rule of what is public says so here, too."""
    return (
        f"EXISTS ({_sql(noun.objects.published().filter(pk=RawSQL('record.id', ())).order_by().values('pk'), using)})"
    )


def _is_noted(noun: type[Record]) -> str:
    return f"EXISTS (SELECT 1 FROM {_noted(noun)})"


def _noted(noun: type[Record]) -> str:
    return f"{_LAST} noted WHERE noted.noun = '{noun.noun}' AND noted.record_id = record.id"


def _now(using: str) -> str:
    return NOW[connections[using].vendor]


def _sql(records: QuerySet, using: str) -> str:
    """The query as text, its few values, which are ours, written out: a trigger takes none."""
    sql, params = records.query.get_compiler(using).as_sql()
    return sql % tuple(f"'{value}'" for value in params)


def settle(using: str) -> None:
    """Note what nobody has noted: records that became public or ceased to be while no trigger was at work."""
    with connections[using].cursor() as cursor:
        for noun in SHOWN:
            cursor.execute(_settling(noun, using))
            public = _is_public_now(noun, using)
            cursor.execute(
                f"""UPDATE {_LAST} SET is_public = NOT is_public, generation = {_NUMBER}, changed = {_now(using)}
                FROM {noun._meta.db_table} record
                WHERE {_LAST}.noun = '{noun.noun}' AND {_LAST}.record_id = record.id AND is_public <> {public}"""
            )


def _settling(noun: type[Record], using: str) -> str:
    corrected = Coalesce(Max("corrections__modified"), F("modified"))
    records = noun.objects.published().annotate(last=Greatest("modified", corrected)).order_by().values("pk", "last")
    pk, last = "record.id", "record.last"
    return f"""INSERT INTO {_LAST} (noun, record_id, generation, changed, is_public)
        SELECT '{noun.noun}', {pk}, {_NUMBER}, {last}, true
        FROM ({_sql(records, using).replace('AS "pk"', 'AS "id"')}) record WHERE NOT {_is_noted(noun)}"""
