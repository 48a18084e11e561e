"""How long answers begin, and how many of them are sent at a time."""

import pytest

from cooperation.opendata import sending
from cooperation.opendata.sending import let_go
from cooperation.opendata.tabular import sheets
from cooperation.operations import capacity
from tests import factories as make
from tests.opendata.reading import content

pytestmark = pytest.mark.django_db

PATHS = ("/meetings.csv", "/meetings.ndjson", "/meetings.ics", "/participations.csv", "/meetings.xlsx")


@pytest.fixture(autouse=True)
def meeting():
    return make.make_meeting("Talks", agencies=[make.make_agency("UNICEF")])


@pytest.fixture
def long(monkeypatch):
    """Whatever is sent counts as long."""
    monkeypatch.setattr(sending, "ROOM", 0)


@pytest.fixture
def ask(client):
    """Gives the answers, which are read when the test says so, and let go of after it."""
    answers = []

    def ask(path, address="192.0.2.1"):
        answers.append(client.get(path, REMOTE_ADDR=address))
        return answers[-1]

    yield ask
    for each in answers:
        let_go(each)
    assert sending.places._taken == {}


def taken():
    return sending.places._taken.total()


@pytest.mark.parametrize("path", PATHS)
def test_what_is_made_soon_has_a_length_and_takes_no_place(ask, path):
    response = ask(path)
    assert len(content(response)) == int(response["Content-Length"])
    let_go(response)
    assert taken() == 0


@pytest.mark.parametrize("path", PATHS)
def test_what_is_long_keeps_its_place_until_its_reader_is_gone(ask, path, long):
    response = ask(path)
    assert (response.status_code, taken()) == (200, 1)
    assert response.has_header("Content-Length") == path.endswith("xlsx")
    let_go(response)
    assert taken() == 0


def test_an_address_reads_two_at_a_time(ask, long):
    first = [ask("/meetings.csv") for _ in range(2)]
    refused = ask("/meetings.csv")
    assert [each.status_code for each in first] == [200, 200]
    assert (refused.status_code, refused["Retry-After"], refused.json()["code"]) == (429, "10", "too-many-at-once")
    assert ask("/meetings.csv", "192.0.2.2").status_code == 200
    let_go(first[0])
    assert ask("/meetings.csv").status_code == 200


def test_all_together_leave_half_of_the_threads_for_pages(ask, long, settings):
    assert settings.DATA_STREAMS_A_PROCESS * 2 <= capacity.PLACES
    answers = [ask("/meetings.csv", f"192.0.2.{number}") for number in range(settings.DATA_STREAMS_A_PROCESS + 1)]
    assert [each.status_code for each in answers] == [200] * settings.DATA_STREAMS_A_PROCESS + [503]
    assert (answers[-1]["Retry-After"], answers[-1].json()["code"]) == ("10", "busy")
    assert ask("/meetings/").status_code == 200
    assert ask("/meetings.json").status_code == 200


def test_a_workbook_takes_its_place_before_it_is_made(ask, settings):
    settings.DATA_STREAMS_A_PROCESS = 0
    assert ask("/meetings.xlsx").status_code == 503
    assert ask("/meetings.csv").status_code == 200


def test_a_fault_at_the_beginning_is_told_as_one(ask, client, monkeypatch, caplog):
    def rows(*args):
        yield b"title\r\n"
        raise ArithmeticError("no rows")

    client.raise_request_exception = False
    monkeypatch.setattr(sheets, "encoded", rows)
    response = ask("/meetings.csv")
    assert (response.status_code, response.json()["code"]) == (500, "server-error")
    assert "no rows" in caplog.text


@pytest.mark.parametrize("path", PATHS)
def test_who_takes_nothing_keeps_no_place(ask, client, path, long):
    held = ask(path)
    let_go(held)
    head = client.head(path)
    let_go(head)
    assert (head.status_code, taken()) == (200, 0)
    assert client.get(path, headers={"If-None-Match": held["ETag"]}).status_code == 304
    assert taken() == 0
