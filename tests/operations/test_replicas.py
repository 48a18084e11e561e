"""Which database a request reads from: two SQLite files stand for a primary and its replica."""

import shutil
import sqlite3
import time
from contextlib import closing
from types import SimpleNamespace

import pytest
from django.contrib.sessions.models import Session
from django.core.signals import got_request_exception
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections

from cooperation.models import Topic
from cooperation.operations import replicas
from cooperation.operations.replicas import Lookout, Reading, Replicas, Router, Routing, state_of_reading
from cooperation.operations.watch import SQLiteWatch, watch_of
from tests.factories import make_meeting, make_topic
from tests.operations.fronts import Client

TABLE = "CREATE TABLE cooperation_generation (epoch, number)"
RAISE = "UPDATE cooperation_generation SET number = number + 1"
LAG = 0.2

pytestmark = pytest.mark.engine("sqlite")


@pytest.fixture
def place(tmp_path):
    """A primary and two replicas of it, all at the same state."""
    files = SimpleNamespace(**{name: tmp_path / f"{name}.sqlite3" for name in ("primary", "one", "two")})
    for file in vars(files).values():
        run(file, TABLE, "INSERT INTO cooperation_generation VALUES ('e', 5)")
    files.lookout = Lookout(SQLiteWatch({"NAME": str(files.primary)}), LAG)
    files.lookout.look()
    files.replicas = Replicas(
        ["one", "two"], files.lookout, lambda alias: SQLiteWatch({"NAME": str(getattr(files, alias))})
    )
    yield files
    for watch in (*files.replicas._watches.values(), files.lookout._watch):
        watch.close()


@pytest.fixture(autouse=True)
def _nothing_read():
    yield
    replicas._reading.set(None)


def run(path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as file, file:
        for statement in statements:
            file.execute(statement)


def chosen(place) -> str | None:
    reading = place.replicas.choose()
    return reading and reading.alias


def wait_for(condition) -> None:
    end = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_the_nearest_replica_is_read(place):
    assert chosen(place) == "one"


def test_a_replica_that_is_lost_is_skipped_and_taken_up_again(place, tmp_path, caplog):
    assert chosen(place) == "one"
    shutil.move(place.one, tmp_path / "away")
    assert chosen(place) == "two"
    shutil.move(place.two, tmp_path / "away too")
    assert chosen(place) is None
    assert "one of the database does not answer" in caplog.text
    shutil.move(tmp_path / "away", place.one)
    wait_for(lambda: chosen(place) == "one")
    assert "one of the database answers again" in caplog.text
    shutil.move(tmp_path / "away too", place.two)
    wait_for(lambda: not place.replicas._lost)


def test_a_replica_may_be_behind_for_a_moment_only(place, caplog):
    run(place.primary, RAISE)
    place.lookout.look()
    assert chosen(place) == "one"
    time.sleep(LAG)
    place.lookout.look()
    assert chosen(place) is None
    assert "one of the database is behind" in caplog.text
    run(place.two, RAISE)
    assert chosen(place) == "two"
    run(place.one, RAISE)
    assert chosen(place) == "one"
    assert "one of the database has caught up" in caplog.text


def test_a_replica_that_knows_more_than_was_last_seen_is_not_behind(place):
    run(place.one, RAISE)
    assert chosen(place) == "one"


def test_a_replica_of_an_epoch_that_ended_is_behind(place):
    run(place.primary, "UPDATE cooperation_generation SET epoch = 'f', number = 1")
    place.lookout.look()
    assert chosen(place) == "one"
    time.sleep(LAG)
    place.lookout.look()
    assert chosen(place) is None
    run(place.one, "UPDATE cooperation_generation SET epoch = 'f', number = 1")
    assert chosen(place) == "one"


def test_a_replica_that_runs_ahead_into_a_new_epoch_is_taken_at_once_when_that_is_seen(place):
    run(place.primary, "UPDATE cooperation_generation SET epoch = 'f', number = 1")
    run(place.one, "UPDATE cooperation_generation SET epoch = 'f', number = 1")
    place.lookout.look()
    assert chosen(place) == "one"


def test_without_a_primary_whatever_a_replica_has_is_read(place, tmp_path):
    run(place.primary, RAISE)
    place.lookout.look()
    time.sleep(LAG)
    place.lookout.look()
    assert chosen(place) is None
    shutil.move(place.primary, tmp_path / "away")
    place.lookout.look()
    assert chosen(place) == "one"


def test_a_state_comes_with_the_choice(place):
    reading = place.replicas.choose()
    assert reading.state[-2:] == ("e", 5)
    replicas._reading.set(reading)
    state_now = state_of_reading(lambda: "of the primary")
    assert state_now()[0] is reading.state
    replicas._reading.set(None)
    assert state_now() == "of the primary"


def asked(place, method="GET", path="/", **environ):
    """Which database the application may read from, for such a request."""
    seen = []

    def application(environ, start_response):
        seen.append(Router().db_for_read(Topic))
        start_response("200 OK", [])
        return []

    Routing(application, place.replicas)({"REQUEST_METHOD": method, "PATH_INFO": path, **environ}, lambda *_: None)
    return seen[0]


def test_only_who_cannot_have_written_reads_from_a_replica(place):
    assert asked(place) == asked(place, "HEAD") == "one"
    assert asked(place, "POST") == DEFAULT_DB_ALIAS
    assert asked(place, HTTP_COOKIE="django_language=az") == "one"
    assert asked(place, HTTP_COOKIE="a=b; sessionid=abc") == DEFAULT_DB_ALIAS
    assert asked(place, HTTP_AUTHORIZATION="Basic eA==") == DEFAULT_DB_ALIAS
    assert asked(place, path="/admin/login/") == DEFAULT_DB_ALIAS
    # The choice of one request is not that of the next.
    assert asked(place) == "one"


def test_who_begins_to_write_reads_what_he_wrote():
    replicas._reading.set(Reading("one", None))
    assert Router().db_for_read(Session) == "one"
    assert Router().db_for_write(Session) == DEFAULT_DB_ALIAS
    assert Router().db_for_read(Session) == DEFAULT_DB_ALIAS


def test_only_the_primary_is_migrated(monkeypatch, settings):
    monkeypatch.setitem(settings.DATABASES, "one", {})
    assert Router().allow_migrate(DEFAULT_DB_ALIAS, "cooperation")
    assert not Router().allow_migrate("one", "cooperation")
    # Into which a copy is restored.
    assert Router().allow_migrate("beside", "cooperation")
    assert Router().allow_relation(Topic(), Topic())


def test_one_database_needs_no_choice(settings):
    def application(environ, start_response):
        return []

    assert replicas.around(application) is application


@pytest.fixture
def replica(place, settings):
    """A client of the site, whose requests may read from a copy of the record: call `copy` to make it."""
    settings.DATABASE_ROUTERS = ["cooperation.operations.replicas.Router"]
    # Made under the name of the other, since a test may only open what its settings name.
    connections["one"] = connections.create_connection(DEFAULT_DB_ALIAS)
    connections["one"].settings_dict = {**connections[DEFAULT_DB_ALIAS].settings_dict, "NAME": str(place.one)}
    primary = watch_of()
    client = Client(state_of_reading(primary))
    client.front = Routing(client.front, Replicas(["one"], Lookout(primary, LAG), watch_of))
    client.copy = lambda: copy(place.one)
    got_request_exception.connect(replicas._note_failure)
    yield client
    got_request_exception.disconnect(replicas._note_failure)
    client.front.replicas._watches["one"].close()
    primary.close()
    connections["one"].close()
    del connections["one"]


def copy(path) -> None:
    connections[DEFAULT_DB_ALIAS].ensure_connection()
    with closing(sqlite3.connect(path)) as file:
        connections[DEFAULT_DB_ALIAS].connection.backup(file)


@pytest.mark.django_db(transaction=True)
def test_a_page_is_kept_under_the_state_of_the_replica_that_it_was_read_from(replica):
    topic = make_topic(name_en="As it was")
    replica.copy()
    Topic.objects.filter(pk=topic.pk).update(name_en="As it is")
    path = topic.get_absolute_url()
    assert "As it was" in replica.get(path).text
    assert "As it is" in replica.get(path, HTTP_COOKIE="sessionid=abc").text
    assert "As it was" in replica.get(path).text
    assert replica.made == [path] * 2
    replica.copy()
    assert "As it is" in replica.get(path).text
    assert "As it is" in replica.get(path).text
    assert replica.made == [path] * 3


@pytest.mark.django_db(transaction=True)
def test_the_index_follows_the_database_that_the_request_reads(replica):
    make_meeting("The first meeting")
    replica.copy()
    make_meeting("The second meeting")
    assert "The second meeting" in replica.get("/meetings/", HTTP_COOKIE="sessionid=abc").text
    assert "The second meeting" not in replica.get("/meetings/").text
    replica.copy()
    assert "The second meeting" in replica.get("/meetings/").text


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", ["/topics/health/", "/topics/helth/", "/topics.json", "/api/v1/topics/"])
def test_a_replica_lost_in_the_middle_fails_no_request(replica, place, caplog, path):
    make_topic(name_en="Health", slug="health")
    replica.copy()
    run(place.one, "PRAGMA foreign_keys = OFF", "DROP TABLE cooperation_topic")
    answer = replica.get(path)
    assert answer.status == (404 if "helth" in path else 200)
    assert "Health" in answer.text
    assert "which the primary answers" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_what_fails_on_the_primary_too_fails_once(replica, monkeypatch):
    replica.copy()
    replica.django = failing = Failing()
    assert replica.get("/").status == 500
    assert failing.asked == ["one", DEFAULT_DB_ALIAS]


class Failing:
    """An application of which every question to a database fails."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, environ, start_response):
        self.asked.append(Router().db_for_read(Topic))
        try:
            raise OperationalError
        except OperationalError:
            got_request_exception.send(sender=None, request=None)
        start_response("500 Internal Server Error", [])
        return []
