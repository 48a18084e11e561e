from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cooperation.editorial.exchange import commands
from cooperation.editorial.exchange.bounds import UnusableError
from cooperation.editorial.exchange.tables import TABLES


class Command(BaseCommand):
    help = (
        "Import a CSV or XLSX file of meetings, participants, agencies and so on: all of it or, where a row has an "
        "error, nothing. New records are drafts. --dry-run says what would be done, and does nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--table", choices=list(TABLES), help="What the rows are; guessed from the header if unset."
        )
        parser.add_argument(
            "--column", action="append", default=[], metavar="HEADER=COLUMN", help="What a column is; may be repeated."
        )
        parser.add_argument("--empty", action="store_true", help="An empty cell empties the field.")
        commands.add_common(parser)

    def handle(self, *args: Any, file: Path, table: str, column: list[str], empty: bool, **options: Any) -> None:
        try:
            plan = commands.plan_of_tables(file, table, column, empties=empty)
            commands.carry_out(plan, self.stdout, **options)
        except UnusableError as error:
            raise CommandError(str(error)) from error
