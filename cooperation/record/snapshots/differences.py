"""What changed between two snapshots, for people: field by field, in names, with the words that changed."""

import difflib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.utils.encoding import force_str
from django.utils.translation import gettext as _

from cooperation.models.base import LANGUAGES, capital

from .fields import Choice, Field, Goals, Lines, Many, One, Reason, Sibling, Slug, Standing, Uid
from .matching import match, rows_of, without
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


def is_replaced(pieces: tuple[Piece, ...]) -> bool:
    """Whether one text stands where another stood, with nothing in common: like a number, which is read as a whole."""
    return [piece.kind for piece in pieces] == ["removed", "added"]


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

    @property
    def is_replaced(self) -> bool:
        return is_replaced(self.pieces)


def differences(before: Snapshot | None, after: Snapshot, *, numbers_stand: bool = False) -> list[Difference]:
    """What a reader must know to see how `before` became `after`; all of it, where there was nothing before.

    A row that moved is told by its number alone. `numbers_stand`: none has moved, a number is the same row in both.
    """
    names = {**(before.names if before else {}), **after.names}
    comparison = _Comparison(names, numbers_stand=numbers_stand)
    return list(comparison.of_shape(SHAPES[after.noun], before.data if before else {}, after.data))


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


class _Comparison:
    """Goes through two versions of a record, and knows of each table that it has passed what the numbers there mean.

    Rows refer to those of tables that stand before theirs.
    """

    def __init__(self, names: Names, *, numbers_stand: bool) -> None:
        self.names = names
        self.numbers_stand = numbers_stand
        # By table: the former number of a row that has this one now, and what those of either version are called.
        self.former: dict[str, dict[int, int]] = defaultdict(dict)
        self.called: dict[str, tuple[dict[int, str], dict[int, str]]] = defaultdict(lambda: ({}, {}))

    def of_shape(self, shape: Shape, before: Data, after: Data, row: str = "") -> Iterator[Difference]:
        for entry in shape.fields:
            old, new = before.get(entry.name), after.get(entry.name)
            if isinstance(entry, Children):
                yield from self._of_rows(entry, old or [], new or [])
            elif self._formerly(entry, new) != old:
                was, now = (self._shown(entry, shape, value, side) for side, value in enumerate((old, new)))
                yield Difference(_label(entry, shape), was, now, row, _language(entry), pieces_of(was, now))

    def _of_rows(self, entry: Children, before: list[Data], after: list[Data]) -> Iterator[Difference]:
        for old, new in self._pairs(entry, before, after):
            yield from self.of_shape(entry.shape, old, new, _row_name(entry, new or old, self.names))

    def _pairs(self, entry: Children, before: list[Data], after: list[Data]) -> Iterator[tuple[Data, Data]]:
        """Rows that are the same one; then those that went, and those that came."""
        siblings = [field for field in entry.shape.fields if isinstance(field, Sibling)]
        formerly = [
            row | {field.name: self._formerly(field, row[field.name]) for field in siblings if field.name in row}
            for row in after
        ]
        old, new = (rows_of(entry, rows, numbers_stand=self.numbers_stand) for rows in (before, formerly))
        pairs = match(old, new, by_name_alone=entry.is_lasting)
        self._note_numbers(entry, before, after, pairs)
        yield from ((before[key], after[place]) for place, key in sorted(pairs.items()))
        yield from ((before[key], {}) for key in without(old, set(pairs.values())))
        yield from (({}, after[place]) for place in without(new, pairs))

    def _note_numbers(self, entry: Children, before: list[Data], after: list[Data], pairs: Mapping[int, int]) -> None:
        for place, row in enumerate(after):
            if "number" in row:
                # No row had the number below nought: a new one was none of them.
                former = before[pairs[place]]["number"] if place in pairs else -row["number"]
                self.former[entry.name][row["number"]] = former
        for called, rows in zip(self.called[entry.name], (before, after), strict=True):
            called.update({row["number"]: _called(row, self.names) for row in rows if "number" in row})

    def _formerly(self, entry: Field, value: Any) -> Any:
        """What the version before would have to hold to say the same."""
        return self.former[entry.relation].get(value, value) if isinstance(entry, Sibling) else value

    def _shown(self, entry: Field, shape: Shape, value: Any, side: int) -> str:
        called = self.called[entry.relation][side].get(value) if isinstance(entry, Sibling) else None
        return called or _shown(entry, shape, value, self.names)


def _row_name(entry: Children, row: Data, names: Names) -> str:
    kind = capital(str(entry.shape.model._meta.verbose_name))
    if "number" in row:
        return _("%(kind)s %(number)s") % {"kind": kind, "number": row["number"]}
    text = _text(row) or names.get(row.get("event", ""), "") or row.get("value", "")
    return f"{kind}: {text[:60]}" if text else kind


def _called(row: Data, names: Names) -> str:
    """What those who refer to a row by number know it by: who sat there, or what was said."""
    people = names.get(row.get("official", "")), row.get("reported_name"), names.get(row.get("agency", ""))
    text = next(filter(None, people), "") or _text(row)[:60]
    return ". ".join(filter(None, (str(row["number"]), text)))


def _text(row: Data) -> str:
    texts = (row.get(f"{name}_{language}") for name in ("title", "text") for language in LANGUAGES)
    return next(filter(None, texts), "")


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
