"""Which errors say that the database cannot be used for the moment: each is one that an engine has raised."""

import errno
import sqlite3
from contextlib import closing

import pytest
from django.db import ConnectionHandler, DatabaseError, OperationalError, connection, connections, transaction

from cooperation.operations import environment
from cooperation.record.outages import Outage, outage_of


def sqlite(tmp_path, **options):
    settings = environment.database(tmp_path)
    settings["OPTIONS"] = settings["OPTIONS"] | {"timeout": 0} | options
    return ConnectionHandler({"default": settings})["default"]


def failure(database, statement="CREATE TABLE thing (text)"):
    with pytest.raises(DatabaseError) as caught, database.cursor() as cursor:
        cursor.execute(statement)
    database.close()
    return caught.value


@pytest.fixture
def filled(tmp_path):
    with closing(sqlite3.connect(tmp_path / "record.sqlite3")) as file:
        file.executescript("PRAGMA journal_mode = WAL; CREATE TABLE other (text)")
    return tmp_path


@pytest.mark.engine("sqlite")
@pytest.mark.django_db
class TestSQLite:
    def test_locked(self, filled):
        with closing(sqlite3.connect(filled / "record.sqlite3", isolation_level=None)) as holder:
            holder.execute("BEGIN IMMEDIATE")
            assert outage_of(failure(sqlite(filled))) is Outage.AWAY

    def test_read_only(self, filled):
        database = sqlite(filled, init_command="PRAGMA query_only = ON")
        assert outage_of(failure(database)) is Outage.AWAY

    def test_full(self, filled):
        many = "INSERT INTO other WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
        assert outage_of(failure(sqlite(filled, init_command="PRAGMA max_page_count = 20"), many)) is Outage.AWAY

    def test_gone(self, filled):
        database = sqlite(filled)
        with database.cursor() as cursor:
            cursor.execute("SELECT 1")
        database.close()
        (filled / "record.sqlite3").rename(filled / "away")
        assert outage_of(failure(database, "SELECT 1")) is Outage.AWAY
        # What was there once is not made anew, empty.
        assert not (filled / "record.sqlite3").exists()

    def test_no_file(self, filled):
        (filled / "record.sqlite3").write_bytes(b"This was a database once.\n" * 400)
        assert outage_of(failure(sqlite(filled), "SELECT * FROM sqlite_master")) is Outage.AWAY

    def test_a_wrong_question_is_a_defect(self, filled):
        assert outage_of(failure(sqlite(filled), "SELECT * FROM nothing")) is None


@pytest.mark.engine("postgresql")
@pytest.mark.django_db(transaction=True)
class TestPostgreSQL:
    @pytest.mark.parametrize("state", ["57P01", "53100", "25006", "55P03", "40P01", "08006", "58030"])
    def test_what_a_server_says(self, state):
        raised = f"DO $$ BEGIN RAISE EXCEPTION 'as the server does' USING ERRCODE = '{state}'; END $$"
        with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(raised)
        assert outage_of(caught.value) is Outage.AWAY

    def test_gone(self):
        other = connections.create_connection("default")
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            pid = cursor.fetchone()[0]
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
        assert outage_of(failure(other, "SELECT 1")) is Outage.AWAY

    def test_never_there(self):
        other = connections.create_connection("default")
        other.settings_dict = other.settings_dict | {"HOST": "/nowhere"}
        with pytest.raises(OperationalError) as caught:
            other.ensure_connection()
        assert outage_of(caught.value) is Outage.AWAY

    def test_a_wrong_question_is_a_defect(self):
        with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT * FROM nothing")
        assert outage_of(caught.value) is None


@pytest.mark.engine("sqlite")
def test_a_full_disk_is_an_outage_and_a_missing_file_a_defect():
    assert outage_of(OSError(errno.ENOSPC, "No space left on device")) is Outage.AWAY
    assert outage_of(FileNotFoundError(errno.ENOENT, "No such file")) is None
    assert outage_of(ValueError("A defect")) is None
    assert outage_of(None) is None
