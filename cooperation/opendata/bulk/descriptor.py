"""What the files are, for programs: a Frictionless data package, its schemas made from the columns."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings

from cooperation.record import site

from ..tabular import dictionary
from ..tabular.tables import SEPARATOR, Column, Kind, Table

_PARTIAL_DATE = "(19|20|21)[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"

# A cell of several values is a text to programs of version 1; under these names version 2 says how to take it apart.
_OF_LISTS = {
    Kind.LIST: {"delimiter": SEPARATOR, "itemType": "string"},
    Kind.LINES: {"delimiter": SEPARATOR, "itemType": "string"},
    Kind.NUMBERS: {"delimiter": SEPARATOR, "itemType": "integer"},
}
_TYPES: dict[Kind, dict[str, Any]] = {
    Kind.UID: {"type": "string", "format": "uuid"},
    Kind.NUMBER: {"type": "integer"},
    Kind.DAY: {"type": "date"},
    Kind.TIME: {"type": "datetime"},
}


def descriptor(
    tables: Sequence[Table], rows: Mapping[str, int], files: Mapping[str, tuple[int, str]], made: str, state: str
) -> dict[str, Any]:
    """The package. `files` gives the size and the SHA-256 of each file by name; `state` is the record's, as a token."""
    package = {
        "profile": "tabular-data-package",
        "name": "azerbaijan-un-cooperation-record",
        "title": str(site.NAME),
        "description": str(site.DESCRIPTION),
        "created": made,
        "version": state,
        "licenses": [{"name": "CC-BY-4.0", "path": site.LICENCE_URL, "title": "Creative Commons Attribution 4.0"}],
        "resources": [_resource(table, rows[table.name], *files[f"{table.name}.csv"]) for table in tables],
    }
    return package | ({"homepage": homepage()} if homepage() else {})


def homepage() -> str:
    """Where the package is to be found; "" where the site was not told its own address."""
    return f"{settings.SITE_URL}/data/" if settings.SITE_URL else ""


def _resource(table: Table, rows: int, size: int, digest: str) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": str(table.title),
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": size,
        "hash": f"sha256:{digest}",
        "rows": rows,
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(table, column) for column in table.columns],
        "missingValues": [""],
        "foreignKeys": [_reference(table, column) for column in table.own if column.refers],
    }
    return schema | ({"primaryKey": list(table.key)} if table.key else {})


def _field(table: Table, column: Column) -> dict[str, Any]:
    field = {
        "name": column.name,
        **_TYPES.get(column.kind, {"type": "string"}),
        **_OF_LISTS.get(column.kind, {}),
        "title": dictionary.label(table, column),
        "description": dictionary.meaning(table, column),
    }
    constraints = _constraints(table, column)
    return field | ({"constraints": constraints} if constraints else {})


def _constraints(table: Table, column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if column.name in table.key else {}
    if column.kind is Kind.DATE:
        constraints["pattern"] = _PARTIAL_DATE
    if dictionary.is_closed(table, column):
        constraints["enum"] = [code for code, _name in dictionary.values(table, column)]
    return constraints


def _reference(table: Table, column: Column) -> dict[str, Any]:
    other, field = column.refers
    # A table that refers to itself does so under no name.
    return {"fields": column.name, "reference": {"resource": "" if other == table.name else other, "fields": field}}
