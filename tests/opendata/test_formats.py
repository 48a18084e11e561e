"""What every format has in common: addresses, errors, validators, other sites' scripts."""

import datetime
import re

import pytest
from django.test import Client

from cooperation.models import Address, Appointment, CommitmentChange, Correction, Generation, Meeting
from cooperation.opendata import serving
from cooperation.opendata.formats import RENDERERS
from cooperation.opendata.tabular.catalogue import OF_NOUNS
from cooperation.record.filters import FILTERS, LISTED
from cooperation.record.formats import FORMATS, NOUNS, PARTS, formats_of
from tests import factories as make
from tests.once import once

pytestmark = pytest.mark.django_db

LISTS = [(noun, each.suffix) for noun in LISTED for each in formats_of(noun)]
RECORDS = [(noun, each.suffix) for noun in NOUNS for each in formats_of(noun, record=True)]


@once
def record():
    """One record of each noun; its slug is the noun."""
    agency = make.make_agency("Agency", slug="agencies")
    official = make.make_official("Person", slug="officials")
    topic = make.make_topic("Topic", slug="topics")
    meeting = make.make_meeting("Meeting", slug="meetings", officials=[(official, agency)], topics=[topic])
    make.make_program("Program", slug="programs")
    make.make_event("Event", slug="events", start="2024-01-11")
    make.make_agreement("Agreement", slug="agreements")
    made = make.make_commitment(make.make_point(meeting), agency, slug="commitments")
    source = make.make_source()
    CommitmentChange.objects.create(commitment=made, progress="under-way", on="2024", source=source)
    Appointment.objects.create(official=official, agency=agency, title_en="Minister", source=source)
    Correction.objects.create(meeting=meeting, text_en="The day was wrong.")
    return meeting


@pytest.fixture
def client(client):
    """A client that reads every answer to its end, as a browser does: what is streamed stands on open files."""
    get, head = client.get, client.head
    client.get = lambda *args, **kwargs: whole(get(*args, **kwargs))
    client.head = lambda *args, **kwargs: whole(head(*args, **kwargs))
    return client


def whole(response):
    response.whole = b"".join(response.streaming_content) if response.streaming else response.content
    return response


def test_every_format_that_is_offered_is_made_and_no_other():
    assert set(FORMATS) == set(RENDERERS)
    assert set(NOUNS) == set(FILTERS)
    for suffix, each in FORMATS.items():
        assert (RENDERERS[suffix].of_record is not None) == each.records


@pytest.mark.parametrize(("noun", "suffix"), LISTS)
def test_a_list_stands_in_its_format(client, record, noun, suffix):
    response = client.get(f"/{noun}.{suffix}")
    assert response.status_code == 200
    assert response["Content-Type"].split(";")[0] == FORMATS[suffix].media_type
    assert response.whole


@pytest.mark.parametrize(("noun", "suffix"), RECORDS)
def test_a_record_stands_in_its_format(client, record, noun, suffix):
    response = client.get(f"/{noun}/{noun}.{suffix}")
    assert response.status_code == 200
    assert response["Content-Type"].split(";")[0] == FORMATS[suffix].media_type
    assert response.whole


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("query", ["colour=red", "agency=nobody", "agency=", "year=20"])
def test_every_format_refuses_what_it_does_not_understand(client, record, suffix, query):
    response = client.get(f"/meetings.{suffix}?{query}")
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.parametrize("suffix", [suffix for suffix, each in FORMATS.items() if each.records])
def test_every_format_of_a_record_refuses_a_filter(client, record, suffix):
    assert client.get(f"/meetings/meetings.{suffix}?agency=agencies").json()["code"] == "unknown-parameter"


@pytest.mark.parametrize(("path", "near"), [("/meetings.jsn", ".json"), ("/meetings/meetings.jsn", ".json")])
def test_an_unknown_format_is_not_there(client, record, path, near):
    response = client.get(path)
    assert (response.status_code, response.json()["code"]) == (404, "unknown-format")
    assert near in response.json()["near"]


def test_a_format_that_a_noun_does_not_have_is_not_there(client, record):
    assert client.get("/topics.ics").status_code == 404


@pytest.mark.parametrize("suffix", [each.suffix for each in FORMATS.values() if each.records])
def test_an_address_of_data_lives_as_long_as_that_of_the_page(client, record, suffix):
    Address.objects.create(noun="meetings", slug="former", record_id=record.pk)
    withdrawn = make.make_meeting("Withdrawn", slug="withdrawn", state="withdrawn")
    make.make_meeting("Draft", slug="draft", state="draft")
    moved = client.get(f"/meetings/former.{suffix}")
    assert (moved.status_code, moved["Location"]) == (301, f"/meetings/meetings.{suffix}")
    gone = client.get(f"/meetings/withdrawn.{suffix}")
    assert (gone.status_code, gone.json()["reason"]) == (410, withdrawn.withdrawal_reason_en)
    missing = client.get(f"/meetings/meting.{suffix}")
    assert (missing.status_code, missing.json()["near"]) == (404, ["meetings"])
    assert client.get(f"/meetings/draft.{suffix}").status_code == 404


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_format_has_one_address_in_each_language_that_it_speaks(client, record, suffix):
    response = client.get(f"/az/meetings.{suffix}?year=2024")
    if FORMATS[suffix].localized:
        assert (response.status_code, response["Content-Language"]) == (200, "az")
    else:
        assert (response.status_code, response["Location"]) == (301, f"/meetings.{suffix}?year=2024")


@pytest.mark.parametrize("suffix", FORMATS)
def test_what_has_not_changed_is_not_sent_again(client, record, suffix):
    path = f"/meetings.{suffix}"
    etag = client.get(path)["ETag"]
    known = client.get(path, headers={"If-None-Match": etag})
    assert (known.status_code, known.whole, known["ETag"]) == (304, b"", etag)
    record.summary_en = "Changed."
    record.save()
    changed = client.get(path, headers={"If-None-Match": etag})
    assert changed.status_code == 200
    assert changed["ETag"] != etag
    assert client.get(f"{path}?year=2024")["ETag"] != changed["ETag"]


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_time_of_change_is_told_once_it_is_past(client, record, monkeypatch, suffix):
    path = f"/meetings.{suffix}"
    Generation.objects.update(changed="2023-11-14T22:13:20.25Z")
    now = 1_700_000_000.5
    monkeypatch.setattr(serving.time, "time", lambda: now)
    monkeypatch.setattr(serving, "_BEGUN", 0)
    assert client.get(path).get("Last-Modified") is None
    now += 1
    told = client.get(path)["Last-Modified"]
    assert told == "Tue, 14 Nov 2023 22:13:21 GMT"
    assert client.get(path, headers={"If-Modified-Since": told}).status_code == 304
    Meeting.objects.update(city="Baku")
    now += 3600
    assert client.get(path, headers={"If-Modified-Since": told}).status_code == 200


@pytest.mark.parametrize(
    ("begun", "now", "told"),
    [
        # 02:13 in Baku, long after both.
        ("2023-11-13T12:00:00Z", "2023-11-14T22:30:00Z", "Tue, 14 Nov 2023 22:13:21 GMT"),
        # After another midnight there; of that very second, too.
        ("2023-11-13T12:00:00Z", "2023-11-15T20:00:00Z", "Wed, 15 Nov 2023 20:00:00 GMT"),
        ("2023-11-13T12:00:00Z", "2023-11-15T19:59:59Z", "Tue, 14 Nov 2023 22:13:21 GMT"),
        # After an upgrade; before its second is past nothing is told.
        ("2023-11-15T10:00:00Z", "2023-11-15T12:00:00Z", "Wed, 15 Nov 2023 10:00:00 GMT"),
        ("2023-11-15T10:00:00Z", "2023-11-15T09:59:59Z", None),
    ],
)
@pytest.mark.parametrize("suffix", ["json", "csv", "atom"])
def test_by_the_time_alone_a_new_day_and_a_new_release_are_told(client, record, monkeypatch, suffix, begun, now, told):
    path = f"/meetings.{suffix}"
    Generation.objects.update(changed="2023-11-14T22:13:20.25Z")
    before = "Tue, 14 Nov 2023 22:13:21 GMT"
    begun, now = (datetime.datetime.fromisoformat(each).timestamp() for each in (begun, now))
    monkeypatch.setattr(serving, "_BEGUN", begun)
    monkeypatch.setattr(serving.time, "time", lambda: now)
    answer = client.get(path)
    assert answer.get("Last-Modified") == told
    status = 304 if told == before else 200
    assert client.get(path, headers={"If-Modified-Since": before}).status_code == status
    # The tag is exact, and goes before the time.
    exact = {"If-None-Match": answer["ETag"], "If-Modified-Since": "Tue, 14 Nov 2000 00:00:00 GMT"}
    assert client.get(path, headers=exact).status_code == 304
    other = {"If-None-Match": '"other"', "If-Modified-Since": told or before}
    assert client.get(path, headers=other).status_code == 200


def test_a_bad_question_is_bad_whatever_the_reader_has(client, record):
    headers = {"If-None-Match": "*", "If-Modified-Since": "Tue, 14 Nov 2090 22:13:21 GMT"}
    assert client.get("/meetings.json?colour=red", headers=headers).status_code == 400


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_head_of_an_answer_is_that_of_the_answer(client, record, suffix):
    answer, head = client.get(f"/meetings.{suffix}"), client.head(f"/meetings.{suffix}")
    assert (head.status_code, head.whole) == (200, b"")
    for name in ("Content-Type", "ETag", "Access-Control-Allow-Origin"):
        assert head[name] == answer[name]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["/meetings.json", "/az/meetings.csv", "/meetings/meetings.csv", "/api/v1/meetings/"])
def test_nothing_can_be_written(record, method, path):
    response = getattr(Client(enforce_csrf_checks=True), method)(path)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == "method-not-allowed"


@pytest.mark.parametrize("path", ["/version", "/robots.txt", "/.well-known/security.txt", "/api/", "/data/"])
def test_so_it_is_where_programs_look_at_fixed_addresses(path):
    response = Client(enforce_csrf_checks=True).post(path)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert response["Content-Type"] == "application/problem+json"
    asked = Client().options(path)
    assert (asked.status_code, asked.content, asked.get("Content-Type")) == (204, b"", None)


@pytest.mark.parametrize("path", ["/meetings.csv", "/meetings.json?colour=red", "/meetings/nothing.json", "/api/v1/"])
def test_scripts_of_every_site_may_read(client, record, path):
    assert client.get(path)["Access-Control-Allow-Origin"] == "*"
    asked = client.options(path)
    assert (asked.status_code, asked.content) == (204, b"")
    assert not {"Content-Type", "Content-Length"} & set(asked.headers)
    assert {"Content-Type", "If-None-Match", "If-Range", "Range"} <= set(
        asked["Access-Control-Allow-Headers"].split(", ")
    )


def offered_by(client, path):
    response = client.get(path)
    return response["Link"], response.content.decode()


@pytest.mark.parametrize(
    ("dates", "offered"),
    [
        ({"start": "2024-01-11", "end": "2024-01-12"}, True),
        ({"start": "2024-01-11", "end": None}, True),
        ({"start": "2024-01-11", "end": "2024-02"}, False),
        ({"start": "2024-01", "end": None}, False),
        ({"start": None, "end": None}, False),
    ],
)
def test_a_calendar_of_an_event_is_offered_where_there_is_one(client, dates, offered):
    path = make.make_event("Forum", **dates).get_absolute_url()
    assert client.get(f"{path[:-1]}.ics").status_code == (200 if offered else 404)
    assert [f"{path[:-1]}.ics" in each for each in offered_by(client, path)] == [offered, offered]


@pytest.mark.parametrize(("date", "offered"), [("2024-01-11", True), ("2024-01", False), ("2024", False)])
def test_so_it_is_of_a_meeting(client, date, offered):
    path = make.make_meeting("Talks", date).get_absolute_url()
    assert client.get(f"{path[:-1]}.ics").status_code == (200 if offered else 404)
    assert [f"{path[:-1]}.ics" in each for each in offered_by(client, path)] == [offered, offered]


@pytest.mark.parametrize(
    "path", ["/meetings/?agency=agencies&sort=oldest", "/meetings/meetings/", "/az/events/", "/az/about/corrections/"]
)
def test_a_page_names_its_formats_in_head_and_header(client, record, path):
    response = client.get(path)
    named = re.findall(r'<link rel="alternate" type="[^"]+" title="[^"]+" href="([^"]+)">', response.content.decode())
    named = [url.replace("&amp;", "&") for url in named]
    assert named == re.findall(r"<([^>]+)>; rel=\"alternate\"", response["Link"])
    assert named
    for url in named:
        assert client.get(url).status_code == 200, url


def test_a_page_offers_its_formats_to_readers(client, record):
    page = client.get("/meetings/?agency=agencies").content.decode()
    for suffix, each in FORMATS.items():
        prefix = "/meetings"
        assert f'<a href="{prefix}.{suffix}?agency=agencies" type="{each.media_type}"' in page
    assert '<a href="webcal://testserver/meetings.ics?agency=agencies"' in page


def test_the_parts_that_are_offered_are_those_that_there_are():
    beside = {noun: [table.name for table in tables[1:]] for noun, tables in OF_NOUNS.items()}
    assert {noun: list(parts) for noun, parts in PARTS.items()} == {n: names for n, names in beside.items() if names}


def test_a_page_offers_what_stands_beside_its_records(client, record):
    page = client.get("/meetings/?agency=agencies&sort=oldest").content.decode()
    for name in ("participations", "points"):
        for suffix in ("csv", "xlsx", "json", "ndjson"):
            assert f'<a href="/{name}.{suffix}?agency=agencies&amp;sort=oldest"' in page
    assert "Who met whom: Table (CSV)" in page
    assert "/participations.csv" not in client.get("/events/").content.decode()


def test_a_page_that_is_wrong_offers_nothing(client, record):
    response = client.get("/meetings/?agency=nobody")
    assert "Link" not in response
    assert "nobody" not in "".join(re.findall(r'href="(/meetings\.[^"]*)"', response.content.decode()))
