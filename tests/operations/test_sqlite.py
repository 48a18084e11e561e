"""A connection to SQLite serves one request after the other, and none sees an older state by that."""

import os
import re
import sqlite3
from contextlib import closing, contextmanager

import pytest
from django.db import ConnectionHandler

from cooperation.operations import environment
from tests.operations.commands import ROOT

pytestmark = [pytest.mark.engine("sqlite"), pytest.mark.django_db]


def filled(path, text):
    with closing(sqlite3.connect(path)) as file, file:
        file.executescript("PRAGMA journal_mode = WAL; CREATE TABLE thing (text)")
        file.executemany("INSERT INTO thing VALUES (?)", [(text,)] * 300)
    return path


def written(path, text):
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("UPDATE thing SET text = ?", [text])


@pytest.fixture
def database(tmp_path):
    return filled(tmp_path / "record.sqlite3", "before")


@pytest.fixture
def connection(database, tmp_path):
    connection = ConnectionHandler({"default": environment.database(tmp_path)})["default"]
    yield connection
    connection.close()


def asked(connection):
    """What a request reads, between the signals of its beginning and its end."""
    connection.close_if_unusable_or_obsolete()
    with connection.cursor() as cursor:
        text = cursor.execute("SELECT DISTINCT text FROM thing").fetchone()[0]
    connection.close_if_unusable_or_obsolete()
    return text


def test_a_new_one_is_for_its_owner_alone_with_what_stands_beside_it(tmp_path):
    connection = ConnectionHandler({"default": environment.database(tmp_path)})["default"]
    former = os.umask(0o022)
    try:
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE thing (text)")
            modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    finally:
        os.umask(former)
        connection.close()
    assert modes == dict.fromkeys(("record.sqlite3", "record.sqlite3-wal", "record.sqlite3-shm"), 0o600)


def test_the_rights_of_one_that_is_there_are_left_as_they_are(connection, database):
    database.chmod(0o640)
    assert asked(connection) == "before"
    assert database.stat().st_mode & 0o777 == 0o640


def test_it_is_kept_for_the_next_request(connection, database):
    assert asked(connection) == "before"
    first = connection.connection
    written(database, "after")
    assert asked(connection) == "after"
    assert connection.connection is first is not None


def test_a_file_put_in_its_place_is_read_by_the_next_request(connection, database, tmp_path):
    assert asked(connection) == "before"
    os.replace(filled(tmp_path / "backup.sqlite3", "backup"), database)
    assert asked(connection) == "backup"


def test_what_a_request_left_half_read_holds_no_other_to_its_state(connection, database):
    assert asked(connection) == "before"
    left = connection.cursor()
    assert left.execute("SELECT text FROM thing").fetchone() == ("before",)
    written(database, "after")
    assert asked(connection) == "after"


def test_a_cursor_of_a_connection_that_was_closed_stops_nobody(connection, database):
    left = connection.cursor()
    left.execute("SELECT text FROM thing")
    connection.close()
    assert asked(connection) == "before"
    assert left is not None


def test_who_writes_takes_the_lock_at_once_and_waits_for_it(connection, database):
    with (
        transaction_of(connection),
        closing(sqlite3.connect(database, timeout=0)) as other,
        pytest.raises(sqlite3.OperationalError, match="locked"),
    ):
        other.execute("BEGIN IMMEDIATE")
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA busy_timeout").fetchone()[0] == 10_000


@contextmanager
def transaction_of(connection):
    connection.ensure_connection()
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    yield
    connection.rollback()
    connection.set_autocommit(True)


def test_what_was_saved_is_on_the_disk_before_the_editor_reads_so(connection):
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        # FULL.
        assert cursor.execute("PRAGMA synchronous").fetchone()[0] == 2


def test_whoever_follows_the_log_is_not_cut_off(connection):
    """What copies the database continuously reads the write-ahead log, which must not be wound up behind its back."""
    with connection.cursor() as cursor:
        said = [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "wal_autocheckpoint")]
    assert said == ["wal", 1000]


def test_nobody_winds_up_the_log_or_lays_the_file_out_anew():
    commands = re.compile(r"wal_checkpoint|wal_autocheckpoint|\bVACUUM\b|journal_mode ?= ?(?!WAL)\w", re.IGNORECASE)
    # A file for readers is a database of its own, made once and never followed.
    code = (path for path in (ROOT / "cooperation").rglob("*.py") if "bulk" not in path.parts)
    assert [path.name for path in code if commands.search(path.read_text(encoding="utf-8"))] == []
