"""Errors are told to a function of the operator's, which no request waits for."""

import logging
import threading

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory

from cooperation.operations import reporting
from cooperation.operations.caching import ROUTE
from cooperation.operations.reporting import Reporter, reporter_at

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
    handler.emit(logging.makeLogRecord({"msg": "first"}))
    handler.emit(logging.makeLogRecord({"msg": "second"}))
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
        handler.emit(logging.makeLogRecord({"msg": str(number)}))
    gone_on.set()
    handler.wait()


@pytest.mark.parametrize("path", ["nowhere.report", "report", f"{__name__}.missing", f"{__name__}.HERE"])
def test_one_that_is_not_there_is_said_in_a_sentence(path):
    with pytest.raises(ImproperlyConfigured, match="ERROR_REPORTER="):
        reporter_at(path)
