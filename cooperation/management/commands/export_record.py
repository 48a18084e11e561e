from typing import Any

from django.core.management.base import BaseCommand

from cooperation.opendata.bulk import making


class Command(BaseCommand):
    help = (
        "Make the files of the whole published record that stand at /data/, in the place of those before. "
        "Run it at intervals: what was withdrawn stays in the files until they are made anew."
    )

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        folder = making.make()
        if verbosity:
            size = sum(path.stat().st_size for path in folder.iterdir())
            self.stdout.write(f"The whole record: {len(list(folder.iterdir()))} files, {size / 1e6:.1f} MB.")
