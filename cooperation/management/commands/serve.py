from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cooperation.operations import start


class Command(BaseCommand):
    help = "Make the database ready, load the first content and serve the site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="the address to listen at; this machine only if unset")
        parser.add_argument("--port", default="8000")

    def handle(self, *args: Any, host: str, port: str, **options: Any) -> None:
        number = start.free_port(host, port)
        start.prepare(self.stdout.write)
        self.stdout.write(start.welcome(host, number))
        start.serve(host, number)
