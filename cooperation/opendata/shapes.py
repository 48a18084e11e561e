"""How a public record becomes JSON: each field is declared once, with its value and its schema.

The OpenAPI document is made from the same declarations, so it cannot say another thing than the data.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Any

from django.utils import translation

from cooperation.models.base import LANGUAGES
from cooperation.record.public import Place, Text

Schema = dict[str, Any]
Value = Callable[[Any], Any]

STRING: Schema = {"type": "string"}
INTEGER: Schema = {"type": "integer"}
UUID: Schema = {"type": "string", "format": "uuid"}
# As it was given, also with letters beyond ASCII: RFC 3987 rather than RFC 3986.
ADDRESS: Schema = {"type": "string", "format": "iri"}
DAY: Schema = {"type": "string", "format": "date"}
TIME: Schema = {"type": "string", "format": "date-time"}
PARTIAL_DATE: Schema = {
    "type": "string",
    "pattern": "^(19|20|21)[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$",
    "description": "A date as precise as its source states it: 2024, 2024-01 or 2024-01-11.",
}
TEXT: Schema = {
    "type": "object",
    "description": "A text in each language in which the record holds it. Names and titles are there in English; "
    "what was said, undertaken or corrected, and what is told of a record, may be in another language alone.",
    "properties": dict.fromkeys(LANGUAGES, STRING),
}


def reference(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def choice(values: Iterable[str]) -> Schema:
    """One of a closed list."""
    return {"type": "string", "enum": list(values)}


def open_choice(values: Iterable[str]) -> Schema:
    """One of a list to which editors may add."""
    return {"type": "string", "description": f"An open list; today: {', '.join(values)}."}


@dataclass(frozen=True)
class Field:
    """A field of a shape. A `part` is left out of lists unless it is asked for; `uses` names shapes within it.

    One without a `value` is no part of the record: who tells many records adds it to them.
    """

    name: str
    value: Value | None
    schema: Schema
    is_part: bool = False
    uses: tuple["Shape", ...] = ()


@dataclass(frozen=True)
class Shape:
    """A record, or a part of one, as a JSON object."""

    name: str
    fields: tuple[Field, ...]
    description: str = ""
    by_name: Mapping[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {each.name: each for each in self.fields})

    def __call__(self, record: Any, names: Collection[str] | None = None) -> dict[str, Any]:
        told = (each for each in self.fields if each.value and (names is None or each.name in names))
        return {each.name: each.value(record) for each in told}

    @property
    def parts(self) -> list[str]:
        return [each.name for each in self.fields if each.is_part]

    def schema(self, *, is_cut: bool) -> Schema:
        """The schema of the object, to which fields may be added; one that `fields` may cut requires none of them."""
        description = f"{self.description} {self._cut()}" if is_cut else self.description
        return {
            "type": "object",
            **({"description": description} if description else {}),
            "properties": {each.name: each.schema for each in self.fields},
            **({} if is_cut else {"required": list(self.by_name)}),
        }

    def _cut(self) -> str:
        """What is there of a record, which no schema can say: it hangs on how it was asked for."""
        if not self.parts:
            return "All fields are there where `fields` does not choose among them."
        parts = ", ".join(f"`{name}`" for name in self.parts)
        return (
            "Where `fields` does not choose among them, all fields are there, in a list all but "
            f"{parts}, which `expand` adds. A record within another one has no `corrections`."
        )

    def all_within(self) -> dict[str, "Shape"]:
        """This shape and all that stand within it, by name."""
        found = {self.name: self}
        for each in self.fields:
            for used in each.uses:
                found |= used.all_within()
        return found


def fields_of(shape: Shape, path: str) -> tuple[Field, ...]:
    """The fields of what stands at `path` of a record, as fields of the record itself."""
    get = attrgetter(path)

    def lifted(each: Field) -> Field:
        return replace(each, value=lambda record: each.value(get(record)))

    return tuple(map(lifted, shape.fields))


def plain(name: str, schema: Schema = STRING, path: str = "") -> Field:
    """A field whose value stands in the record as it goes out."""
    return Field(name, attrgetter(path or name), schema)


def translations_of(text: str) -> dict[str, str]:
    """A text in each language in which the record holds it; none where it is empty."""
    return text.translations if isinstance(text, Text) else {}


def in_every_language(text: Callable[[], str]) -> dict[str, str]:
    """What a label of this program, rather than of the record, is in each language."""
    labels = {}
    for language in LANGUAGES:
        with translation.override(language):
            labels[language] = text()
    return labels


def text(name: str, path: str = "") -> Field:
    get = attrgetter(path or name)
    return Field(name, lambda record: translations_of(get(record)), reference("Text"))


def as_text(name: str, schema: Schema, path: str = "") -> Field:
    """A uid as text."""
    get = attrgetter(path or name)
    return Field(name, lambda record: str(get(record)), schema)


def moment(name: str) -> Field:
    get = attrgetter(name)
    return Field(name, lambda record: get(record).isoformat(timespec="seconds"), TIME)


def one(name: str, shape: Shape, path: str = "") -> Field:
    get = attrgetter(path or name)

    def value(record: Any) -> dict[str, Any] | None:
        held = get(record)
        return None if held is None else shape(held)

    return Field(name, value, or_null(reference(shape.name)), uses=(shape,))


def many(name: str, shape: Shape, path: str = "", *, is_part: bool = False) -> Field:
    get = attrgetter(path or name)
    schema = {"type": "array", "items": reference(shape.name)}
    return Field(name, lambda record: [shape(each) for each in get(record)], schema, is_part, (shape,))


def beside(name: str, shape: Shape, description: str) -> Field:
    """What is told beside a record, at its own address or as a part of a list."""
    schema = {"type": "array", "items": reference(shape.name), "description": description}
    return Field(name, None, schema, is_part=True, uses=(shape,))


def strings(name: str, path: str = "") -> Field:
    get = attrgetter(path or name)
    return Field(name, lambda record: list(get(record)), {"type": "array", "items": STRING})


def _place(place: Place) -> dict[str, str]:
    return {"venue": place.venue, "city": place.city, "country": place.country}


REFERENCE = Shape(
    "Reference",
    (plain("noun"), plain("slug"), text("name"), text("acronym")),
    "Another record: `/api/v1/<noun>/<slug>/` has it whole.",
)
PLACE = Shape("Place", (plain("venue"), plain("city"), plain("country")), "Names in English; empty where unknown.")
SOURCE = Shape(
    "Source",
    (
        as_text("uid", UUID),
        plain("url", ADDRESS),
        plain("title"),
        plain("publisher"),
        plain("published", or_null(PARTIAL_DATE)),
        plain("language"),
        plain("archived_url"),
    ),
    "Where facts are written. The title is in the language of the source.",
)


def place(name: str = "place", path: str = "") -> Field:
    get = attrgetter(path or name)
    return Field(name, lambda record: _place(get(record)), reference("Place"), uses=(PLACE,))
