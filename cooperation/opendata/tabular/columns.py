"""Columns that many tables have."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db.models import Case, CharField, F, Model, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from cooperation.models import (
    Agency,
    Identifier,
    LastChange,
    Participation,
    Record,
    Side,
    State,
)
from cooperation.models.base import LANGUAGES
from cooperation.models.source import ORDER_OF_LINKED_SOURCES

from .tables import SEPARATOR, Column, Kind, Linked, Relation, Table

OWN_WORDS = _("In the record's own words.")
IN_WORDS = _("The same in words.")
# What a record is called, where that is no name.
_CALLED = {"meetings": "title", "agreements": "title", "commitments": "text"}
_CALLED_ABOUT = {"name": _("Its name."), "title": _("Its title."), "text": _("Its text.")}


def identity() -> tuple[Column, ...]:
    return (
        Column("slug", Kind.CODE, about=_("The record's code: the end of its page's address.")),
        Column("uid", Kind.UID, about=_("The record's identity, which never changes.")),
    )


def changed(model: type[Record]) -> Column:
    noted = LastChange.objects.filter(noun=model.noun, record_id=OuterRef("pk")).values("changed")
    # As text: SQLite would have Python read each time.
    time = Cast(Coalesce(Subquery(noted), F("modified")), CharField())
    about = _("When the record, or something that it shows of others, was last changed, in UTC.")
    return Column("modified", Kind.TIME, time, about=about)


def texts(name: str, field: str = "", about: Any = "") -> tuple[Column, ...]:
    return tuple(Column(f"{name}_{each}", value=f"{field or name}_{each}", about=about) for each in LANGUAGES)


def date(name: str, path: str | Combinable = "", label: Any = "") -> tuple[Column, Column]:
    about = _("How exactly the date is known: to the year, the month or the day; empty where there is none.")
    return (
        Column(name, Kind.DATE, path, label=label),
        Column(f"{name}_precision", Kind.PRECISION, path or name, label=label, about=about),
    )


def choice(name: str, path: str = "") -> tuple[Column, Column]:
    """A column with codes of a list of ours, and beside it what they mean."""
    path = path or name
    return Column(name, Kind.CODE, path), Column(f"{name}_label_en", Kind.LABEL, path, about=IN_WORDS)


def code(name: str, noun: str, path: str | Combinable = "") -> Column:
    """A column with the slug of another record, which is always public where the row is."""
    field = path if isinstance(path, str) and path else name
    value = f"{field}__slug" if isinstance(path, str) else path
    return Column(name, Kind.CODE, value, field, refers=(noun, "slug"))


def named(name: str, noun: str, path: str = "", about: Any = "") -> tuple[Column, Column]:
    """The same, and beside it what the record is called."""
    path = path or name
    return replace(code(name, noun, path), about=about), _called(name, noun, f"{path}__{called(noun)}", path)


def named_if_public(name: str, noun: str) -> tuple[Column, Column]:
    """The same for a record that may not be public: then the cells are empty."""
    return code(name, noun, _if_public(name, "slug")), _called(name, noun, _if_public(name, called(noun)), name)


def meeting_if_public() -> tuple[Column, ...]:
    day = date("meeting_date", _if_public("meeting", "date"), _("date of the meeting"))
    return (*named_if_public("meeting", "meetings"), *day)


def called(noun: str) -> str:
    """The field that says what a record of the noun is called, in English."""
    return f"{_CALLED.get(noun, 'name')}_en"


def _called(name: str, noun: str, value: str | Combinable, reference: str) -> Column:
    field = _CALLED.get(noun, "name")
    return Column(f"{name}_{field}_en", value=value, field=reference, about=_CALLED_ABOUT[field])


def _if_public(name: str, field: str) -> Combinable:
    return Case(When(**{f"{name}__state": State.PUBLISHED}, then=f"{name}__{field}"))


def source() -> Column:
    return Column("source", Kind.URL, "source__url", field="source", refers=("sources", "url"))


def published(model: type[Model], **narrowed: Any) -> Callable[[], QuerySet]:
    return lambda: model.objects.published().filter(**narrowed)


def many(model: type[Record], name: str, other: type[Record], names: str) -> Relation:
    """The records of a many-to-many field."""
    field = model._meta.get_field(name)
    links = field.remote_field.through.objects.filter(**{field.m2m_field_name(): OuterRef("pk")}).order_by()
    return Relation(name, Linked(links, f"{field.m2m_reverse_field_name()}_id"), published(other), f"{names}_names_en")


def sources(model: type[Record]) -> Relation:
    """The addresses of a public record's sources, which are public by that."""
    links = model.sources.through.objects.filter(**{model.sources.field.m2m_field_name(): OuterRef("pk")})
    return Relation("sources", Linked(links.order_by(*ORDER_OF_LINKED_SOURCES), "source__url", SEPARATOR))


def identifiers(holder: str) -> Relation:
    links = Identifier.objects.filter(**{holder: OuterRef("pk")}).order_by("scheme", "value")
    value = Concat("scheme", Value(":"), "value")
    about = _("Each as scheme:value, such as wikidata:Q740308 or iati:XM-DAC-41122.")
    return Relation("identifiers", Linked(links, value, SEPARATOR), label=_("outside identifiers"), about=about)


SEATS = Participation.objects.filter(meeting=OuterRef("pk")).order_by("order", "id")
SEATED_AGENCIES = Linked(SEATS, "agency_id")


def seated_agencies(name: str, side: Side, names: str, label: Any) -> Relation:
    return Relation(name, SEATED_AGENCIES, published(Agency, side=side), f"{names}_names_en", label=label, ordered=True)


def table_of(model: type[Record], title: Any, own: tuple[Column, ...], relations: tuple[Relation, ...] = ()) -> Table:
    """The table of a noun."""
    return Table(
        model.noun,
        title,
        model,
        published(model),
        (*identity(), *own, changed(model)),
        relations,
        model.noun,
        key=("slug",),
    )
