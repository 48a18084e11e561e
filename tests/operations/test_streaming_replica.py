"""A real replica that follows a real primary: read from, lost, late and taken up again, without a failed request."""

import time

import pytest
from django.core.signals import got_request_exception
from django.db import DEFAULT_DB_ALIAS, connection, connections

from cooperation.models import Topic
from cooperation.operations import replicas
from cooperation.operations.replicas import EVERY, Lookout, Replicas, Routing, state_of_reading
from cooperation.operations.watch import watch_of
from tests.factories import make_topic
from tests.operations.fronts import Client
from tests.replica import Replica

pytestmark = [pytest.mark.engine("postgresql"), pytest.mark.django_db(transaction=True)]

LAG = 0.3


@pytest.fixture(scope="module")
def server(django_db_setup):
    server = Replica(connections[DEFAULT_DB_ALIAS].settings_dict)
    try:
        server.copy()
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture
def site(server, settings):
    """A client of the site; `read` are the databases that its requests were given."""
    # The server of the tests otherwise writes its log, from which the replica reads, now and then only.
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = on")
    settings.DATABASE_ROUTERS = ["cooperation.operations.replicas.Router"]
    # Made under the name of the other, since a test may only open what its settings name.
    connections["replica"] = connections.create_connection(DEFAULT_DB_ALIAS)
    connections["replica"].settings_dict = server.settings
    primary = watch_of()
    client = Client(state_of_reading(primary))
    client.front = Routing(client.front, Replicas(["replica"], Lookout(primary, LAG), watch_of))
    client.lookout = client.front.replicas._lookout
    client.lookout.look()
    got_request_exception.connect(replicas._note_failure)
    yield client
    got_request_exception.disconnect(replicas._note_failure)
    client.front.replicas._watches["replica"].close()
    primary.close()
    connections["replica"].close()
    del connections["replica"]
    replicas._reading.set(None)


def is_read(site) -> bool:
    """Whether requests are given the replica now."""
    site.lookout.look()
    return site.front.replicas.choose() is not None


def wait_for(condition) -> float:
    begun = time.monotonic()
    while not condition():
        assert time.monotonic() < begun + 10
        time.sleep(0.005)
    return time.monotonic() - begun


def shows(site, path: str, name: str) -> bool:
    answer = site.get(path)
    # Between the two questions of a request the topic may have come: the reader is sent to where he already is.
    assert answer.status in (200, 404) or (answer.status, answer.headers.get("Location")) == (301, path)
    return name in answer.text


def test_a_change_is_seen_through_the_replica_within_a_second(site):
    topic = make_topic("As it was")
    path = topic.get_absolute_url()
    assert wait_for(lambda: shows(site, path, "As it was")) < 1
    Topic.objects.filter(pk=topic.pk).update(name_en="As it is")
    assert "As it is" in site.get(path, HTTP_COOKIE="sessionid=its-writer").text
    assert wait_for(lambda: shows(site, path, "As it is")) < 1
    assert is_read(site)
    assert connections["replica"].connection is not None


def test_a_replica_that_is_behind_is_skipped_until_it_has_caught_up(site, server):
    topic = make_topic("As it was")
    path = topic.get_absolute_url()
    wait_for(lambda: shows(site, path, "As it was"))
    server.do("SELECT pg_wal_replay_pause()")
    try:
        Topic.objects.filter(pk=topic.pk).update(name_en="As it is")
        site.lookout.look()
        assert shows(site, path, "As it was")
        time.sleep(LAG + EVERY)
        assert not is_read(site)
        assert shows(site, path, "As it is")
    finally:
        server.do("SELECT pg_wal_replay_resume()")
    wait_for(lambda: is_read(site))
    assert shows(site, path, "As it is")


def test_a_replica_that_crashes_fails_no_request_and_is_taken_up_again(site, server):
    topic = make_topic("As it was")
    path = topic.get_absolute_url()
    wait_for(lambda: shows(site, path, "As it was"))
    # The crash comes after the choice and before the page is made.
    make, crash = site.django, [server.stop]
    site.django = lambda *call: (crash and crash.pop()(), make(*call))[1]
    assert shows(site, f"{path}?q=anything", "As it was")
    assert not crash
    assert not is_read(site)
    Topic.objects.filter(pk=topic.pk).update(name_en="As it is")
    assert shows(site, path, "As it is")
    server.start()
    wait_for(lambda: is_read(site))
    assert shows(site, path, "As it is")
