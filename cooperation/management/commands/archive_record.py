from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cooperation.editorial.exchange.archives import write_archive


class Command(BaseCommand):
    help = (
        "Write the whole record, drafts and withdrawn records included, as one archive that import_record takes back "
        "unchanged. Not for publication: what readers may have is made by export_record."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="The archive to write, as .zip.")

    def handle(self, *args: Any, file: Path, verbosity: int, **options: Any) -> None:
        try:
            with file.open("xb") as opened:
                file.chmod(0o600)
                counts = write_archive(opened)
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from error
        if verbosity:
            self.stdout.write(f"{file}: " + ", ".join(f"{count} {noun}" for noun, count in counts.items()) + ".")
