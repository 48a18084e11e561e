"""What a table of the public record is: its columns, and the other records that a row names."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any

from django.db.models import CharField, Field, Model, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from cooperation.models.base import LANGUAGES

# Stands between the records that one cell names. No code, name or address holds it.
SEPARATOR = " | "

NAMES = _("Their names, in the same order.")


class Kind(Enum):
    """What the cells of a column hold."""

    TEXT = "text"
    CODE = "code"
    LABEL = "label"
    LIST = "list"
    LINES = "lines"
    NUMBERS = "numbers"
    URL = "url"
    UID = "uid"
    NUMBER = "number"
    DATE = "date"
    PRECISION = "precision"
    DAY = "day"
    TIME = "time"


@dataclass(frozen=True)
class Column:
    """A column with one value a row: `value` is a path from the table's model, or an expression.

    `field` is the path to the field that says what it means, where that is another; `label` and `about` say it in its
    stead. `refers` is the table and the column that its values stand in.
    """

    name: str
    kind: Kind = Kind.TEXT
    value: str | Combinable = ""
    field: str = ""
    label: Any = ""
    about: Any = ""
    refers: tuple[str, str] | None = None

    @property
    def path(self) -> str | Combinable:
        return self.value or self.name

    @property
    def language(self) -> str:
        """The language that its texts are in; empty where the column is not one of three."""
        stem, _, language = self.name.rpartition("_")
        return language if stem and language in LANGUAGES else ""

    def meant(self, model: type[Model]) -> Field | None:
        """The field that says what the column means."""
        if self.label:
            return None
        path = self.field or (self.path if isinstance(self.path, str) else self.name)
        if self.language:
            # `title_en` is the title, in one of its languages.
            path = path.removesuffix(f"_{self.language}")
        *steps, last = path.split("__")
        for step in steps:
            model = model._meta.get_field(step).related_model
        return model._meta.get_field(last)


class Linked(Subquery):
    """The values of a row's links in one text, in the order of their query: ids, or what is shown itself."""

    function_of = {"sqlite": "group_concat", "postgresql": "string_agg"}

    def __init__(self, links: QuerySet, value: str | Combinable, separator: str = ",") -> None:
        value = Cast(value, CharField()) if isinstance(value, str) else value
        super().__init__(links.annotate(linked=value).values("linked"), output_field=CharField())
        self.separator = separator

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, tuple]:
        join = self.function_of[connection.vendor]
        template = f"(SELECT {join}(linked, '{self.separator}') FROM (%(subquery)s) AS links)"  # noqa: S608
        return super().as_sql(compiler, connection, template=template, **context)


@dataclass(frozen=True)
class Relation:
    """The records that a row names beside its own noun's: a column of their codes and, beside it, one of their names.

    `links` are their ids. `records` gives those that are public, in the order in which a row names them, unless that is
    `ordered` by the links. Without `records` the links are shown as they are, in one column.
    """

    name: str
    links: Linked
    records: Callable[[], QuerySet] | None = None
    names: str = ""
    field: str = ""
    label: Any = ""
    about: Any = ""
    ordered: bool = False

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        shared = {"kind": Kind.LIST, "field": self.field or self.name, "label": self.label}
        values = Column(self.name, about=self.about, **shared)
        return (values, Column(self.names, about=NAMES, **shared)) if self.names else (values,)


@dataclass(frozen=True)
class Table:
    """A table of the public record. `records` gives what is public of its model.

    Its rows hang on the records of `noun`: they are those records themselves, or each leads to one by `owner`. `key`
    are the columns that no two rows share.
    """

    name: str
    title: Any
    model: type[Model]
    records: Callable[[], QuerySet]
    own: tuple[Column, ...]
    relations: tuple[Relation, ...] = ()
    noun: str = ""
    owner: str = "pk"
    order: tuple[str, ...] = ()
    key: tuple[str, ...] = ()

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        return (*self.own, *(column for relation in self.relations for column in relation.columns))

    @property
    def header(self) -> list[str]:
        return [column.name for column in self.columns]
