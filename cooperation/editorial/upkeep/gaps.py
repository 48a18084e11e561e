"""What a complete record of each noun has, and which records lack it.

A gap is no error: where no source states a thing, the record says nothing about it. They show editors where to look.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Length
from django.db.models.lookups import LessThan
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cooperation.models import (
    Agency,
    Agreement,
    Event,
    LinkStatus,
    Meeting,
    Official,
    Program,
    Publishable,
    Side,
    Source,
    State,
)
from cooperation.models.partial_date import WHOLE_DAY
from cooperation.record.coverage import with_full_names, with_two_sources


@dataclass(frozen=True)
class Gap:
    """Something that records of a noun may lack. `is_essential` where a record is incomplete without it."""

    name: str
    label: str | Promise
    lacking: Q
    is_essential: bool = False


def _empty(*fields: str) -> Q:
    """None of the texts is written; a column that nobody filled in holds no text at all."""
    lacking = Q()
    for field in fields:
        lacking &= ~Q(**{f"{field}__gt": ""})
    return lacking


def _without(relation: Any, *conditions: Q, **narrow: Any) -> Q:
    """No row of a relation, a many-to-many one or a table that refers to the record."""
    if hasattr(relation, "through"):
        model, name = relation.through, relation.field.model._meta.model_name
    else:
        model, name = relation.field.model, relation.field.name
    return ~Q(Exists(model.objects.filter(*conditions, **{name: OuterRef("pk")}, **narrow)))


def _untranslated(field: str) -> Q:
    return _empty(f"{field}_az") | _empty(f"{field}_ru")


def _inexact(date: str) -> Q:
    """The date is not known to the day."""
    return Q(**{f"{date}__isnull": True}) | Q(LessThan(Length(date), WHOLE_DAY))


def _with_dead_link(model: type[Any]) -> Q:
    dead = Source.objects.filter(link_status=LinkStatus.DEAD, archived_url="")
    name = model._meta.model_name
    return Q(Exists(model.sources.through.objects.filter(**{name: OuterRef("pk")}, source__in=dead)))


def _cited(model: type[Any]) -> tuple[Gap, ...]:
    return (Gap("dead-link", _("a source whose link is dead and has no archived copy"), _with_dead_link(model)),)


_TOPICS = _("no topic")
_SUMMARY = _("no summary")
_SOURCE = _("no source")
_DATE = _("a date not known to the day")
_TRANSLATION = _("a title or name not in all three languages")

GAPS: dict[type[Any], tuple[Gap, ...]] = {
    Meeting: (
        Gap("source", _SOURCE, _without(Meeting.sources), True),
        Gap("second-source", _("no second source"), ~Q(pk__in=with_two_sources(Meeting.objects.all()).values("pk"))),
        Gap("day", _DATE, _inexact("date")),
        Gap(
            "side",
            _("one side missing"),
            _without(Meeting.participations, agency__side=Side.AZERBAIJAN)
            | _without(Meeting.participations, agency__side=Side.UN),
            True,
        ),
        Gap(
            "full-names",
            _("a participant without a full name"),
            ~Q(pk__in=with_full_names(Meeting.objects.all()).values("pk")),
        ),
        Gap(
            "title-held",
            _("a participant without a title"),
            ~_without(Meeting.participations, _empty("reported_title_en"), official__isnull=False),
        ),
        Gap("place", _("no place"), _empty("city", "country", "venue")),
        Gap("summary", _SUMMARY, _empty("summary_en"), True),
        Gap("points", _("nothing of what was said"), _without(Meeting.points)),
        Gap("topics", _TOPICS, _without(Meeting.topics), True),
        Gap("translation", _TRANSLATION, _untranslated("title")),
        *_cited(Meeting),
    ),
    Agreement: (
        Gap("source", _SOURCE, _without(Agreement.sources), True),
        Gap("day", _DATE, _inexact("signed")),
        Gap("parties", _("no party"), _without(Agreement.parties), True),
        Gap("text", _("no link to the text"), _empty("text_url")),
        Gap("topics", _TOPICS, _without(Agreement.topics), True),
        Gap("translation", _TRANSLATION, _untranslated("title")),
        *_cited(Agreement),
    ),
    Program: (
        Gap("source", _SOURCE, _without(Program.sources), True),
        Gap("start", _("no beginning"), Q(start__isnull=True)),
        Gap("agencies", _("nobody who carries it out"), _without(Program.agencies), True),
        Gap("summary", _SUMMARY, _empty("summary_en"), True),
        Gap("topics", _TOPICS, _without(Program.topics), True),
        Gap("translation", _TRANSLATION, _untranslated("name")),
        *_cited(Program),
    ),
    Event: (
        Gap("source", _SOURCE, _without(Event.sources), True),
        Gap("day", _DATE, _inexact("start")),
        Gap("place", _("no place"), _empty("city", "country")),
        Gap("topics", _TOPICS, _without(Event.topics), True),
        Gap("translation", _TRANSLATION, _untranslated("name")),
        *_cited(Event),
    ),
    Official: (
        Gap("full-name", _("no full name"), ~Q(name_en__contains=" "), True),
        Gap("appointments", _("no appointment"), _without(Official.appointments), True),
        Gap(
            "since",
            _("an appointment without its beginning"),
            ~_without(Official.appointments, start__isnull=True),
        ),
        Gap("translation", _TRANSLATION, _untranslated("name")),
    ),
    Agency: (
        Gap("website", _("no website"), _empty("website")),
        Gap("description", _("no description"), _empty("description_en"), True),
        Gap("translation", _TRANSLATION, _untranslated("name")),
    ),
    Source: (
        Gap("dead-link", _("a dead link without an archived copy"), Q(link_status=LinkStatus.DEAD, archived_url="")),
        Gap("moved", _("a page that moved"), Q(link_status=LinkStatus.MOVED)),
        Gap("unchecked", _("a link that was never checked"), Q(link_status=LinkStatus.UNCHECKED)),
        Gap("archived", _("no archived copy"), _empty("archived_url")),
        Gap("publisher", _("no publisher"), _empty("publisher"), True),
        Gap("published", _("no date of publication"), Q(published__isnull=True)),
    ),
}
INCOMPLETE = "any"


@dataclass(frozen=True)
class Completeness:
    """How much of what a complete record has is there."""

    missing: tuple[Gap, ...]
    of: int

    @property
    def held(self) -> int:
        return self.of - len(self.missing)


def lacking(records: QuerySet, name: str) -> QuerySet:
    """Those of the records in work that lack what `name` says; with `INCOMPLETE`, anything essential."""
    found = Q(pk__in=())
    for gap in GAPS[records.model]:
        if gap.name == name or (name == INCOMPLETE and gap.is_essential):
            found |= gap.lacking
    return in_work(records).filter(found)


def in_work(records: QuerySet) -> QuerySet:
    """Those that anyone should complete: all but the withdrawn ones."""
    return records.exclude(state=State.WITHDRAWN) if issubclass(records.model, Publishable) else records


def counts(model: type[Any]) -> tuple[int, list[tuple[Gap, int]]]:
    """How many records there are, and how many of them lack each thing."""
    gaps = GAPS[model]
    columns = {f"gap_{number}": Count("pk", filter=gap.lacking) for number, gap in enumerate(gaps)}
    counted = in_work(model._default_manager.order_by()).aggregate(total=Count("pk"), **columns)
    return counted["total"], [(gap, counted[f"gap_{number}"]) for number, gap in enumerate(gaps)]


def completeness(model: type[Model], ids: Iterable[int]) -> dict[int, Completeness]:
    """What each of these records lacks, by its primary key."""
    gaps = GAPS[model]
    marks = {f"gap_{number}": gap.lacking for number, gap in enumerate(gaps)}
    rows = model._default_manager.filter(pk__in=list(ids)).order_by().annotate(**marks).values("pk", *marks)
    return {row["pk"]: _of(gaps, [row[mark] for mark in marks]) for row in rows}


def _of(gaps: tuple[Gap, ...], marks: list[bool]) -> Completeness:
    return Completeness(tuple(gap for gap, is_missing in zip(gaps, marks, strict=True) if is_missing), len(gaps))
