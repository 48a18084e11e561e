import sqlite3
from pathlib import Path
from typing import Any

import pyrage
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from cooperation.operations.arguments import whole_number
from cooperation.operations.backups.faults import BackupError
from cooperation.operations.backups.files import Kept, forget_old, make
from cooperation.operations.faults import Work, explanation


class Command(BaseCommand):
    help = (
        "Copy the whole database, while editing goes on, into a file with a checksum, encrypted if BACKUP_KEY names a "
        "public key of age, and take old copies away. Let it run each night, and keep the folder on another disk."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--into", type=Path, default=settings.BACKUP_DIR, help="the folder (BACKUP_DIR)")
        parser.add_argument(
            "--keep-days", type=whole_number, default=Kept.days, help="how many days each copy stays (30)"
        )
        parser.add_argument(
            "--keep-months", type=whole_number, default=Kept.months, help="for how many months the first one stays (12)"
        )
        parser.add_argument("--new-key", action="store_true", help="make a pair of keys, print it, and do nothing else")

    def handle(self, *args: Any, into: Path, keep_days: int, keep_months: int, new_key: bool, **options: Any) -> None:
        if new_key:
            return self._new_key()
        try:
            made = make(into, recipient=settings.BACKUP_KEY)
            gone = forget_old(into, Kept(keep_days, keep_months))
        except BackupError as error:
            raise CommandError(str(error)) from error
        # The copy is made by SQLite itself, so its own errors come, too.
        except (OSError, DatabaseError, sqlite3.Error) as error:
            work = Work(folder="BACKUP_DIR" if into == settings.BACKUP_DIR else "--into")
            raise CommandError(explanation(error, work) or str(error)) from error
        self.stdout.write(f"{made.path} ({made.path.stat().st_size:,} bytes); {len(gone)} old copies taken away.")
        return None

    def _new_key(self) -> None:
        secret = pyrage.x25519.Identity.generate()
        self.stdout.write(
            f"# Keep these two lines in a file away from this machine: without it no copy can be read.\n"
            f"{secret}\n"
            f"# For this machine, which then can write copies and not read them: BACKUP_KEY={secret.to_public()}"
        )
