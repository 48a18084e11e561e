"""Two that prepare one database follow each other, and one that is killed in the middle is in nobody's way."""

import subprocess
import sys
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


# Migrates, and stays in the middle of the first migration of this project, whose transaction is open.
STAYING = """
import time
import django
from django.core.management import call_command
from django.db.migrations import Migration

apply = Migration.apply

def stay(migration, *args):
    done = apply(migration, *args)
    if migration.app_label == "cooperation":
        print("In the middle.", flush=True)
        time.sleep(600)
    return done

Migration.apply = stay
django.setup()
call_command("migrate", verbosity=0)
"""


def begun(url: str, tmp_path, *arguments: object) -> subprocess.Popen[str]:
    settings = {"DATABASE_URL": url, "DATA_DIR": tmp_path, "SECRET_KEY": "x", "PYTHONUNBUFFERED": 1}
    environ = clean_environment(DJANGO_SETTINGS_MODULE="cooperation.settings", PYTHONPATH=ROOT, **settings)
    command = [sys.executable, *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


@pytest.mark.django_db(transaction=True)
def test_a_migration_that_was_killed_is_taken_up_by_the_one_that_waits(url, tmp_path):
    with begun(url, tmp_path, "-c", STAYING) as first:
        assert first.stdout.readline() == "In the middle.\n"
        with begun(url, tmp_path, "manage.py", "migrate", "--verbosity=0") as second:
            assert second.stdout.readline() == "Somebody else is preparing this database: waiting until that is done.\n"
            first.kill()
            said, _nothing = second.communicate(timeout=120)
            assert (second.returncode, said) == (0, "")
    check_complete(url)


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
