"""From an empty folder to a living site: tables, first content, an administrator, static files, the server."""

import errno
import hashlib
import os
import re
import socket
import sys
from collections.abc import Callable
from itertools import chain, count
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from cooperation.editorial import sealing
from cooperation.editorial.resetting import give_password
from cooperation.opendata.bulk import shelf

from .alone import alone
from .faults import StartError, explanation
from .metrics import shared
from .reporting import reporter_at

Say = Callable[[str], None]

# What packages ship and no page of this site asks for.
UNUSED_STATIC = ["redoc"]


def prepare(say: Say) -> None:
    """Bring database and static files to what this version needs; what is there already stays as it is."""
    if settings.ERROR_REPORTER:
        # One that is not there would be noticed at the first error.
        reporter_at(settings.ERROR_REPORTER)
    say(f"Preparing the {connection.display_name} database {connection.settings_dict['NAME']}.")
    with alone(say):
        check_letters()
        call_command("migrate", verbosity=0, interactive=False)
        load_content()
        if not shelf.current():
            call_command("export_record", verbosity=0)
        if new := create_administrator():
            say("Administrator: {}   Password: {}   (shown only this once)".format(*new))
            say("The first sign-in asks for a password of your own, then sets up a second factor, an app or a passkey.")
        renew_seals(say)
        collect_static()


def check_letters() -> None:
    """A PostgreSQL server that was set up without a language takes bytes for letters: names would be too long."""
    if connection.vendor != "postgresql":
        return
    connection.ensure_connection()
    encoding = connection.connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise StartError(
            f"The database {connection.settings_dict['NAME']} holds texts as {encoding}, not as UTF8: "
            "make a new one with `createdb --encoding=UTF8 --template=template0`."
        )


def free_port(host: str, text: str) -> int:
    """The port that `text` names, once it is known that nobody listens there.

    The server shares its port with its workers, so it would silently share it with a stranger too.
    """
    if not re.fullmatch("[1-9][0-9]{0,4}", text) or int(text) > 65535:
        raise StartError(f"Port {text} makes no sense: write a number from 1 to 65535.")
    port = int(text)
    try:
        with socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET):
            return port
    except OSError as error:
        raise StartError(_port_fault(host, port, error)) from error


def _port_fault(host: str, port: int, error: OSError) -> str:
    another = f"choose another, like `make run PORT={port + 1 if port >= 1024 else 8000}`."
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken, perhaps by this site in another window: stop that program, or {another}"
    if error.errno in {errno.EACCES, errno.EPERM}:
        return f"Port {port} is reserved for the system: {another}"
    return f"Nothing can be served at {host} ({error.strerror})."


def load_content() -> None:
    try:
        call_command("load_record")
    except CommandError as error:
        # A full disk is said as such, not as the record that did not fit.
        damage = f"{error} Nothing was loaded: put that right, then start again."
        raise StartError(explanation(error) or damage) from error


def renew_seals(say: Say) -> None:
    """Bring the secrets of second factors to the present SECRET_KEY, so that a former one may go."""
    if lost := sealing.renew():
        say(f"Second factors that no key of this site opens: {lost}. What to do says `manage.py doctor`.")


def collect_static() -> None:
    """Gather the static files and compress them, which takes half of a start, unless they are as they were."""
    state = _static_state()
    if static_files_are_current(state):
        return
    call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=UNUSED_STATIC)
    _mark().write_text(state)


def static_files_are_current(state: str = "") -> bool:
    """Whether the static files that are served are those of this version."""
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    return manifest.exists() and _mark().exists() and _mark().read_text() == (state or _static_state())


def _mark() -> Path:
    return settings.DATA_DIR / "static.sha256"


def _static_state() -> str:
    """What static files there are to gather, each with its size and the time of its last change."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list(UNUSED_STATIC):
            found = os.stat(storage.path(name))
            digest.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


@transaction.atomic
def create_administrator() -> tuple[str, str] | None:
    """Make the first administrator of a site that has none; return the name and the password, kept nowhere else."""
    users = get_user_model().objects
    if users.filter(is_superuser=True).exists():
        return None
    names = chain(["admin"], (f"admin{number}" for number in count(2)))
    name = next(name for name in names if not users.filter(username=name).exists())
    return name, give_password(users.create_superuser(name))


def welcome(host: str, port: int) -> str:
    """Where the site is. Passkeys refuse addresses by number, so the one by name is given too."""
    if settings.SITE_URL:
        return f"Serving {settings.SITE_URL}/ behind your web server, from http://{host}:{port}/. Ctrl-C stops it."
    return (
        f"The record is at http://{host}:{port}/ and http://localhost:{port}/, the editors' desk at /admin/.\n"
        "A forgotten password or a lost second factor is replaced by: .venv/bin/python manage.py reset_sign_in admin\n"
        "Ctrl-C stops the site."
    )


def serve(host: str, port: int) -> None:
    """Become the server: this process is replaced, so that signals reach it directly."""
    connection.close()
    shared.clear()
    sys.stdout.flush()
    os.chdir(settings.BASE_DIR)
    command = [sys.executable, "-m", "cooperation.operations.server", host, str(port), str(settings.WORKERS)]
    os.execv(sys.executable, command)  # noqa: S606
