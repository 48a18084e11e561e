import sqlite3
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connections

from cooperation.operations import environment
from cooperation.operations.backups.engines import clear, is_empty, load, whole_or_none
from cooperation.operations.backups.faults import BackupError
from cooperation.operations.backups.files import make, opened
from cooperation.operations.faults import Work, explanation
from cooperation.operations.schema import schema_of
from cooperation.record import changes

RESTORED = "restored"


class Command(BaseCommand):
    help = (
        "Put a copy that `backup` made into the database: verified first, all of it or nothing, and only into an empty "
        "database, unless --replace is given; what was there is copied first then. The site may go on running."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("copy", type=Path, help="the file of the copy; its .sha256 lies beside it")
        parser.add_argument("--identity", type=Path, help="the file of the secret key, where the copy is encrypted")
        parser.add_argument("--into", default="", metavar="URL", help="another database than that of DATABASE_URL")
        parser.add_argument("--replace", action="store_true", help="take the place of what is in the database")

    def handle(self, *args: Any, copy: Path, identity: Path | None, into: str, replace: bool, **options: Any) -> None:
        work = Work(RESTORED, "--into", folder="") if into else Work(folder="")
        try:
            alias = self._target(into)
            with opened(copy, identity) as (plain, folder), whole_or_none(alias):
                before = self._make_room(alias, replace, folder)
                load(plain, alias, folder)
                self._bring_up_to_date(copy, work, before, folder)
        except (BackupError, ImproperlyConfigured) as error:
            raise CommandError(str(error)) from error
        except (DatabaseError, OSError, sqlite3.Error) as error:
            raise CommandError(explanation(error, work) or str(error)) from error
        self.stdout.write(f"{copy.name} is restored into {connections[alias].settings_dict['NAME']}.")

    def _bring_up_to_date(self, copy: Path, work: Work, before: Path | None, folder: Path) -> None:
        """Tables of an older version become those of this one, or what was there comes back."""
        alias = work.alias
        try:
            if unknown := schema_of(alias).unknown:
                raise BackupError(f"it is of a newer version of this program ({unknown[0]})")
            call_command("migrate", database=alias, verbosity=0, interactive=False)
            # What was kept from before is no longer true.
            changes.new_epoch(alias)
        except BaseException as error:
            fault = f"{copy.name} cannot be used by this version: {explanation(error, work) or error or 'interrupted'}."
            self._put_back(alias, before, folder, fault)
            raise BackupError(f"{fault} What was there before is in place again.") from error

    def _put_back(self, alias: str, before: Path | None, folder: Path, fault: str) -> None:
        try:
            if before is None:
                clear(alias)
            else:
                load(before, alias, folder)
                changes.new_epoch(alias)
        except Exception as error:
            where = "The database was empty before" if before is None else f"See {_replaced()} for what was there"
            raise BackupError(f"{fault} It is in the database all the same: {error} {where}.") from error

    def _target(self, url: str) -> str:
        if not url:
            return "default"
        connections.databases[RESTORED] = connections.configure_settings({"default": environment.named(url)})["default"]
        return RESTORED

    def _make_room(self, alias: str, replace: bool, folder: Path) -> Path | None:
        """What was there, as a copy that can be put back; None where nothing was."""
        if is_empty(alias):
            return None
        if not replace:
            raise BackupError("There is something in this database already: nothing was restored. See --replace.")
        before = folder / "before"
        before.mkdir()
        try:
            kept = make(_replaced(), alias=alias, recipient=settings.BACKUP_KEY, readable_in=before)
        except (BackupError, OSError, sqlite3.Error) as error:
            said = explanation(error, Work(alias, folder="BACKUP_DIR")) or error
            raise BackupError(f"What is there could not be copied, so nothing was restored. {said}") from error
        self.stdout.write(f"What was there is kept as {kept.path}.")
        return next(before.iterdir())


def _replaced() -> Path:
    """Apart from the nightly copies, which are rotated: one a month stays there, and it must not be this one."""
    return settings.BACKUP_DIR / "replaced"
