from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cooperation.editorial.exchange import commands
from cooperation.editorial.exchange.archiving import plan_of_archive
from cooperation.editorial.exchange.bounds import UnusableError


class Command(BaseCommand):
    help = (
        "Import an archive that archive_record made: all of it or, where anything in it is damaged, nothing. Records "
        "that are not in it stay. New records are drafts unless --keep-states is given; --dry-run does nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--keep-states", action="store_true", help="Publish and withdraw new records as it says.")
        commands.add_common(parser)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            plan = plan_of_archive(file.name, commands.bytes_of(file), bounded=False)
            commands.carry_out(plan, self.stdout, **options)
        except UnusableError as error:
            raise CommandError(str(error)) from error
