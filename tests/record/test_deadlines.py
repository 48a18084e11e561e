"""A request that reads for too long is broken off by the database itself, and told so."""

import threading

import pytest
from django.db import ConnectionHandler, OperationalError, connection, connections
from django.test import override_settings

from cooperation.operations import admission, environment
from cooperation.record import deadlines
from cooperation.record.outages import Outage, outage_of

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


@pytest.fixture
def serving():
    """Serve a request in this thread that has so many seconds to read."""
    yield deadlines.begin
    deadlines.end()


@pytest.mark.engine("sqlite")
@pytest.mark.django_db
def test_sqlite_breaks_off_what_takes_too_long(serving, tmp_path):
    database = ConnectionHandler({"default": environment.database(tmp_path)})["default"]
    with database.cursor() as cursor:
        serving(0.05)
        with pytest.raises(OperationalError, match="interrupted") as caught:
            cursor.execute(ENDLESS)
        assert outage_of(caught.value) is Outage.LATE
        serving(None)
        assert cursor.execute("SELECT 1").fetchone() == (1,)
    database.close()


@pytest.mark.engine("postgresql")
@pytest.mark.django_db(transaction=True)
def test_postgresql_breaks_off_what_takes_too_long(serving):
    database = connections.create_connection("default")
    try:
        with override_settings(REQUEST_SECONDS=0.05):
            serving(None)
            admission._bound(database)
        with database.cursor() as cursor, pytest.raises(OperationalError, match="statement timeout") as caught:
            cursor.execute("SELECT pg_sleep(20)")
        assert outage_of(caught.value) is Outage.LATE
        with database.cursor() as cursor:
            cursor.execute("SELECT current_setting('lock_timeout'), current_setting('statement_timeout')")
            assert cursor.fetchone() == ("25ms", "50ms")
    finally:
        database.close()


@pytest.mark.django_db
def test_no_further_question_is_asked_once_the_time_is_over(serving):
    serving(-1)
    with connection.execute_wrapper(deadlines.checked), connection.cursor() as cursor:
        with pytest.raises(deadlines.PastDeadlineError) as caught:
            cursor.execute("SELECT 1")
        assert outage_of(caught.value) is Outage.LATE
        deadlines.lift()
        cursor.execute("SELECT 1")


@pytest.mark.django_db
def test_what_runs_beside_requests_has_no_deadline_and_no_bounds(serving):
    serving(-1)
    found = []
    beside = threading.Thread(target=lambda: found.extend((deadlines.passed(), deadlines.serves())))
    beside.start()
    beside.join()
    assert found == [False, False]
    assert (deadlines.passed(), deadlines.serves()) == (True, True)
    deadlines.end()
    assert admission._bound(connection) is None
    assert deadlines.checked not in connection.execute_wrappers
