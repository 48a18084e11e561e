"""Whether the tables of a database are those of this version of the program."""

from dataclasses import dataclass

from django.db import connections
from django.db.migrations.loader import MigrationLoader

APP = "cooperation"


@dataclass(frozen=True)
class Schema:
    """Migrations that the database lacks, and those that only a newer version of the program knows."""

    missing: tuple[str, ...]
    unknown: tuple[str, ...]


def schema_of(alias: str = "default") -> Schema:
    """What the database and the program know of each other. Raises DatabaseError."""
    loader = MigrationLoader(connections[alias])
    applied, known = set(loader.applied_migrations), set(loader.disk_migrations)
    unknown = {(app, name) for app, name in applied - known if app == APP}
    return Schema(_named(set(loader.graph.nodes) - applied), _named(unknown))


def _named(migrations: set[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(f"{app} {name}" for app, name in sorted(migrations))
