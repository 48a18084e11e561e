"""What the site cannot do without: its database with the right tables, room on the disk, and copies of it all."""

import datetime
import os
import shutil
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections
from django.utils import timezone

from ..backups.files import backups_in
from ..schema import schema_of
from ..sqlite.base import file_of
from .findings import Check, Finding, fault, fine, warning

# Less room than this, and a save may fail.
NEEDED = 50_000_000
# Less than this will not last long.
LITTLE = 1_000_000_000
# A copy is made each night; one night may fail.
OLD = datetime.timedelta(hours=50)


def database(alias: str = "default") -> Finding:
    """Raises DatabaseError where it does not answer."""
    if connections[alias].vendor == "sqlite" and not _is_there(name := connections[alias].settings_dict["NAME"]):
        # Asked, SQLite would make an empty one in its place.
        return fault("database", f"there is none at {name}", "Start with manage.py serve, or restore a backup.")
    begun = time.perf_counter()
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    took = time.perf_counter() - begun
    return fine("database", f"{connections[alias].display_name} answers in {took * 1000:.1f} ms", took)


def _is_there(name: Any) -> bool:
    try:
        file_of(name)
    except OSError:
        return False
    return True


def migrations(alias: str = "default") -> Finding:
    """Raises DatabaseError where the database does not answer."""
    schema = schema_of(alias)
    if schema.missing:
        says = f"{len(schema.missing)} changes of the tables are missing, the first is {schema.missing[0]}"
        return fault("migrations", says, "Run manage.py migrate.", len(schema.missing))
    if schema.unknown:
        says = f"the database is of a newer version ({schema.unknown[-1]})"
        return fault("migrations", says, "Install the version that the database was made by, or restore a backup.", 0)
    return fine("migrations", "the tables are those of this version", 0)


def disk(folder: Path | None = None) -> Finding:
    """Room where the site writes. Raises OSError where the folder is gone."""
    folder = folder or settings.DATA_DIR
    free = shutil.disk_usage(folder).free
    says = f"{free / 1e9:.1f} GB free for {folder}"
    inodes = os.statvfs(folder)
    if free < NEEDED or (inodes.f_files and not inodes.f_favail):
        return fault("disk", f"the disk is full: {says}", "Free some space, or name a folder on another disk.", free)
    if free < LITTLE:
        return warning("disk", says, "Free some space before nothing can be saved.", free)
    return fine("disk", says, free)


def backups(at: datetime.datetime | None = None) -> Finding:
    """Raises OSError where the folder cannot be read."""
    age = backup_age(at)
    nightly = "Let manage.py backup run each night (docs/operations.md)."
    if age is None:
        return warning("backups", f"there is no copy in {settings.BACKUP_DIR}", nightly)
    says = f"the newest copy is {spoken(age)} old"
    if age > OLD:
        return warning("backups", says, f"See why the last one was not made. {nightly}", age.total_seconds())
    return fine("backups", says, age.total_seconds())


def backup_age(at: datetime.datetime | None = None) -> datetime.timedelta | None:
    """How old the newest copy is; None where there is none."""
    found = backups_in(settings.BACKUP_DIR)
    return (at or timezone.now()) - found[0].made if found else None


def spoken(age: datetime.timedelta) -> str:
    hours = max(0, int(age.total_seconds() // 3600))
    return f"{hours} hours" if hours < 72 else f"{hours // 24} days"


CHECKS: dict[str, Check] = {"database": database, "migrations": migrations, "disk": disk, "backups": backups}
