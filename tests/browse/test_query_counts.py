"""How many queries a page costs, at one record and at three: a literal number, so that N+1 shows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cooperation.record.indexing import postponed
from tests import factories as make
from tests.cold import forget_all_but_the_index
from tests.once import once

pytestmark = pytest.mark.django_db


def make_record(count):
    """`count` of everything, each tied to everything."""
    with postponed():
        agencies = [make.make_agency(f"Agency {number}") for number in range(count)]
        bodies = [make.make_body(f"Body {number}") for number in range(count)]
        topics = [make.make_topic(f"Topic {number}") for number in range(count)]
        officials = [make.make_official(f"Person {number}") for number in range(count)]
        sources = [make.make_source() for _ in range(count)]
        shared = {"topics": topics, "sources": sources}
        programs = [make.make_program(f"Program {n}", agencies=agencies, start="2023", **shared) for n in range(count)]
        events = [
            make.make_event(f"Event {n}", organisers=agencies + bodies, start="2024", **shared) for n in range(count)
        ]
        for number in range(count):
            meeting = make.make_meeting(
                f"Meeting {number}", "2024-01-11", officials=[(each, body) for each in officials for body in bodies],
                agencies=agencies, programs=programs, events=events, city="Baku", country="Azerbaijan", **shared,
            )  # fmt: skip
            points = [make.make_point(meeting, f"Point {n}", topics, source=sources[0]) for n in range(count)]
            for point in points:
                make.make_commitment(point, agencies[0], made_to=bodies[0])
            make.make_agreement(
                f"Agreement {number}", parties=agencies + bodies, meeting=meeting, signed="2024", **shared
            )


@once(params=[1, 3])
def so_many(count):
    make_record(count)


FILTER = (
    "agency=agency-0&body=body-0&topic=topic-0&official=person-0&program=program-0&event=event-0"
    "&place=baku&mode=unknown&year=2024&from=2023&to=2025&q=meeting"
)
COUNTS = {
    # the stamp of the record; UN agencies, bodies, topics; officials, programs and events of the facets; meetings,
    # their seats and their topics; which events are markers, and what their entries show. The index of meetings gives
    # ids, total and counts.
    "/meetings/": 12,
    # the same, and what is coming up
    "/": 13,
    # the words searched for; officials, programs and events asked for; no markers, as an event has no official
    f"/meetings/?{FILTER}": 14,
    # a filter that events have too, with words searched for in both
    "/meetings/?agency=agency-0&topic=topic-0&place=baku&year=2024&from=2023&to=2025&q=e": 14,
}


@pytest.mark.parametrize(("path", "queries"), COUNTS.items(), ids=[path[:20] for path in COUNTS])
def test_the_timeline_costs_the_same_for_one_and_three(client, django_assert_num_queries, so_many, path, queries):
    forget_all_but_the_index()
    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200


PATHS = [
    "/agencies/",
    "/officials/",
    "/programs/",
    "/events/",
    "/topics/",
    "/agreements/",
    "/commitments/",
    "/meetings/2024-01-11-meeting-0/",
    "/agencies/agency-0/",
    "/agencies/body-0/",
    "/officials/person-0/",
    "/topics/topic-0/",
    "/programs/program-0/",
    "/events/event-0/",
    "/agreements/agreement-0/",
    "/search/?q=0",
]


def queries_of(client, path):
    forget_all_but_the_index()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_every_page_costs_the_same_for_one_and_three(client):
    make_record(1)
    before = {path: queries_of(client, path) for path in PATHS}
    make_record(3)
    assert {path: queries_of(client, path) for path in PATHS} == before


# Asked again while nothing changed, of three records: the stamp, the record itself with its identifiers, relatives and
# corrections, which of others belong to it, and what its filter offers. No row of another record is read.
AGAIN = {
    "/agencies/agency-0/": 9,
    "/agencies/agency-0/briefing/": 8,
    "/officials/": 2,
    "/agencies/": 4,
}


@pytest.mark.parametrize(("path", "queries"), AGAIN.items(), ids=AGAIN)
def test_a_page_asked_again_reads_no_rows(client, django_assert_num_queries, path, queries):
    make_record(3)
    forget_all_but_the_index()
    client.get(path)
    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200
