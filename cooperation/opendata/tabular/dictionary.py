"""What the columns of the tables mean. The models say it, so it cannot go stale."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from cooperation.models.base import active_language
from cooperation.models.sorting import capitalised

from .tables import Column, Kind, Table

_LANGUAGES = {"en": gettext_noop("English"), "az": gettext_noop("Azerbaijani"), "ru": gettext_noop("Russian")}

KINDS = {
    Kind.TEXT: gettext_lazy("text"),
    Kind.CODE: gettext_lazy("code"),
    Kind.LABEL: gettext_lazy("text"),
    Kind.LIST: gettext_lazy("list, with “ | ” between its parts"),
    Kind.LINES: gettext_lazy("list, with “ | ” between its parts"),
    Kind.NUMBERS: gettext_lazy("list, with “ | ” between its parts"),
    Kind.URL: gettext_lazy("web address"),
    Kind.UID: gettext_lazy("UUID"),
    Kind.NUMBER: gettext_lazy("whole number"),
    Kind.DATE: gettext_lazy("date: 2024, 2024-01 or 2024-01-11"),
    Kind.PRECISION: gettext_lazy("code"),
    Kind.DAY: gettext_lazy("day"),
    Kind.TIME: gettext_lazy("time"),
}


def label(table: Table, column: Column) -> str:
    """What a column is called, in the active language."""
    field = column.meant(table.model)
    name = capitalised(str(field.verbose_name if field else column.label), active_language())
    if not column.language:
        return name
    return _("%(name)s, in %(language)s") % {"name": name, "language": _(_LANGUAGES[column.language])}


def note(table: Table, column: Column) -> str:
    """What more there is to say of it; empty where its name says all."""
    field = column.meant(table.model)
    return str(column.about or (field.help_text if field else ""))


def values(table: Table, column: Column) -> list[tuple[str, str]]:
    """The codes that the column holds, each with its name; none where they are the codes of records."""
    if column.kind is Kind.PRECISION:
        return [("year", _("Year")), ("month", _("Month")), ("day", _("Day"))]
    return [] if column.refers or column.kind is Kind.LABEL else named_codes(table, column)


def named_codes(table: Table, column: Column) -> list[tuple[str, str]]:
    """The codes of the field that the column is about, each with its name in the active language."""
    field = column.meant(table.model)
    return [(code, str(name)) for code, name in field.flatchoices if code] if field else []


def is_closed(table: Table, column: Column) -> bool:
    """Whether the database itself allows no other values than these."""
    if column.kind is Kind.PRECISION:
        return True
    field = None if column.kind is Kind.LABEL else column.meant(table.model)
    name = f"_{field.name}_is_known" if field else ""
    return bool(name) and any(each.name.endswith(name) for each in field.model._meta.constraints)


def meaning(table: Table, column: Column) -> str:
    """All of it in one text."""
    codes = ", ".join(f"{code} ({name})" for code, name in values(table, column))
    parts = (f"{label(table, column)}.", note(table, column), codes and f"{codes}.")
    return " ".join(part for part in parts if part)
