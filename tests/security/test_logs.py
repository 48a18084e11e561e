"""What stands in the log, and what a failure says to whoever caused it."""

import pytest

from cooperation.browse import about
from cooperation.opendata import suffixes

pytestmark = [pytest.mark.django_db, pytest.mark.engine("sqlite")]

SECRET = "postgres://user:kumquat@host/"


def fail(*_arguments, **_more):
    raise RuntimeError(SECRET)


@pytest.fixture
def failing(monkeypatch, client):
    monkeypatch.setattr(suffixes, "list_as", fail)
    monkeypatch.setattr(suffixes, "_format", fail)
    monkeypatch.setattr(about, "_page", fail)
    client.raise_request_exception = False
    return client


def test_an_address_makes_no_line_of_the_log(failing, caplog):
    failing.get("/meetings/x%0A2026-01-01 ERROR forged.json")
    failing.get("/about/?x=%0Aforged")
    assert caplog.records
    for record in caplog.records:
        assert "\n" not in record.getMessage()


@pytest.mark.parametrize("path", ["/about/", "/meetings.json", "/api/v1/meetings/"])
def test_a_failure_shows_nothing_of_the_inside(failing, monkeypatch, path):
    monkeypatch.setattr("cooperation.opendata.api.views.asked", fail)
    answer = failing.get(path)
    assert answer.status_code == 500
    text = answer.content.decode()
    assert "kumquat" not in text
    assert "Traceback" not in text
    assert "RuntimeError" not in text
    assert ".py" not in text
