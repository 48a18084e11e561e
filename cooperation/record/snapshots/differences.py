"""What changed between two snapshots, for people: field by field, in names, with the words that changed."""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.utils.encoding import force_str
from django.utils.translation import gettext as _

from cooperation.models.base import LANGUAGES, capital

from .fields import Choice, Field, Goals, Lines, Many, One, Reason, Slug, Standing, Uid
from .nouns import SHAPES
from .shapes import Children, Data, Shape
from .taking import Snapshot

# Longer texts are shown as a whole: to find what they share takes the square of their length.
_MOST_WORDS = 3_000
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_LANGUAGE_NAMES = dict(settings.LANGUAGES)
_NOT_CHOSEN = (Children, Lines, Many, Reason, Slug, Standing, Uid)
Names = Mapping[str, str]


@dataclass(frozen=True)
class Piece:
    """Some words of a text: `kind` is "same", "added" or "removed"."""

    kind: str
    text: str


@dataclass(frozen=True)
class Difference:
    """One field that changed; an empty side is one where nothing stood. `row` names the row that it is part of.

    `language` is that of a text which is held in several.
    """

    label: str
    before: str
    after: str
    row: str = ""
    language: str = ""
    pieces: tuple[Piece, ...] = field(default=(), compare=False)


def differences(before: Snapshot | None, after: Snapshot) -> list[Difference]:
    """What a reader must know to see how `before` became `after`; all of it, where there was nothing before."""
    names = {**(before.names if before else {}), **after.names}
    return list(_of_shape(SHAPES[after.noun], before.data if before else {}, after.data, names))


@dataclass(frozen=True)
class Shown:
    """A field of a record that has one value: its column, what people call it, and what stands there."""

    column: str
    label: str
    text: str


def shown_fields(taken: Snapshot) -> dict[str, Shown]:
    """What an editor may choose of a record: its fields of one value, in the order of its form, by name."""
    shape = SHAPES[taken.noun]
    return {
        entry.name: Shown(
            f"{entry.attribute}_id" if isinstance(entry, One) else entry.attribute,
            _label(entry, shape),
            _shown(entry, shape, taken.data.get(entry.name), taken.names),
        )
        for entry in shape.fields
        if not isinstance(entry, _NOT_CHOSEN)
    }


def pieces_of(before: str, after: str) -> tuple[Piece, ...]:
    """A text with the words marked that went and that came."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if max(len(old), len(new)) > _MOST_WORDS:
        old, new = [before] if before else [], [after] if after else []
    found: list[Piece] = []
    for kind, start, end, first, last in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Piece("same", "".join(old[start:end])))
            continue
        found += [Piece("removed", "".join(old[start:end]))] if end > start else []
        found += [Piece("added", "".join(new[first:last]))] if last > first else []
    return tuple(found)


def _of_shape(shape: Shape, before: Data, after: Data, names: Names, row: str = "") -> Iterator[Difference]:
    for entry in shape.fields:
        old, new = before.get(entry.name), after.get(entry.name)
        if old == new:
            continue
        if isinstance(entry, Children):
            yield from _of_rows(entry, old or [], new or [], names)
        else:
            was, now = (_shown(entry, shape, value, names) for value in (old, new))
            yield Difference(_label(entry, shape), was, now, row, _language(entry), pieces_of(was, now))


def _of_rows(entry: Children, before: list[Data], after: list[Data], names: Names) -> Iterator[Difference]:
    for old, new in _pairs(entry, before, after):
        yield from _of_shape(entry.shape, old, new, names, _row_name(entry, new or old, names))


def _pairs(entry: Children, before: list[Data], after: list[Data]) -> Iterator[tuple[Data, Data]]:
    """Rows that are the same one; then those that are left and much alike; then those that went or came."""
    old, new = dict(entry.keyed(before)), dict(entry.keyed(after))
    yield from ((old.pop(key), new.pop(key)) for key in list(new) if key in old)
    for key, row in list(new.items()):
        nearest = max(old, key=lambda other: likeness(old[other], row), default=None)
        if nearest is not None and likeness(old[nearest], row) >= 0.5:
            yield old.pop(nearest), new.pop(key)
    yield from ((row, {}) for row in old.values())
    yield from (({}, row) for row in new.values())


def likeness(one: Data, other: Data) -> float:
    names = one.keys() | other.keys()
    return sum(one.get(name) == other.get(name) for name in names) / len(names)


def _row_name(entry: Children, row: Data, names: Names) -> str:
    kind = capital(str(entry.shape.model._meta.verbose_name))
    if "number" in row:
        return _("%(kind)s %(number)s") % {"kind": kind, "number": row["number"]}
    texts = (row.get(f"{name}_{language}") for name in ("title", "text") for language in LANGUAGES)
    text = next(filter(None, texts), "") or names.get(row.get("event", ""), "") or row.get("value", "")
    return f"{kind}: {text[:60]}" if text else kind


def _language(entry: Field) -> str:
    """The language of a text that is held in several; none of any other field."""
    name, _mark, language = entry.attribute.rpartition("_")
    return language if name and language in LANGUAGES else ""


def _label(entry: Field, shape: Shape) -> str:
    language = _language(entry)
    label = capital(str(_verbose_name(shape, entry.attribute.removesuffix(f"_{language}"))))
    return f"{label} ({_LANGUAGE_NAMES[language]})" if language not in {"", "en"} else label


def _verbose_name(shape: Shape, attribute: str) -> Any:
    try:
        return shape.model._meta.get_field(attribute).verbose_name
    except FieldDoesNotExist:
        return attribute


def _shown(entry: Field, shape: Shape, value: Any, names: Names) -> str:
    if value is None:
        return ""
    if isinstance(entry, One):
        return names.get(value, value)
    if isinstance(entry, Many):
        return "; ".join(sorted(names.get(uid, uid) for uid in value))
    if isinstance(entry, Lines | Goals):
        return "; ".join(map(str, value))
    if isinstance(entry, Choice):
        return force_str(dict(shape.model._meta.get_field(entry.attribute).flatchoices).get(value, value))
    return str(value)
