"""Changes of rows that can be taken back exactly: each is noted with what the row was before and became.

Rows are read and written by column, past `save()` and its signals: so also the times of a row come back. Whoever uses
this brings the search documents into step (`indexing.reindex`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.db import connections, router
from django.db.models import Field, Model, QuerySet

Row = dict[str, Any]
Entry = dict[str, Any]


def rows(model: type[Model], **where: Any) -> list[Row]:
    """The rows of a table by column, as the database holds them, oldest first."""
    # A queryset of Django's own: that of a translated model would follow the active language.
    return list(QuerySet(model).filter(**where).order_by("pk").values(*(field.attname for field in _columns(model))))


def _columns(model: type[Model]) -> list[Field]:
    return [field for field in model._meta.concrete_fields if not field.generated]


def _plain(model: type[Model], row: Row) -> dict[str, str | None]:
    """A row as JSON holds it, without loss."""
    values = SimpleNamespace(**row)
    return {
        name: None if value is None else model._meta.get_field(name).value_to_string(values)
        for name, value in row.items()
    }


class Journal:
    """Changes and removes rows, and notes how to take that back."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def change(self, model: type[Model], pk: int, **values: Any) -> None:
        """Write columns of a row, by their names in the model (`official_id`)."""
        (row,) = rows(model, pk=pk)
        values = {name: value for name, value in values.items() if row[name] != value}
        if values:
            QuerySet(model).filter(pk=pk).update(**values)
            self._note(model, row, row | values)

    def remove(self, model: type[Model], pk: int) -> None:
        """Delete one row and no other: the database refuses where something still refers to it."""
        (row,) = rows(model, pk=pk)
        with _cursor(model) as (cursor, quote):
            cursor.execute(f"DELETE FROM {quote(model._meta.db_table)} WHERE id = %s", [pk])
        self.entries.append({"model": model._meta.label_lower, "pk": pk, "row": _plain(model, row)})

    @contextmanager
    def following(self, record: Model) -> Iterator[None]:
        """Note what happens to a record's own row inside, by whatever way."""
        model = type(record)
        (before,) = rows(model, pk=record.pk)
        yield
        (after,) = rows(model, pk=record.pk)
        self._note(model, before, after)

    def _note(self, model: type[Model], before: Row, after: Row) -> None:
        old, new = _plain(model, before), _plain(model, after)
        changed = [name for name in old if old[name] != new[name]]
        if changed:
            pair = {"before": {name: old[name] for name in changed}, "after": {name: new[name] for name in changed}}
            self.entries.append({"model": model._meta.label_lower, "pk": before["id"], **pair})


def take_back(entries: list[Entry]) -> None:
    """Undo what a journal holds. A value that was changed again since stays as it is; so does a row that is gone."""
    for entry in reversed(entries):
        model = apps.get_model(entry["model"])
        if "row" in entry:
            _insert(model, entry["row"])
        else:
            _change_back(model, entry)


def _change_back(model: type[Model], entry: Entry) -> None:
    for row in rows(model, pk=entry["pk"]):
        now = _plain(model, row)
        values = {name: old for name, old in entry["before"].items() if now[name] == entry["after"][name]}
        if values:
            QuerySet(model).filter(pk=entry["pk"]).update(**read_row(model, values))


def _insert(model: type[Model], plain: dict[str, str | None]) -> None:
    """Write a row as it was: `save()` would stamp it with the time of now."""
    values = read_row(model, plain)
    with _cursor(model) as (cursor, quote):
        fields = [field for field in _columns(model) if field.attname in values]
        names = ", ".join(quote(field.column) for field in fields)
        marks = ", ".join(["%s"] * len(fields))
        prepared = [field.get_db_prep_save(values[field.attname], cursor.db) for field in fields]
        cursor.execute(f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})", prepared)


def read_row(model: type[Model], plain: dict[str, str | None]) -> Row:
    """A row, or some columns of one, from what a journal holds."""
    return {name: None if text is None else model._meta.get_field(name).to_python(text) for name, text in plain.items()}


@contextmanager
def _cursor(model: type[Model]) -> Iterator[tuple[Any, Any]]:
    connection = connections[router.db_for_write(model)]
    with connection.cursor() as cursor:
        yield cursor, connection.ops.quote_name
