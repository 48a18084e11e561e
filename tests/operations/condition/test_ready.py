"""Who asks whether the site lives hears it in time, whatever is broken."""

import json
import threading
import time

import pytest
from django.db import connections
from django.test import RequestFactory

from cooperation.operations.condition import probes, ready
from cooperation.operations.condition.findings import State, fault, fine, warning
from cooperation.operations.condition.ready import Readiness, is_ready

pytestmark = pytest.mark.engine("sqlite")


def asleep(environ, start_response):
    raise AssertionError("Django was woken up.")


def ask(path, application=asleep, method="GET", **environ):
    begun = []
    request = RequestFactory().generic(method, path, **environ)
    body = probes.around(application)(request.environ, lambda status, headers: begun.extend((status, dict(headers))))
    return begun[0], begun[1], b"".join(body)


@pytest.fixture
def found(monkeypatch):
    """What the site's own checks find, as a test wants it."""
    found = [fine("database", "answers"), warning("backups", "old", "look")]
    monkeypatch.setattr(ready.readiness, "findings", lambda: found)
    return found


def test_a_site_lives_without_django_and_at_any_host():
    status, headers, body = ask("/health/live", HTTP_HOST="10.0.0.7:8000")
    assert (status, body) == ("200 OK", b"live\n")
    assert headers["Cache-Control"] == "private, no-store"
    assert ask("/health/live", method="HEAD")[2] == b""
    assert ask("/health/live", method="POST")[0] == "405 Method Not Allowed"


def test_anybody_hears_whether_it_is_ready_and_no_more(found):
    assert ask("/health/ready")[::2] == ("200 OK", b"ready\n")
    found.append(fault("disk", "full at /srv/secret", "free some"))
    assert ask("/health/ready")[::2] == ("503 Service Unavailable", b"not ready\n")


def test_what_is_no_probe_goes_on_to_the_site():
    def site(environ, start_response):
        start_response("200 OK", [])
        return [environ["PATH_INFO"].encode()]

    assert ask("/health/live/", site)[2] == b"/health/live/"
    assert ask("/health/ready", site, HTTP_COOKIE="sessionid=x")[2] == b"/health/ready"


def test_a_check_that_hangs_is_not_waited_for_and_not_begun_twice():
    begun, gone_on = [], threading.Event()

    def hangs():
        begun.append(threading.current_thread().name)
        gone_on.wait(20)
        return fine("database", "back")

    readiness = Readiness({"database": hangs})
    at = time.monotonic()
    for _ in range(3):
        (finding,) = readiness.findings(patience=0.05)
        assert (finding.state, finding.says) == (State.FAULT, "no answer within 0.05 seconds")
    assert time.monotonic() - at < 5
    assert begun == ["readiness"]
    gone_on.set()
    assert is_ready(readiness.findings(patience=10))


def test_who_asks_again_at_once_hears_the_same():
    asked, now = [], [10.0]
    readiness = Readiness({"disk": lambda: asked.append(1) or fine("disk", "room")}, clock=lambda: now[0])
    for at in (10.0, 10.5, 12.0):
        now[0] = at
        assert is_ready(readiness.findings())
    assert len(asked) == 2


def test_a_connection_that_hangs_gives_up_by_itself():
    impatient = ready._impatient()
    assert impatient.settings_dict["OPTIONS"]["timeout"] == ready.PATIENCE
    assert "timeout" not in connections["default"].settings_dict.get("OPTIONS", {})


@pytest.mark.engine("postgresql")
@pytest.mark.django_db
def test_a_question_that_hangs_is_given_up_by_the_server():
    impatient = ready._impatient()
    with impatient.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("3s",)
    impatient.close()


@pytest.mark.django_db
def test_staff_are_told_what_was_found(client, found, django_user_model):
    found.append(fault("disk", "full", "free some"))
    assert (client.get("/health/ready").status_code, client.get("/health/ready").content) == (503, b"not ready\n")
    client.force_login(django_user_model.objects.create_user("reader"))
    assert client.get("/health/ready").content == b"not ready\n"
    client.force_login(django_user_model.objects.create_user("editor", is_staff=True))
    answer = client.get("/health/ready")
    assert (answer.status_code, answer["Cache-Control"]) == (503, "private, no-store")
    told = json.loads(answer.content)
    assert (told["state"], told["checks"][2]) == (
        "fault",
        {"name": "disk", "state": "fault", "says": "full", "do": "free some"},
    )
    assert client.get("/health/live").content == b"live\n"


def test_nobody_is_known_while_the_database_is_gone(client, found):
    # Without the mark of a test that may ask the database: the session must not be read.
    found[:] = [fault("database", "away", "start it")]
    client.cookies["sessionid"] = "x" * 32
    assert client.get("/health/ready").content == b"not ready\n"
