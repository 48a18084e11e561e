"""The queries that a page waits for find their rows by an index, on both engines."""

import json
from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.models import QuerySet

from cooperation.models import Change, Event, Meeting, Participation
from cooperation.record import plain
from cooperation.record.filters import MeetingFilter
from cooperation.record.search import found_documents
from cooperation.record.sequence import Position
from tests import factories as make

pytestmark = pytest.mark.django_db

POSITION = Position("2024-01-11", 5)


def _sequence() -> QuerySet:
    """A page deep in the timeline, while the index of meetings is being made."""
    rows = plain.selected(MeetingFilter().selection()).annotate(position_key=plain.key_of(Meeting))
    return rows.filter(plain._beyond(POSITION, True)).order_by("-position_key", "-pk").values_list("pk")[:21]


BY_ADDRESS = "a record by its address"
QUERIES = {
    "the sequence of the timeline": (_sequence, "meeting_timeline"),
    "the meetings of a page": (lambda: Meeting.objects.filter(pk__in=[1, 2]), "cooperation_meeting_pkey"),
    "the seats of a page": (lambda: Participation.objects.filter(meeting__in=[1, 2]), "participation"),
    "the topics of a page": (lambda: Meeting.topics.through.objects.filter(meeting__in=[1, 2]), "meeting_topics"),
    "the words searched for": (lambda: found_documents(Meeting, "mine"), "cooperation_search"),
    "what changed since": (lambda: Change.objects.filter(generation__gt=5), "change"),
    BY_ADDRESS: (lambda: Event.objects.published().filter(slug="cop29"), "slug"),
}


@pytest.mark.parametrize(("query", "index"), QUERIES.values(), ids=QUERIES)
def test_a_hot_query_seeks_in_an_index(query, index):
    make.make_meeting(agencies=[make.make_agency()], topics=[make.make_topic()])
    if query is QUERIES[BY_ADDRESS][0]:
        # Among a few records any index will do.
        for _ in range(40):
            make.make_event()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE cooperation_event")
    steps = list(steps_of(query()))
    assert not [step for step in steps if is_scan(step)], steps
    assert any(index in step or "INTEGER PRIMARY KEY" in step or "VIRTUAL TABLE INDEX" in step for step in steps), steps


def test_a_scan_is_seen():
    assert [step for step in steps_of(Meeting.objects.filter(venue="Palace")) if is_scan(step)]


def is_scan(step: str) -> bool:
    if connection.vendor == "sqlite":
        return step.startswith("SCAN") and "INDEX" not in step
    return step.startswith("Seq Scan")


def steps_of(query: QuerySet) -> Iterator[str]:
    """How the engine means to find the rows, a step each."""
    if connection.vendor == "sqlite":
        for line in query.explain().splitlines():
            yield line.split(" ", 3)[3]
        return
    with connection.cursor() as cursor:
        # So few rows as a test has are read quicker without an index.
        cursor.execute("SET LOCAL enable_seqscan = off")
    yield from _nodes(json.loads(query.explain(format="json"))[0]["Plan"])


def _nodes(plan: dict) -> Iterator[str]:
    # A sequential scan that could not be avoided is there all the same.
    yield f"{plan['Node Type']} {plan.get('Index Name', '')} {plan.get('Relation Name', '')}"
    for part in plan.get("Plans", ()):
        yield from _nodes(part)
