"""Errors are told to a function of the operator's, which no request waits for."""

import logging
import threading

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection
from django.test import Client, RequestFactory

from cooperation.operations import reporting, unavailable
from cooperation.operations.caching import ROUTE
from cooperation.operations.condition import ready
from cooperation.operations.condition.findings import fault
from cooperation.operations.reporting import Reporter, reporter_at
from cooperation.record.deadlines import PastDeadlineError
from cooperation.record.outages import OUTAGE, Outage

pytestmark = pytest.mark.engine("sqlite")

reports = []
HERE = f"{__name__}.take"


def take(report):
    reports.append(report)


def fail(report):
    reports.append(report)
    raise RuntimeError("The reporter is broken.")


@pytest.fixture
def log():
    reports.clear()
    log = logging.Logger("django.request")
    log.addHandler(Reporter(HERE))
    return log


def test_an_error_is_told_without_anything_of_the_reader(log):
    request = RequestFactory().get("/meetings/?q=secret", REMOTE_ADDR="203.0.113.7")
    request.META[ROUTE] = "timeline"
    try:
        raise ValueError("no 203.0.113.7 here")
    except ValueError:
        log.exception("Internal Server Error: %s", request.get_full_path(), extra={"request": request})
    log.handlers[0].wait()
    (report,) = reports
    assert (report.message, report.route, report.logger) == (
        "Internal Server Error: /meetings/?…",
        "timeline",
        "django.request",
    )
    assert (report.errors[0]["kind"], report.errors[0]["message"]) == ("ValueError", "no [address] here")
    assert "secret" not in repr(report)


def test_a_reporter_that_fails_is_noted_and_harms_nobody(caplog):
    reports.clear()
    handler = Reporter(f"{__name__}.fail")
    handler.emit(logging.makeLogRecord({"name": "site", "msg": "first"}))
    handler.emit(logging.makeLogRecord({"name": "site", "msg": "second"}))
    handler.wait()
    assert [report.message for report in reports] == ["first", "second"]
    assert "could not be reported" in caplog.text
    # What it says of itself is not reported again.
    handler.emit(logging.makeLogRecord({"msg": "of mine", "name": reporting.__name__}))
    handler.wait()
    assert len(reports) == 2


def test_one_that_is_slow_holds_up_nobody(monkeypatch):
    gone_on = threading.Event()
    monkeypatch.setattr(reporting, "WAITING", 2)
    monkeypatch.setattr(reporting, "reporter_at", lambda path: lambda report: gone_on.wait(20))
    handler = Reporter(HERE)
    for number in range(10):
        handler.emit(logging.makeLogRecord({"name": "site", "msg": str(number)}))
    gone_on.set()
    handler.wait()


def fails_at(log, path, error):
    try:
        raise error
    except type(error):
        log.exception("%r could not be answered.", path)


def test_the_same_failure_is_told_once_in_five_minutes_with_its_number(log, monkeypatch):
    now = 1000.0
    monkeypatch.setattr(reporting.time, "monotonic", lambda: now)
    for number in range(7):
        fails_at(log, f"/meetings/{number}/", ValueError(number))
    fails_at(log, "/meetings/", KeyError("another"))
    now += reporting.SILENT - 1
    fails_at(log, "/meetings/", ValueError("still"))
    now += 1
    fails_at(log, "/meetings/", ValueError("again"))
    log.handlers[0].wait()
    assert [(report.errors[0]["message"], report.times) for report in reports] == [
        ("0", 1),
        ("'another'", 1),
        ("again", 8),
    ]


def test_of_endless_failures_few_are_remembered():
    repeats = reporting.Repeats()
    assert {repeats.untold(number, 1.0) for number in range(10 * reporting.KNOWN)} == {1}
    assert len(repeats._known) == reporting.KNOWN
    # What keeps coming is not forgotten for what came once.
    for number in range(reporting.KNOWN):
        assert repeats.untold("often", 2.0) == (0 if number else 1)
        repeats.untold(-number, 2.0)


@pytest.fixture
def heard():
    """What the site logs, as the reporter hears it."""
    reports.clear()
    handler, root = Reporter(HERE), logging.getLogger()
    handler.setLevel(logging.ERROR)
    root.addHandler(handler)
    yield handler
    root.removeHandler(handler)


def refused_at_the_door(request):
    return Client(raise_request_exception=False).get("/agencies/", **{OUTAGE: Outage.BUSY})


def too_many_parameters(request):
    return Client().post("/accounts/login/", {str(number): "" for number in range(2_001)})


def not_ready(request):
    request.getfixturevalue("monkeypatch").setattr(ready.readiness, "findings", lambda: [fault("disk", "full", "free")])
    return Client().get("/health/ready")


def too_long(request):
    def late(*_args):
        raise PastDeadlineError

    with connection.execute_wrapper(late):
        answers = [Client(raise_request_exception=False).get(path) for path in ("/agencies/?q=never", "/agencies.json")]
    assert answers[0].status_code == 503
    return answers[1]


def a_database_away(request):
    def lost(*_args):
        raise OperationalError("away") from psycopg.OperationalError("away")

    with connection.execute_wrapper(lost):
        return Client(raise_request_exception=False).get("/agencies/?q=never")


def a_defect(request):
    request.getfixturevalue("monkeypatch").setattr("cooperation.browse.about._page", lambda *_args: 1 / 0)
    return Client(raise_request_exception=False).get("/about/")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ask", "status", "told"),
    [
        (refused_at_the_door, 503, 0),
        (too_many_parameters, 400, 0),
        (not_ready, 503, 0),
        (too_long, 503, 0),
        (a_database_away, 503, 1),
        (a_defect, 500, 1),
    ],
)
def test_what_is_refused_on_purpose_is_no_failure(request, heard, monkeypatch, ask, status, told):
    monkeypatch.setattr(unavailable._Faults, "silent_until", 0.0)
    assert ask(request).status_code == status
    heard.wait()
    assert len(reports) == told


@pytest.mark.parametrize("path", ["nowhere.report", "report", f"{__name__}.missing", f"{__name__}.HERE"])
def test_one_that_is_not_there_is_said_in_a_sentence(path):
    with pytest.raises(ImproperlyConfigured, match="ERROR_REPORTER="):
        reporter_at(path)
