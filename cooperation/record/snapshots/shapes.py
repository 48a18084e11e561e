"""How whole snapshots are put together from fields; `nouns` says what each noun's consists of."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from cooperation.models import Correction, Source
from cooperation.models.base import LANGUAGES

from .fields import Field, InvalidError, Refer, Resolve, World

Data = dict[str, Any]
Gone = Mapping[str, str]
"""The uids of records that are there no more, and what those were called."""


def by_name(record: Any) -> str:
    """What the files call a record: its slug, or the address of a source."""
    return record.url if isinstance(record, Source) else record.slug


def noun_of(record: Any) -> str:
    """What the files and the kept versions call the kind of a record."""
    return noun_of_model(type(record))


def noun_of_model(model: Any) -> str:
    return _WITHOUT_PAGE.get(model) or model.noun


_WITHOUT_PAGE: dict[type[Model], str] = {Source: "sources", Correction: "corrections"}


def _nothing(before: Data, after: Data, gone: Gone) -> None:
    """Most snapshots need no amendment where a reference is left out."""


@dataclass(frozen=True)
class Shape:
    """The fields of a kind of snapshot, in the order in which a file holds them.

    Of each text that `in_some_language` names, one language at least must be there.
    """

    noun: str
    model: type[Model]
    fields: tuple[Field, ...]
    rules: tuple[Callable[[Data], None], ...] = ()
    amend: Callable[[Data, Data, Gone], None] = _nothing
    in_some_language: tuple[str, ...] = ()

    def check(self, data: Any) -> None:
        """Raise `InvalidError` where `data`, as read from a file, is no snapshot of this shape."""
        if not isinstance(data, dict):
            raise InvalidError(f"this is no record of {self.noun}")
        for name in data.keys() - {entry.name for entry in self.fields}:
            raise InvalidError(f"“{name}” is no field of {self.noun}")
        for entry in self.fields:
            value = data.get(entry.name)
            if value is not None:
                entry.check(value, self.model)
            elif entry.required:
                raise InvalidError(f"“{entry.name}” is missing")
        for name in self.unwritten(data):
            raise InvalidError(f"“{name}” is missing in every language")
        for rule in self.rules:
            rule(data)

    def unwritten(self, data: Data) -> list[str]:
        """The texts that must be there and are in no language."""
        return [name for name in self.in_some_language if not any(data.get(f"{name}_{each}") for each in LANGUAGES)]

    def resolved(self, data: Data, resolve: Resolve) -> Data:
        present = ((entry, data.get(entry.name)) for entry in self.fields)
        return {entry.name: entry.resolved(value, resolve) for entry, value in present if value is not None}

    def without(self, data: Data, gone: Gone) -> Data | None:
        """`data` without references to deleted records; None where one of them was essential."""
        result: Data = {}
        for entry in self.fields:
            if entry.name not in data:
                continue
            left = entry.without(data[entry.name], gone)
            if left is not None:
                result[entry.name] = left
            elif entry.required:
                return None
        self.amend(data, result, gone)
        return result

    def references(self, data: Data) -> Iterator[tuple[str, str]]:
        """The noun and uid of each other record that `data` refers to."""
        for entry in self.fields:
            if entry.name in data:
                yield from entry.references(data[entry.name])

    def read(self, record: Any, refer: Refer) -> Data:
        """The snapshot of a record as it stands in the database: the inverse of `write`."""
        values = ((entry.name, entry.read(record, refer)) for entry in self.fields)
        return {name: value for name, value in values if value is not None}

    def write(self, record: Any, data: Data, world: World) -> None:
        """Save `data` as `record`, which may be new."""
        new = record.pk is None
        for entry in self.fields:
            entry.write(record, data.get(entry.name), world)
        record.save()
        for entry in self.fields:
            entry.attach(record, data.get(entry.name), world, new=new)
        for entry in () if new else reversed(self.fields):
            entry.prune(record, data.get(entry.name), world)

    def arranged(self, data: Data) -> Data:
        """`data` with its fields, and those of its parts, in the order of the file; empty ones left out."""
        present = ((entry, data.get(entry.name)) for entry in self.fields)
        return {entry.name: entry.arranged(value) for entry, value in present if value not in (None, "", [])}


@dataclass(frozen=True, kw_only=True)
class Children(Field):
    """Parts that belong to the record alone, each of `shape`; `identity` tells one from the other.

    `is_numbered`: that is nothing but a number, which an editor may give to another part. `is_lasting`: no edit changes
    it, so that a part with another one is another part.
    """

    shape: Shape
    identity: Callable[[Data], Any]
    order: tuple[str, ...]
    is_numbered: bool = False
    is_lasting: bool = False

    def check(self, value: Any, model: type[Model]) -> None:
        if not isinstance(value, list):
            raise InvalidError(f"“{self.name}” is no list")
        for place, item in enumerate(value, start=1):
            try:
                self.shape.check(item)
            except InvalidError as error:
                raise InvalidError(f"in “{self.name}”, no. {place}, {error}") from None
        seen = [self.identity(item) for item in value]
        if len(set(seen)) < len(seen):
            raise InvalidError(f"“{self.name}” holds the same entry twice")

    def resolved(self, value: list[Data], resolve: Resolve) -> list[Data]:
        return self.in_order([self.shape.resolved(item, resolve) for item in value])

    def without(self, value: list[Data], gone: Any) -> list[Data] | None:
        left = [self.shape.without(item, gone) for item in value]
        return [item for item in left if item is not None] or None

    def arranged(self, value: list[Data]) -> list[Data]:
        return self.in_order([self.shape.arranged(item) for item in value])

    def in_order(self, value: list[Data]) -> list[Data]:
        def key(item: Data) -> tuple:
            first = tuple((item.get(name) is None, item.get(name) or 0) for name in self.order)
            return (first, json.dumps(item, sort_keys=True))

        return sorted(value, key=key)

    def read(self, record: Any, refer: Refer) -> list[Data] | None:
        return self.in_order([self.shape.read(child, refer) for child in self._of(record)]) or None

    def _of(self, record: Any) -> Any:
        return getattr(record, self.attribute).all()

    def write(self, record: Any, value: Any, world: World) -> None:
        """Parts are written once the record is there."""

    def references(self, value: list[Data]) -> Iterator[tuple[str, str]]:
        for item in value:
            yield from self.shape.references(item)

    def keyed(self, value: Iterable[Data]) -> Iterator[tuple[Any, Data]]:
        """Each part with what tells it from the others, also where two are alike."""
        met: Counter[Any] = Counter()
        for item in value:
            same = self.identity(item)
            met[same] += 1
            yield (same, met[same]), item

    def attach(self, record: Any, value: Any, world: World, *, new: bool) -> None:
        there = {} if new else self._there(record, world)
        for key, item in self.keyed(value or ()):
            child, data = there.get(key, (None, None))
            if child is None:
                child = self.shape.model(**{getattr(record, self.attribute).field.name: record})
            if data != item:
                self.shape.write(child, item, world)
            if "number" in item:
                world.remember(self.name, item["number"], child.pk)

    def prune(self, record: Any, value: Any, world: World) -> None:
        wanted = {key for key, _item in self.keyed(value or ())}
        for key, (child, _data) in self._there(record, world).items():
            if key not in wanted:
                child.delete()

    def _there(self, record: Any, world: World) -> dict[Any, tuple[Any, Data]]:
        children = list(self._of(record))
        read = [self.shape.read(child, world.refer) for child in children]
        return {key: (child, data) for child, (key, data) in zip(children, self.keyed(read), strict=True)}
