"""Lists as JSON lines."""

import json

import pytest

from tests import factories as make
from tests.opendata.full import make_full_record
from tests.opendata.reading import content

pytestmark = pytest.mark.django_db


def lines(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/x-ndjson"
    return [json.loads(line) for line in content(response).decode().splitlines()]


@pytest.mark.parametrize("noun", ["meetings", "agencies", "officials", "programs", "events", "topics", "agreements"])
def test_a_line_is_the_record_as_the_api_gives_it(client, noun):
    make_full_record()
    assert lines(client, f"/{noun}.ndjson") == client.get(f"/{noun}.json").json()["results"]


def test_lines_take_fields_and_parts(client):
    make_full_record()
    assert [set(line) for line in lines(client, "/meetings.ndjson?fields=slug,title")] == [{"slug", "title"}]
    (line,) = lines(client, "/meetings.ndjson?expand=participations")
    assert len(line["participations"]) == 4


def test_the_whole_list_is_there(client):
    for number in range(60):
        make.make_topic(f"Topic {number:02}")
    assert [line["slug"] for line in lines(client, "/topics.ndjson")] == [f"topic-{number:02}" for number in range(60)]


def test_an_unknown_field_is_refused(client):
    assert client.get("/meetings.ndjson?fields=titel").json()["near"] == ["title"]
