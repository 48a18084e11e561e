"""The search over all nouns: the page, its results alone, and the list under the field of the masthead."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories as make
from tests.once import once

pytestmark = pytest.mark.django_db

IN_SHORT = {"HX-Request": "true", "HX-Target": "masthead-found"}


@once
def record():
    agency, topic = make.make_agency("Mine Action Service"), make.make_topic("Mine action")
    person = make.make_official("Miner Person")
    meeting = make.make_meeting("Talks on mines", officials=[(person, agency)], topics=[topic])
    point = make.make_point(meeting, "A point on mines")
    make.make_commitment(point, agency, "To clear mines")
    make.make_program("Mine clearance", agencies=[agency])
    make.make_event("Mine day", organisers=[agency])
    make.make_agreement("Memorandum on mines", parties=[agency])
    make.make_meeting("Secret mines", state="draft", agencies=[agency])


def found(client, query, prefix=""):
    response = client.get(f"{prefix}/search/", {"q": query}, headers=IN_SHORT)
    assert response.status_code == 200
    return response.content.decode()


def test_the_list_in_short_has_a_link_for_each_record_and_no_page(client, record):
    html = found(client, "mine")
    assert "<html" not in html
    assert "<title" not in html
    for noun in ("agencies", "officials", "topics", "programs", "events", "agreements", "commitments", "meetings"):
        assert f'<a href="/{noun}/' in html, noun
    assert "Secret" not in html
    assert '<a href="/search/?q=mine">8 records found</a>' in html


def test_the_list_in_short_is_short(client):
    for number in range(9):
        make.make_agency(f"Office {number}")
    html = found(client, "office")
    assert html.count('<a href="/agencies/') == 3
    assert "9 records found" in html


def test_the_list_in_short_keeps_the_language(client, record):
    html = found(client, "mine", "/az")
    assert '<a href="/az/agencies/' in html
    assert 'href="/az/search/?q=mine"' in html


@pytest.mark.parametrize(("query", "says"), [("", ""), ("<b>", "&lt;b&gt;"), ("nothing-such", "nothing-such")])
def test_what_is_not_found_says_so_and_nothing_asked_says_nothing(client, record, query, says):
    html = found(client, query)
    assert "<a " not in html
    assert "<b>" not in html
    assert says in html
    assert ("Nothing in the record" in html) == bool(query)


def test_the_list_in_short_costs_the_same_for_one_and_three(client):
    costs = []
    for number in range(3):
        make.make_meeting(f"Mine {number}", agencies=[make.make_agency(f"Mine office {number}")])
        with CaptureQueriesContext(connection) as queries:
            found(client, "mine")
        costs.append(len(queries))
    assert costs[0] == costs[2]
