from typing import Any

from django.core.management.commands import migrate

from cooperation.operations.alone import alone


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        """Django's own, one at a time: two that begin together would stand in each other's way."""
        with alone(self.stdout.write, options["database"]):
            super().handle(*args, **options)
