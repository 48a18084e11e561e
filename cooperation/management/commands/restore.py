from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connections

from cooperation.operations import environment
from cooperation.operations.backups.engines import is_empty, load
from cooperation.operations.backups.faults import BackupError
from cooperation.operations.backups.files import make, opened
from cooperation.operations.faults import explanation
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
        try:
            alias = self._target(into)
            with opened(copy, identity) as (plain, folder):
                self._make_room(alias, replace)
                load(plain, alias, folder)
        except (BackupError, ImproperlyConfigured) as error:
            raise CommandError(str(error)) from error
        except (DatabaseError, OSError) as error:
            raise CommandError(explanation(error) or str(error)) from error
        # Tables of an older version become those of this one; what was kept from before is no longer true.
        call_command("migrate", database=alias, verbosity=0, interactive=False)
        changes.new_epoch(alias)
        self.stdout.write(f"{copy.name} is restored into {connections[alias].settings_dict['NAME']}.")

    def _target(self, url: str) -> str:
        if not url:
            return "default"
        connections.databases[RESTORED] = connections.configure_settings({"default": environment.named(url)})["default"]
        return RESTORED

    def _make_room(self, alias: str, replace: bool) -> None:
        if is_empty(alias):
            return
        if not replace:
            raise BackupError("There is something in this database already: nothing was restored. See --replace.")
        kept = make(settings.BACKUP_DIR, alias=alias, recipient=settings.BACKUP_KEY)
        self.stdout.write(f"What was there is kept as {kept.path}.")
