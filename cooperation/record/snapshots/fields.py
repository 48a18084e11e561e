"""The kinds of fields that a snapshot has: what each may hold, and its way into a record and back.

A reference has two forms. A file names the other record by its slug, a source by its address. In
memory and in a kept version it is the other's uid, so that it stays the same when an editor changes a slug.
"""

import re
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import Model, TextField

from cooperation.models import PartialDate
from cooperation.models.address import SLUG_LENGTH
from cooperation.models.source import WEB_SCHEMES

from ..directions import TURNING

Resolve = Callable[[str, str], str]
"""From a noun and a record's name in the files to its uid; raises `InvalidError` where there is none."""
Refer = Callable[[Model], str]
"""From a record to what a reference to it is written as: its uid, or its name in the files."""

_FORBIDDEN = re.compile(rf"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff{TURNING}]")
_BRACKET = re.compile(r"[()\[\]{}]")
_is_web_address = URLValidator(schemes=WEB_SCHEMES)
_SLUG = re.compile(r"[a-z0-9A-Z_-]+", re.ASCII)


class InvalidError(ValueError):
    """What is wrong with a snapshot, as the end of a sentence that says where it was found."""


class World(Protocol):
    """What a field needs of whoever writes a snapshot, to write itself into a record."""

    def pk(self, noun: str, uid: str) -> int: ...

    def refer(self, record: Any) -> str: ...

    def claim(self, record: Any, slug: str) -> bool:
        """Whether the record may have this address; False where another one has it."""
        ...

    def remember(self, relation: str, number: int, pk: int) -> None: ...

    def sibling(self, relation: str, number: int) -> int | None: ...


@dataclass(frozen=True)
class Field:
    """One entry of a snapshot; `column` is the attribute of the record where its name differs."""

    name: str
    required: bool = False
    column: str = ""

    @property
    def attribute(self) -> str:
        return self.column or self.name

    def check(self, value: Any, model: type[Model]) -> None:
        """Raise `InvalidError` where the field cannot hold `value`."""
        raise NotImplementedError

    def resolved(self, value: Any, resolve: Resolve) -> Any:
        """`value` with the names of other records replaced by their uids."""
        return value

    def without(self, value: Any, gone: Container[str]) -> Any:
        """`value` without references to the records `gone`; None where nothing is left."""
        return value

    def read(self, record: Any, refer: Refer) -> Any:
        """The record's value as a snapshot holds it; None where it is empty."""
        return getattr(record, self.attribute) or None

    def write(self, record: Any, value: Any, world: World) -> None:
        """Set `value` before the record is saved; None empties the field."""
        if value is None:
            column = record._meta.get_field(self.attribute)
            value = None if column.null else column.get_default()
        setattr(record, self.attribute, value)

    def references(self, value: Any) -> Iterator[tuple[str, str]]:
        """The noun and uid of each other record that `value` refers to."""
        yield from ()

    def attach(self, record: Any, value: Any, world: World, *, new: bool) -> None:
        """Write what hangs on a saved record; `new` where nothing can hang there yet."""

    def prune(self, record: Any, value: Any, world: World) -> None:
        """Remove what hangs on the record and is no longer in `value`, once all is attached."""

    def arranged(self, value: Any) -> Any:
        """`value` in the order that it has in a file."""
        return value


@dataclass(frozen=True)
class Text(Field):
    def is_long(self, model: type[Model]) -> bool:
        """Whether it says something, rather than names it."""
        return isinstance(model._meta.get_field(self.attribute), TextField)

    def check(self, value: Any, model: type[Model]) -> None:
        if not isinstance(value, str) or not value.strip():
            raise InvalidError(f"“{self.name}” is no text")
        if _FORBIDDEN.search(value):
            raise InvalidError(f"“{self.name}” holds a control character")
        limit = model._meta.get_field(self.attribute).max_length
        if limit is not None and len(value) > limit:
            raise InvalidError(f"“{self.name}” is longer than {limit} characters")

    def read(self, record: Any, refer: Refer) -> str | None:
        value = getattr(record, self.attribute)
        # A browser's form sends lines that end in CRLF: that alone is no change by an editor.
        return value.replace("\r\n", "\n") if value else None

    def arranged(self, value: str) -> str:
        return value.strip()


@dataclass(frozen=True)
class Reason(Text):
    """Why a record is withdrawn: it goes with the state, so an older snapshot without one leaves it there."""

    def write(self, record: Any, value: Any, world: World) -> None:
        if value is not None:
            super().write(record, value, world)


@dataclass(frozen=True)
class Uid(Field):
    def check(self, value: Any, model: type[Model]) -> None:
        try:
            canonical = str(UUID(value))
        except (ValueError, AttributeError, TypeError):
            canonical = ""
        if canonical != value:
            raise InvalidError(f"“{self.name}” is no UUID")

    def read(self, record: Any, refer: Refer) -> str:
        return str(getattr(record, self.attribute))

    def write(self, record: Any, value: Any, world: World) -> None:
        if record.pk is None:
            setattr(record, self.attribute, UUID(value))


@dataclass(frozen=True)
class Slug(Field):
    def check(self, value: Any, model: type[Model]) -> None:
        if not isinstance(value, str) or len(value) > SLUG_LENGTH or not _SLUG.fullmatch(value):
            raise InvalidError(
                f"“{self.name}” is no address: only letters a to z, digits and hyphens, at most {SLUG_LENGTH}"
            )

    def write(self, record: Any, value: Any, world: World) -> None:
        """An address that an editor has given to another record stays there: saving finds a free one."""
        if record.slug != value:
            record.slug = value if world.claim(record, value) else ""


@dataclass(frozen=True)
class Choice(Field):
    allowed: tuple[str, ...] = ()

    def check(self, value: Any, model: type[Model]) -> None:
        known = self.allowed or [key for key, _ in model._meta.get_field(self.attribute).flatchoices]
        if value not in known:
            raise InvalidError(f"“{self.name}” is {value!r}, none of: {', '.join(known)}")


@dataclass(frozen=True)
class Standing(Choice):
    """Whether a record is a draft or published: told, and never changed by writing a snapshot."""

    def write(self, record: Any, value: Any, world: World) -> None:
        """A state moves by a step of its own."""


@dataclass(frozen=True)
class Date(Field):
    def check(self, value: Any, model: type[Model]) -> None:
        try:
            PartialDate(value)
        except (ValueError, TypeError):
            raise InvalidError(f"“{self.name}” is {value!r}, no date like 2024, 2024-01 or 2024-01-11") from None

    def read(self, record: Any, refer: Refer) -> str | None:
        value = getattr(record, self.attribute)
        return None if value is None else str(value)


@dataclass(frozen=True)
class Web(Text):
    def check(self, value: Any, model: type[Model]) -> None:
        super().check(value, model)
        try:
            _is_web_address(value)
        except ValidationError:
            problem = f"“{self.name}” is {value!r}, no address that begins with http:// or https://"
            raise InvalidError(problem) from None


@dataclass(frozen=True)
class Number(Field):
    def check(self, value: Any, model: type[Model]) -> None:
        if type(value) is not int or not 1 <= value <= 32_767:
            raise InvalidError(f"“{self.name}” is {value!r}, no whole number from 1")

    def read(self, record: Any, refer: Refer) -> int | None:
        """A nought that an editor typed is a number too."""
        return getattr(record, self.attribute)


@dataclass(frozen=True)
class Lines(Text):
    """A list of texts in the file, one a line in the record."""

    def check(self, value: Any, model: type[Model]) -> None:
        if not isinstance(value, list) or not value:
            raise InvalidError(f"“{self.name}” is no list of texts")
        for line in value:
            super().check(line, model)
            if "\n" in line:
                raise InvalidError(f"“{self.name}” holds a text of more than one line")

    def read(self, record: Any, refer: Refer) -> list[str] | None:
        return getattr(record, self.attribute).splitlines() or None

    def write(self, record: Any, value: Any, world: World) -> None:
        setattr(record, self.attribute, "\n".join(value or ()))

    def arranged(self, value: list[str]) -> list[str]:
        return [line.strip() for line in value]


@dataclass(frozen=True)
class Spellings(Lines):
    """Ways to write one name: readers see them, so that no remark may stand with one."""

    def check(self, value: Any, model: type[Model]) -> None:
        super().check(value, model)
        for line in value:
            if _BRACKET.search(line):
                raise InvalidError(f"“{self.name}” holds brackets, so a remark and not only a name: “{line}”")


@dataclass(frozen=True)
class Goals(Field):
    """Numbers of Sustainable Development Goals: a list in the file, “3, 4” in the record."""

    def check(self, value: Any, model: type[Model]) -> None:
        numbers = value if isinstance(value, list) else []
        if not numbers or any(type(number) is not int or not 1 <= number <= 17 for number in numbers):
            raise InvalidError(f"“{self.name}” is no list of numbers from 1 to 17")

    def read(self, record: Any, refer: Refer) -> list[int] | None:
        return list(record.sdg_numbers) or None

    def write(self, record: Any, value: Any, world: World) -> None:
        setattr(record, self.attribute, ", ".join(map(str, value or ())))


@dataclass(frozen=True, kw_only=True)
class One(Field):
    """A reference to one other record."""

    noun: str

    def check(self, value: Any, model: type[Model]) -> None:
        if not isinstance(value, str):
            raise InvalidError(f"“{self.name}” is no name of a record")

    def resolved(self, value: Any, resolve: Resolve) -> str:
        return resolve(self.noun, value)

    def without(self, value: Any, gone: Container[str]) -> Any:
        return None if value in gone else value

    def references(self, value: str) -> Iterator[tuple[str, str]]:
        yield self.noun, value

    def read(self, record: Any, refer: Refer) -> str | None:
        other = getattr(record, self.attribute)
        return None if other is None else refer(other)

    def write(self, record: Any, value: Any, world: World) -> None:
        setattr(record, f"{self.attribute}_id", None if value is None else world.pk(self.noun, value))


@dataclass(frozen=True, kw_only=True)
class Kept(One):
    """A reference that a record is made with, and that no later snapshot changes."""

    def write(self, record: Any, value: Any, world: World) -> None:
        if record.pk is None:
            super().write(record, value, world)


@dataclass(frozen=True, kw_only=True)
class Many(Field):
    """References to other records, in no order of their own."""

    noun: str

    def check(self, value: Any, model: type[Model]) -> None:
        if not isinstance(value, list) or any(not isinstance(name, str) for name in value):
            raise InvalidError(f"“{self.name}” is no list of names")
        if len(set(value)) < len(value):
            raise InvalidError(f"“{self.name}” names a record twice")

    def resolved(self, value: Any, resolve: Resolve) -> list[str]:
        return sorted(resolve(self.noun, name) for name in value)

    def without(self, value: Any, gone: Container[str]) -> list[str] | None:
        return [uid for uid in value if uid not in gone] or None

    def references(self, value: list[str]) -> Iterator[tuple[str, str]]:
        yield from ((self.noun, uid) for uid in value)

    def read(self, record: Any, refer: Refer) -> list[str] | None:
        return sorted(refer(other) for other in getattr(record, self.attribute).all()) or None

    def write(self, record: Any, value: Any, world: World) -> None:
        """Relations are written once the record is there."""

    def attach(self, record: Any, value: Any, world: World, *, new: bool) -> None:
        others = [world.pk(self.noun, uid) for uid in value or ()]
        if not new:
            getattr(record, self.attribute).set(others)
        elif others:
            getattr(record, self.attribute).add(*others)

    def arranged(self, value: list[str]) -> list[str]:
        return sorted(value)


@dataclass(frozen=True, kw_only=True)
class Sibling(Field):
    """A reference to another part of the same record, by its number: the speaker of a point."""

    relation: str

    def check(self, value: Any, model: type[Model]) -> None:
        Number(self.name).check(value, model)

    def read(self, record: Any, refer: Refer) -> int | None:
        other = getattr(record, self.attribute)
        return None if other is None else other.order

    def write(self, record: Any, value: Any, world: World) -> None:
        setattr(record, f"{self.attribute}_id", None if value is None else world.sibling(self.relation, value))
