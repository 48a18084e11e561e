"""What can be imported: a table for each noun, and one for each kind of row that hangs on a noun.

Columns are the fields of the snapshots, under the names that the public tables give them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cooperation.models import Side
from cooperation.models.base import LANGUAGES, capital
from cooperation.record.snapshots.fields import Date, Field, Reason, Sibling, Standing
from cooperation.record.snapshots.nouns import SHAPES
from cooperation.record.snapshots.shapes import Children, Shape

_LANGUAGE_NAMES = dict(settings.LANGUAGES)


@dataclass(frozen=True)
class Column:
    """A column that a table may have. `task` says what its cells do, where they do not simply fill `entry`."""

    name: str
    shape: Shape
    entry: Field | None = None
    task: str = "field"
    side: str = ""
    said: Any = ""

    @property
    def language(self) -> str:
        language = self.name.rpartition("_")[2]
        return language if language in LANGUAGES else ""

    @property
    def label(self) -> str:
        """What the column is called, in the active language."""
        name = self.stem
        if self.task == "precision":
            return _("%(name)s: how exact") % {"name": name}
        return f"{name} ({_LANGUAGE_NAMES[self.language]})" if self.language else name

    @property
    def stem(self) -> str:
        """The same without the language that its texts are in."""
        return capital(str(self.said or self._verbose_name()))

    def _verbose_name(self) -> Any:
        attribute = self.entry.attribute if self.entry else self.name
        stem = attribute.removesuffix(f"_{self.language}") if self.language else attribute
        try:
            return self.shape.model._meta.get_field(stem).verbose_name
        except FieldDoesNotExist:
            return self.name.replace("_", " ")


@dataclass(frozen=True)
class Table:
    """A table of a noun, or of the rows in its `part`; a row of a part names its record in the `owner` column."""

    name: str
    shape: Shape
    columns: tuple[Column, ...]
    part: Children | None = None

    @property
    def noun(self) -> str:
        return self.shape.noun

    @property
    def label(self) -> str:
        model = self.part.shape.model if self.part else self.shape.model
        return capital(str(model._meta.verbose_name_plural))

    def column(self, name: str) -> Column | None:
        return next((column for column in self.columns if column.name == name), None)


def _columns(shape: Shape, renamed: dict[str, str]) -> Iterator[Column]:
    for entry in shape.fields:
        if isinstance(entry, Standing | Reason | Sibling) or (isinstance(entry, Children) and not _listed(entry)):
            continue
        yield Column(renamed.get(entry.name, entry.name), shape, entry, said=_SAID.get(entry.name, ""))
        if isinstance(entry, Date):
            yield Column(f"{entry.name}_precision", shape, entry, "precision")


def _listed(entry: Children) -> bool:
    """Rows that fit in one cell: outside identifiers, and the events of a meeting."""
    return entry.name in {"identifiers", "events"}


_SAID = {
    "identifiers": gettext_lazy("outside identifiers"),
    "events": gettext_lazy("events"),
    "number": gettext_lazy("number"),
}


def _of_noun(noun: str, *more: Column) -> Table:
    shape = SHAPES[noun]
    return Table(noun, shape, (*_columns(shape, {"acronym": "acronym_en"}), *more))


def _of_part(noun: str, part: str, owner: str, renamed: dict[str, str] | None = None, *more: Column) -> Table:
    shape = SHAPES[noun]
    rows = next(entry for entry in shape.fields if entry.name == part)
    first = Column(owner, shape, task="owner", said=shape.model._meta.verbose_name)
    return Table(part, shape, (first, *_columns(rows.shape, renamed or {}), *more), rows)


_MEETING = SHAPES["meetings"]
_SEATS = (
    Column("un_agencies", _MEETING, task="seats", side=Side.UN, said=gettext_lazy("UN agencies")),
    Column("azerbaijani_bodies", _MEETING, task="seats", side=Side.AZERBAIJAN, said=gettext_lazy("Azerbaijani bodies")),
    Column("officials", _MEETING, task="officials", said=gettext_lazy("officials")),
)
_TITLES = {f"reported_title_{each}": f"title_{each}" for each in LANGUAGES} | {"reported_name": "name"}
_SPEAKER = (
    Column("agency", _MEETING, task="speaker", said=gettext_lazy("agency")),
    Column("official", _MEETING, task="speaker", said=gettext_lazy("official")),
)

# In the order in which they are filled: what is referred to comes first.
TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        _of_noun("sources"),
        _of_noun("topics"),
        _of_noun("agencies"),
        _of_noun("officials"),
        _of_part("officials", "appointments", "official"),
        _of_noun("programs"),
        _of_noun("events"),
        _of_noun("meetings", *_SEATS),
        _of_part("meetings", "participations", "meeting", _TITLES),
        _of_part("meetings", "points", "meeting", None, *_SPEAKER),
        _of_noun("agreements"),
    )
}


def precision_name(code: str) -> str:
    return {"year": _("Year"), "month": _("Month"), "day": _("Day")}[code]


@lru_cache
def column_names(table: str) -> dict[str, Column]:
    return {column.name: column for column in TABLES[table].columns}
