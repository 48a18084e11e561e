from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cooperation.seed.checks import read_record
from cooperation.seed.files import UnusableError, write_files
from cooperation.seed.merging import merge
from cooperation.seed.merging.material import read_curation, read_gathered


class Command(BaseCommand):
    help = (
        "Build the fixtures from a folder of gathered facts (JSON Lines) and the decisions in "
        "<fixtures>/curation. Building twice gives the same files."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("data", type=Path, help="The folder of the gathered facts.")
        parser.add_argument("--fixtures", type=Path, default=settings.BASE_DIR / "fixtures")

    def handle(self, *args: Any, data: Path, fixtures: Path, **options: Any) -> None:
        try:
            records = merge(read_gathered(data), read_curation(fixtures / "curation"))
            write_files(fixtures, records)
            read_record(fixtures)
        except UnusableError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Built " + ", ".join(f"{len(rows)} {noun}" for noun, rows in records.items()) + ".")
