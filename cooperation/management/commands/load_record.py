from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from cooperation.seed.files import UnusableError
from cooperation.seed.loading import Outcome, load


class Command(BaseCommand):
    help = (
        "Load the record's content from a folder of fixtures: all of it or, where anything in the folder is "
        "damaged, nothing. What editors have changed, renamed or deleted stays as they left it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.BASE_DIR / "fixtures")

    def handle(self, *args: Any, folder: Path, verbosity: int, **options: Any) -> None:
        show = self._show if verbosity and self.stdout.isatty() else None
        try:
            outcome = load(folder, progress=show)
        except UnusableError as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            raise CommandError(f"The database cannot take the record: {str(error).splitlines()[0]}.") from error
        finally:
            if show:
                self.stdout.write("\r\x1b[K", ending="")
        if verbosity:
            self.stdout.write(_summary(outcome))

    def _show(self, noun: str, done: int, total: int) -> None:
        if done % 10 == 0 or done == total:
            self.stdout.write(f"\rLoading the record … {done} of {total} {noun}\x1b[K", ending="")
            self.stdout.flush()


def _summary(outcome: Outcome) -> str:
    parts = [
        f"{verb} {', '.join(f'{count} {noun}' for noun, count in counts.items())}"
        for verb, counts in (
            ("loaded", outcome.entered),
            ("brought up to date", outcome.updated),
            ("left as editors changed them", outcome.kept),
        )
        if counts
    ]
    return f"The record: {'; '.join(parts) if parts else 'nothing new to load'}."
