"""Dates known to the day, the month or only the year.

ISO 8601 reduced precision: `2024`, `2024-01`, `2024-01-11`. As text they sort in time order. The
database derives the first and the last day that such a date may mean, so that a range filter
matches whatever overlaps it.
"""

import datetime
import re
from calendar import monthrange
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

FIRST_YEAR, LAST_YEAR = 1900, 2199
# How long the text of a date is that is known to the day.
WHOLE_DAY = 10
# Dates as some language writes them, each about 200 bytes.
WRITTEN_KEPT = 8_192

_SHAPE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", re.ASCII)


class PartialDate(str):
    """A valid partial date; it is its own ISO text, so it compares and sorts as that.

    Raises ValueError, with a sentence for the reader, when `text` is no partial date.
    """

    __slots__ = ()

    def __new__(cls, text: str) -> "PartialDate":
        shape = _SHAPE.fullmatch(text)
        if shape is None:
            raise ValueError(_("Write a date as 2024, 2024-01 or 2024-01-11."))
        year, month, day = (int(part) if part else None for part in shape.groups())
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise ValueError(_("The year must lie between 1900 and 2199."))
        try:
            datetime.date(year, 1 if month is None else month, 1 if day is None else day)
        except ValueError:
            raise ValueError(_("There is no such day in the calendar.")) from None
        return super().__new__(cls, text)

    @property
    def year(self) -> int:
        return int(self[:4])

    @property
    def month(self) -> int | None:
        return int(self[5:7]) if len(self) > 4 else None

    @property
    def day(self) -> int | None:
        return int(self[8:]) if len(self) > 7 else None

    @property
    def precision(self) -> str:
        """`year`, `month` or `day`."""
        return {4: "year", 7: "month", 10: "day"}[len(self)]

    @property
    def earliest(self) -> datetime.date:
        """The first day that this date may mean."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> datetime.date:
        """The last day that this date may mean."""
        month = self.month or 12
        return datetime.date(self.year, month, self.day or monthrange(self.year, month)[1])

    def display(self) -> str:
        """The date as a reader of the active language writes it, no more precise than it is."""
        return _displayed(self, get_language())


@lru_cache(maxsize=WRITTEN_KEPT)
def _displayed(date: PartialDate, language: str | None) -> str:
    """Pages write the same dates again and again, and Django's formats take their time."""
    if date.precision == "year":
        return str(date.year)
    style = "DATE_FORMAT" if date.precision == "day" else "YEAR_MONTH_FORMAT"
    return formats.date_format(date.earliest, style)


def known_to_the_day(start: PartialDate | None, end: PartialDate | None = None) -> bool:
    """Whether a calendar can hold what lasts so long: its first day is known, and its last where one is stated."""
    return start is not None and start.precision == "day" and (end is None or end.precision == "day")


class PartialDateField(models.CharField):
    """Stores a `PartialDate`, or NULL where the date is unknown."""

    description = _("Date known to the day, the month or the year")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> PartialDate | None:
        return None if value is None else PartialDate(value)

    def to_python(self, value: Any) -> PartialDate | None:
        if value is None or value == "" or isinstance(value, PartialDate):
            return value or None
        try:
            return PartialDate(str(value).strip())
        except ValueError as error:
            raise ValidationError(error.args[0], code="invalid") from error

    def get_prep_value(self, value: Any) -> str | None:
        date = self.to_python(value)
        return None if date is None else str(date)

    def formfield(self, **kwargs: Any) -> Any:
        # CharField would turn an empty answer into "", which is no date.
        return super().formfield(**{"empty_value": None, **kwargs})


class _OfPartialDate(models.Func):
    """An expression over one partial-date column, written by hand for each engine."""

    arity = 1
    sqlite_template: str
    postgresql_template: str

    def _compile(self, compiler: Any, connection: Any, template: str) -> tuple[str, list]:
        lhs, params = compiler.compile(self.source_expressions[0])
        # The column stands several times in the template: its parameters must too, or a check
        # made in Python (`full_clean`) is given too few and passes.
        return template.replace("{date}", lhs), list(params) * template.count("{date}")

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list]:
        return self._compile(compiler, connection, self.sqlite_template)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list]:
        return self._compile(compiler, connection, self.postgresql_template)


class IsPartialDate(_OfPartialDate):
    """Whether a column holds text of a partial date's shape, as a condition for a constraint."""

    output_field = models.BooleanField()
    conditional = True
    sqlite_template = (
        "(substr({date}, 1, 4) BETWEEN '1900' AND '2199' AND ("
        "{date} GLOB '[0-9][0-9][0-9][0-9]'"
        " OR ({date} GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]'"
        " AND substr({date}, 6, 2) BETWEEN '01' AND '12')"
        " OR ({date} GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'"
        " AND substr({date}, 6, 2) BETWEEN '01' AND '12'"
        " AND date({date}, '+0 days') IS {date})))"
    )
    postgresql_template = "({date} ~ '^(19|20|21)[0-9][0-9](-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$')"


_PADDED = "({date} || '-01-01')"
_MAKE_EARLIEST = f"make_date(substr({_PADDED}, 1, 4)::int, substr({_PADDED}, 6, 2)::int, substr({_PADDED}, 9, 2)::int)"


class _Earliest(_OfPartialDate):
    output_field = models.DateField()
    sqlite_template = f"date(substr({_PADDED}, 1, 10))"
    # PostgreSQL has no immutable cast from text to date.
    postgresql_template = _MAKE_EARLIEST


class _Latest(_OfPartialDate):
    output_field = models.DateField()
    sqlite_template = (
        "(CASE length({date}) WHEN 4 THEN {date} || '-12-31'"
        " WHEN 7 THEN date({date} || '-01', '+1 month', '-1 day') ELSE {date} END)"
    )
    postgresql_template = (
        "(CASE length({date}) WHEN 4 THEN make_date(substr({date}, 1, 4)::int, 12, 31)"
        f" WHEN 7 THEN ({_MAKE_EARLIEST} + interval '1 month' - interval '1 day')::date"
        f" ELSE {_MAKE_EARLIEST} END)"
    )


def earliest_of(field: str) -> models.GeneratedField:
    """A column that the database keeps: the first day that the partial date in `field` may mean."""
    return models.GeneratedField(
        expression=_Earliest(models.F(field)), output_field=models.DateField(null=True), db_persist=True
    )


def latest_of(field: str) -> models.GeneratedField:
    """A column that the database keeps: the last day that the partial date in `field` may mean."""
    return models.GeneratedField(
        expression=_Latest(models.F(field)), output_field=models.DateField(null=True), db_persist=True
    )


def partial_date_constraints(model: str, *fields: str) -> list[models.CheckConstraint]:
    """The constraints that keep `fields` of `model` to the shape of partial dates."""
    return [
        models.CheckConstraint(
            name=f"{model}_{field}_is_partial_date",
            condition=IsPartialDate(models.F(field)),
            violation_error_message=_("Write a date as 2024, 2024-01 or 2024-01-11."),
        )
        for field in fields
    ]


def period_constraint(model: str, start: str = "start", end: str = "end") -> models.CheckConstraint:
    """The end may not be surely before the start: its last day not before the start's first."""
    return models.CheckConstraint(
        name=f"{model}_{end}_not_before_{start}",
        condition=models.Q(**{f"{end}_latest__gte": models.F(f"{start}_earliest")})
        | models.Q(**{f"{end}__isnull": True})
        | models.Q(**{f"{start}__isnull": True}),
        violation_error_message=_("The end lies before the start."),
    )
