from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cooperation.opendata.bulk import freshness, making, shelf
from cooperation.operations import processes


class Command(BaseCommand):
    help = (
        "Make the files of the whole published record that stand at /data/, in the place of those before. "
        "A site that is served does so itself, soon after the record has changed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-behind",
            action="store_true",
            help="only where the record has changed since, giving way to every other program",
        )

    def handle(self, *args: Any, verbosity: int, if_behind: bool, **options: Any) -> None:
        if if_behind:
            processes.end_with_parent()
            processes.give_way()
            version = shelf.current()
            if version and not freshness.is_behind(version):
                return
        folder = making.make()
        if verbosity:
            size = sum(path.stat().st_size for path in folder.iterdir())
            self.stdout.write(f"The whole record: {len(list(folder.iterdir()))} files, {size / 1e6:.1f} MB.")
