"""The state of the record is read anew each time, from a connection that notices what becomes of its database."""

import datetime
import os
import shutil
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event, Lock, Semaphore

import pytest
from django.db import connection, connections, transaction

from cooperation.operations.caching import LONGEST_STALE
from cooperation.operations.watch import PostgreSQLWatch, SQLiteWatch, Watch, baku_day, watch_of
from tests.factories import make_topic

TABLE = "CREATE TABLE cooperation_generation (epoch, number)"
RAISE = "UPDATE cooperation_generation SET number = number + 1"


@pytest.fixture
def database(tmp_path) -> Path:
    """A file with a generation, in the mode in which the site uses it."""
    return filled(tmp_path / "a record.sqlite3")


def filled(path: Path) -> Path:
    with closing(sqlite3.connect(path)) as file:
        file.executescript(f"PRAGMA journal_mode = WAL; {TABLE}; INSERT INTO cooperation_generation VALUES ('e', 1)")
    return path


@pytest.fixture
def watch(database):
    watch = SQLiteWatch({"NAME": str(database)})
    yield watch
    watch.close()


def run(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as file, file:
        file.execute(statement)


@pytest.mark.engine("sqlite")
def test_a_state_is_the_same_until_it_changes(watch, database):
    before = watch()
    assert watch() == before
    run(database, RAISE)
    assert watch() != before


@pytest.mark.engine("sqlite")
def test_another_process_is_seen(watch, database):
    before = watch()
    code = f"import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('{RAISE}'); c.commit()"
    subprocess.run([sys.executable, "-c", code, database], check=True)
    assert watch() != before


@pytest.mark.engine("sqlite")
def test_only_what_is_committed_is_seen(watch, database):
    before = watch()
    with closing(sqlite3.connect(database)) as writer:
        writer.execute(RAISE)
        assert watch() == before
        writer.rollback()
        assert watch() == before


@pytest.mark.engine("sqlite")
def test_the_write_ahead_log_can_be_wound_up_while_someone_watches(watch, database):
    watch()
    run(database, RAISE)
    with closing(sqlite3.connect(database)) as writer:
        assert writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0


@pytest.mark.engine("sqlite")
def test_a_file_put_in_its_place_is_another_state(watch, database, tmp_path):
    before = watch()
    backup = filled(tmp_path / "backup.sqlite3")
    os.replace(backup, database)
    assert watch() != before
    assert watch() == watch()


@pytest.mark.engine("sqlite")
def test_while_the_file_is_gone_the_last_state_holds(watch, database, tmp_path):
    before = watch()
    shutil.move(database, tmp_path / "away")
    assert watch() == before
    # Whoever opens what is not there leaves an empty database.
    run(database, "CREATE TABLE other (id)")
    assert watch() == before
    shutil.move(tmp_path / "away", database)
    assert watch() == before
    run(database, RAISE)
    assert watch() != before


@pytest.mark.engine("sqlite")
def test_what_cannot_be_confirmed_is_told_and_holds_for_a_while_only(watch, database, tmp_path):
    before = watch()
    assert watch.age() == 0
    shutil.move(database, tmp_path / "away")
    assert watch() == before
    watch._confirmed -= 100
    assert watch.age() == 100
    assert watch() == before
    watch._confirmed -= LONGEST_STALE
    assert watch() is None
    shutil.move(tmp_path / "away", database)
    watch._silent_until = 0
    assert (watch(), watch.age()) == (before, 0)


class Turn:
    """A lock that tells who comes to it."""

    def __init__(self):
        self.lock, self.came = Lock(), Semaphore(0)

    def __enter__(self):
        self.came.release()
        self.lock.acquire()

    def __exit__(self, *failure):
        self.lock.release()


class Counted(Watch):
    """One whose database takes a while, and says how often it was asked before."""

    def __init__(self):
        super().__init__({})
        self.count = 0
        self.may_end = Event()
        self._turn = Turn()

    def _read(self):
        assert self.may_end.wait(10)
        self.count += 1
        return self.count


def test_those_who_come_together_share_a_question_put_after_they_came():
    watch = Counted()
    with ThreadPoolExecutor(5) as together:
        first = together.submit(watch)
        assert watch._turn.came.acquire(timeout=10)
        # Under way already, so that it may have missed what these have seen.
        others = [together.submit(watch) for _ in range(4)]
        assert all(watch._turn.came.acquire(timeout=10) for _ in others)
        watch.may_end.set()
        assert first.result()[0] == 1
        assert {each.result()[0] for each in others} == {2}


@pytest.mark.engine("sqlite")
def test_what_has_no_generation_has_no_state(tmp_path):
    absent = SQLiteWatch({"NAME": str(tmp_path / "none")})
    assert absent() is None
    assert not (tmp_path / "none").exists()
    empty = SQLiteWatch({"NAME": str(tmp_path / "empty")})
    run(tmp_path / "empty", "CREATE TABLE other (id)")
    assert empty() is None
    run(tmp_path / "empty", TABLE)
    assert empty() is None
    empty.close()


@pytest.mark.django_db(transaction=True)
def test_the_database_of_the_site_is_watched():
    watch = watch_of()
    try:
        before = watch()
        assert watch() == before is not None
        make_topic()
        assert watch() != before
    finally:
        watch.close()


@pytest.mark.engine("postgresql")
@pytest.mark.django_db(transaction=True)
def test_only_what_is_committed_is_seen_on_postgresql():
    watch = watch_of()
    before = watch()
    with transaction.atomic():
        make_topic()
        assert watch() == before
        transaction.set_rollback(True)
    assert watch() == before
    watch.close()


@pytest.mark.engine("postgresql")
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_ended_is_made_anew():
    watch = watch_of()
    before = watch()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [watch._connection.info.backend_pid])
    assert watch() == before
    make_topic()
    assert watch() != before
    watch.close()


@pytest.mark.engine("postgresql")
@pytest.mark.django_db(transaction=True)
def test_while_the_server_is_gone_the_last_state_holds():
    settings = connections["default"].settings_dict
    watch = PostgreSQLWatch(dict(settings))
    before = watch()
    watch.close()
    watch._settings["HOST"] = "/nowhere"
    assert watch() == before
    watch._settings["HOST"] = settings["HOST"]
    watch._silent_until = 0
    make_topic()
    assert watch() != before
    watch.close()


@pytest.mark.engine("postgresql")
def test_a_server_that_never_answered_has_no_state():
    assert PostgreSQLWatch({**connections["default"].settings_dict, "HOST": "/nowhere"})() is None


def test_a_day_begins_at_midnight_in_baku():
    midnight = int(datetime.datetime(2024, 1, 10, 20, 0, tzinfo=datetime.UTC).timestamp()) // 60
    assert baku_day(midnight - 1) == datetime.date(2024, 1, 10)
    assert baku_day(midnight) == datetime.date(2024, 1, 11)
