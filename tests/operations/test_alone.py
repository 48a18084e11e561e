"""Two that prepare one database follow each other, and one that is killed in the middle is in nobody's way."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from django.db import ConnectionHandler, connection
from django.db.migrations.loader import MigrationLoader

from cooperation.operations import environment
from cooperation.operations.alone import alone
from tests.operations.commands import ROOT, clean_environment


@pytest.fixture
def url(tmp_path) -> Iterator[str]:
    """The address of an empty database."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path}/record.sqlite3"
        return
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE begun_twice")
    server = connection.settings_dict
    where = {"host": server["HOST"], **({"port": server["PORT"]} if server["PORT"] else {})}
    yield f"postgres://{server['USER']}@/begun_twice?{urlencode(where)}"
    with connection.cursor() as cursor:
        cursor.execute("DROP DATABASE begun_twice WITH (FORCE)")


def migrating(url: str, tmp_path) -> subprocess.Popen[str]:
    environ = clean_environment(DATABASE_URL=url, DATA_DIR=tmp_path, SECRET_KEY="x")
    command = [sys.executable, ROOT / "manage.py", "migrate"]
    return subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.django_db(transaction=True)
def test_a_migration_that_was_killed_is_taken_up_by_the_one_that_waits(url, tmp_path):
    with migrating(url, tmp_path) as first, migrating(url, tmp_path) as second:
        # One of the two has the lock; which of them is chance.
        for process in (first, second):
            os.set_blocking(process.stdout.fileno(), False)
        holder, waiter = _told_apart(first, second)
        os.kill(holder.pid, signal.SIGKILL)
        os.set_blocking(waiter.stdout.fileno(), True)
        _said, fault = waiter.communicate(timeout=120)
        assert (waiter.returncode, fault) == (0, "")
    check_complete(url)


def _told_apart(first, second) -> tuple[subprocess.Popen[str], subprocess.Popen[str]]:
    """The one that has begun to apply migrations, and the one that waits for it."""
    said, ends = {first: "", second: ""}, time.monotonic() + 120
    while time.monotonic() < ends:
        for process, text in said.items():
            said[process] = text + _new_of(process)
        waiting = [process for process, text in said.items() if "waiting until that is done" in text]
        begun = [process for process, text in said.items() if "Applying" in text and "OK" in text]
        if waiting and begun:
            return begun[0], waiting[0]
        time.sleep(0.02)
    raise AssertionError(said)


def _new_of(process: subprocess.Popen[str]) -> str:
    try:
        return os.read(process.stdout.fileno(), 65_536).decode()
    except BlockingIOError:
        return ""


def check_complete(url: str) -> None:
    """All migrations were applied, once each, and the triggers stand."""
    database = ConnectionHandler({"default": environment.named(url)})["default"]
    wanted = set(MigrationLoader(connection).disk_migrations)
    try:
        with database.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            applied = cursor.fetchall()
            cursor.execute("SELECT count(*) FROM cooperation_generation")
            assert cursor.fetchone()[0] == 1
        assert sorted(applied) == sorted(wanted)
        assert triggers(database) == triggers(connection)
    finally:
        database.close()


def triggers(database) -> set[str]:
    names = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with database.cursor() as cursor:
        cursor.execute(names[database.vendor])
        return {row[0] for row in cursor.fetchall()}


@pytest.mark.django_db
def test_who_holds_the_lock_goes_on():
    said = []
    with alone(said.append), alone(said.append):
        pass
    with alone(said.append):
        assert said == []
