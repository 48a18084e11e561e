"""What the commands that import have in common: they say what would be done, or do it."""

import secrets
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import CommandParser, OutputWrapper
from django.db import transaction
from django.utils.translation import gettext as _

from .applying import apply
from .bounds import PROBLEMS_SHOWN, UnusableError
from .planning import plan, reading, readings
from .plans import Plan
from .sheets import read
from .tables import TABLES


def add_common(parser: CommandParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="Say what would be done, try it, and do nothing.")
    parser.add_argument("--reason", default="", help="Why, for the versions that the import leaves.")
    parser.add_argument("--by", default="", metavar="USERNAME", help="In whose name.")


def bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise UnusableError(f"{file} cannot be read: {error.strerror}.") from None


def plan_of_tables(file: Path, table: str | None, columns: list[str], *, empties: bool) -> Plan:
    """What importing a CSV or XLSX file would do; `columns` are corrections of what the header seems to say."""
    sheets = read(file.name, bytes_of(file))
    found = readings(sheets) if table is None else [reading(sheets[0], table)]
    for each in columns:
        header, _mark, name = each.rpartition("=")
        known = [place for read_as in found for place, text in enumerate(read_as.sheet.header) if text == header]
        if not known:
            raise UnusableError(f"There is no column “{header}” in {file}.")
        for read_as in found:
            if name and read_as.table and TABLES[read_as.table].column(name) is None:
                raise UnusableError(f"“{name}” is no column of {read_as.table}.")
            read_as.columns |= {place: name for place, text in enumerate(read_as.sheet.header) if text == header}
    return plan(file.name, found, seed=secrets.token_hex(16), empties=empties)


def carry_out(
    made: Plan, out: OutputWrapper, *, dry_run: bool, reason: str, by: str, verbosity: int, **options: Any
) -> None:
    """Do what a plan says, or say it only. Raises `UnusableError` where it has problems or cannot be done."""
    _tell(made, out, verbosity)
    if made.problems:
        raise UnusableError(_("Nothing was imported: there are errors."))
    user = _user(by)
    with transaction.atomic():
        done = apply(made, by=user, reason=reason, states=options.get("keep_states", False))
        transaction.set_rollback(dry_run)
    if verbosity:
        out.write("Nothing was written: this was a trial." if dry_run else f"Imported as {done.pk}.")


def _user(name: str) -> Any:
    if not name:
        return None
    user = get_user_model().objects.filter(username=name).first()
    if user is None:
        raise UnusableError(f"There is no account “{name}”.")
    return user


def _tell(made: Plan, out: OutputWrapper, verbosity: int) -> None:
    for problem in made.problems[:PROBLEMS_SHOWN]:
        place = problem.place
        out.write(f"{place.sheet}, row {place.row}{place.column and f', {place.column}'}: {problem.text}")
    for change in made.due if verbosity > 1 else ():
        out.write(f"{change.kind}: {change.title}")
        for each in change.differences():
            out.write(f"  {each.row} {each.label}: {each.before!r} -> {each.after!r}")
    if verbosity:
        counts = made.counts
        out.write(f"{counts['new']} new, {counts['changed']} changed, {counts['unchanged']} unchanged.")
