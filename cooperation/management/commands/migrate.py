from typing import Any

from django.core.management.commands import migrate

from cooperation.operations.alone import alone


class Command(migrate.Command):
    def execute(self, *args: Any, **options: Any) -> Any:
        """Django's own, one at a time: two that begin together would stand in each other's way.

        Its checks are part of that: they take a locked SQLite database for one that knows no JSON.
        """
        with alone(self.stdout.write, options["database"]):
            return super().execute(*args, **options)
