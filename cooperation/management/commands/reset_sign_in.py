from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cooperation.editorial.resetting import reset


class Command(BaseCommand):
    help = "Give an account a new password, shown once, take its second factors away and end its sessions."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["name"]
        user = get_user_model().objects.filter(username=name).first()
        if user is None:
            raise CommandError(f"No account is called {name}.")
        password = reset(user)
        self.stdout.write(f"Account: {name}   Password: {password}   (shown only this once)")
        if not user.is_active:
            self.stdout.write("The account is not active: an administrator can open it again.")
