from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand

from cooperation.operations import start


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise ArgumentTypeError(f"{text!r} is no port: write a number from 1 to 65535.")
    return int(text)


class Command(BaseCommand):
    help = "Make the database ready, load the first content and serve the site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="the address to listen at; this machine only if unset")
        parser.add_argument("--port", type=_port, default=8000)

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        start.require_free_port(host, port)
        start.prepare(self.stdout.write)
        self.stdout.write(start.welcome(host, port))
        start.serve(host, port)
