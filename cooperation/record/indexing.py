"""Keeps the search documents in step with the record, in the transaction that changes it."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_migrate, post_save

from cooperation.models import (
    Agency,
    Agreement,
    Appointment,
    Commitment,
    Event,
    Meeting,
    MeetingEvent,
    NameKey,
    Official,
    Participation,
    Point,
    Program,
    SearchDocument,
    Topic,
)

from .documents import SEARCHABLE, words_of
from .names import write_keys, write_missing_keys
from .search import create_index

Pending = dict[type[Model], set[int]]

# Whose documents hold a record's words besides its own, and by which relation they are found.
_DEPENDENTS: dict[type[Model], tuple[tuple[type[Model], str], ...]] = {
    Agency: (
        (Meeting, "participations__agency"),
        (Program, "agencies"),
        (Event, "organisers"),
        (Agreement, "parties"),
        (Official, "appointments__agency"),
        (Commitment, "made_by"),
        (Commitment, "made_to"),
    ),
    Official: ((Meeting, "participations__official"),),
    Topic: ((Meeting, "topics"), (Program, "topics"), (Event, "topics"), (Agreement, "topics")),
    Program: ((Meeting, "programs"),),
    Event: ((Meeting, "events"),),
}

# Rows that are part of another record's document.
_PARTS: dict[type[Model], str] = {
    Participation: "meeting_id",
    Point: "meeting_id",
    MeetingEvent: "meeting_id",
    Appointment: "official_id",
}
_WHOLE = {"meeting_id": Meeting, "official_id": Official}

_postponed: ContextVar[Pending | None] = ContextVar("postponed", default=None)


def connect() -> None:
    """Follow every change of the nouns; called once, when the app is ready."""
    for model in (*SEARCHABLE, *_PARTS):
        post_save.connect(_on_save, sender=model, dispatch_uid=f"index-save-{model.__name__}")
        post_delete.connect(_on_delete, sender=model, dispatch_uid=f"index-delete-{model.__name__}")
    for model in SEARCHABLE:
        for field in model._meta.many_to_many:
            m2m_changed.connect(_on_relation, sender=field.remote_field.through)
    post_migrate.connect(_on_migrate, dispatch_uid="index-migrate")


@contextmanager
def postponed() -> Iterator[None]:
    """Index what changes inside once, at the end: for loading many records together."""
    if _postponed.get() is not None:
        yield
        return
    pending: Pending = defaultdict(set)
    token = _postponed.set(pending)
    try:
        yield
    finally:
        _postponed.reset(token)
    for model, ids in pending.items():
        _write(model, ids)


def reindex(model: type[Model], ids: set[int]) -> None:
    """Write the search documents of records that were changed without a signal, and of what holds their names."""
    if model not in SEARCHABLE:
        return
    there = set(model._default_manager.filter(pk__in=ids).values_list("pk", flat=True))
    _index(model, there)
    _forget(model, ids - there)
    for dependent, relation in _DEPENDENTS.get(model, ()):
        _index(
            dependent, set(dependent._default_manager.filter(**{f"{relation}__in": ids}).values_list("pk", flat=True))
        )


def _forget(model: Any, ids: set[int]) -> None:
    SearchDocument.objects.filter(noun=model.noun, record_id__in=ids).delete()
    NameKey.objects.filter(noun=model.noun, record_id__in=ids).delete()


def reindex_all() -> None:
    """Write every search document anew."""
    for model in SEARCHABLE:
        _write(model, set(model.objects.values_list("pk", flat=True)))
        SearchDocument.objects.filter(noun=model.noun).exclude(record_id__in=model.objects.values("pk")).delete()


def _index(model: type[Model], ids: set[int]) -> None:
    pending = _postponed.get()
    if pending is None:
        _write(model, ids)
    else:
        pending[model] |= ids


def _write(model: type[Model], ids: set[int]) -> None:
    documents = [
        SearchDocument(noun=model.noun, record_id=pk, words=words)
        for pk, words in words_of(model.objects.filter(pk__in=ids)).items()
    ]
    SearchDocument.objects.bulk_create(
        documents, update_conflicts=True, unique_fields=["noun", "record_id"], update_fields=["words"]
    )
    write_keys(model, ids)


def _on_save(sender: type[Model], instance: Model, raw: bool = False, **kwargs: Any) -> None:
    if raw:
        return
    if sender in _PARTS:
        column = _PARTS[sender]
        _index(_WHOLE[column], {getattr(instance, column)})
        return
    _index(sender, {instance.pk})
    if not kwargs.get("created"):
        for model, relation in _DEPENDENTS.get(sender, ()):
            ids = set(model.objects.filter(**{relation: instance.pk}).values_list("pk", flat=True))
            if ids:
                _index(model, ids)


def _on_delete(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    if sender in _PARTS:
        column = _PARTS[sender]
        _index(_WHOLE[column], {getattr(instance, column)})
    else:
        _forget(sender, {instance.pk})


def _on_relation(
    action: str, instance: Model, pk_set: set[int] | None, model: type[Model], reverse: bool, **_: Any
) -> None:
    if action not in {"post_add", "post_remove", "post_clear"}:
        return
    if reverse:
        _index(model, set(pk_set or ()))
    else:
        _index(type(instance), {instance.pk})


def _on_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    if sender.label == "cooperation":
        create_index(using)
        write_missing_keys(using)
