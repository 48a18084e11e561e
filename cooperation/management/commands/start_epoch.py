from typing import Any

from django.core.management.base import BaseCommand

from cooperation.record import changes


class Command(BaseCommand):
    help = (
        "Say that the database is not the one it was: run this after a backup was put in its place, so that no page or "
        "count that was kept from before is taken for one of it."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        changes.new_epoch()
        self.stdout.write("A new epoch has begun: everything that was kept from before is read anew.")
