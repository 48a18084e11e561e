from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cooperation.editorial.resetting import reset


class Command(BaseCommand):
    help = "Give an account a new password, shown once, take its second factors away and end its sessions."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            password = reset(options["name"])
        except get_user_model().DoesNotExist as error:
            raise CommandError(f"No account is called {options['name']}.") from error
        self.stdout.write(f"Password: {password}   (shown only this once)")
