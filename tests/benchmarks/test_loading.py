"""The synthetic records of the benchmark: if they were not valid, what is measured on them would mean nothing."""

import pytest
from django.db import connection, transaction
from django.db.models import Q
from django.http import QueryDict

from benchmarks.checks import read_page
from benchmarks.facts import facts
from benchmarks.loading import load
from benchmarks.pages import SITE
from benchmarks.records import Meetings, Weighted
from cooperation.models import Address, Agency, Event, Meeting, Official, Participation, Program, SearchDocument, Topic
from cooperation.record import door
from cooperation.record.documents import words_of
from cooperation.record.filters import MeetingFilter

SIZE = 50


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """Records for all tests here, and what the catalogue held before and after they were loaded."""
    with django_db_blocker.unblock(), transaction.atomic():
        before = catalogue()
        load(SIZE)
        yield before, catalogue()
        transaction.set_rollback(True)


def total(query):
    return door.total(MeetingFilter(QueryDict(query)).selection())


def catalogue():
    """Indexes and triggers: their names, and what they are where the engine keeps that as it was written."""
    names = {
        "sqlite": "SELECT name || COALESCE(sql, '') FROM sqlite_master WHERE type IN ('index', 'trigger')",
        "postgresql": "SELECT indexname FROM pg_indexes UNION ALL SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(names[connection.vendor])
        return sorted(row[0] for row in cursor.fetchall())


def test_synthetic_records_are_valid(loaded, db):
    meetings = Meeting.objects.prefetch_related("participations", "points", "sources")
    assert len(meetings) == SIZE
    for meeting in meetings:
        for record in (meeting, *meeting.participations.all(), *meeting.points.all(), *meeting.sources.all()):
            record.full_clean()
    for model in (Agency, Event, Official, Program, Topic):
        model.objects.order_by("pk").first().full_clean()
    connection.check_constraints()


def test_synthetic_records_have_the_search_words_and_addresses_of_saved_ones(loaded, db):
    stored = SearchDocument.objects.filter(noun="meetings").values_list("record_id", "words")
    assert dict(stored) == words_of(Meeting.objects.all())
    addresses = Address.objects.filter(noun="meetings").values_list("record_id", "slug")
    assert dict(addresses) == dict(Meeting.objects.values_list("pk", "slug"))


def test_the_door_finds_the_synthetic_records(loaded, db):
    about = facts()
    seated = Participation.objects.filter(agency=about["agency_id"]).values("meeting").distinct()
    assert total("") == SIZE
    assert total(f"agency={about['agency']}") == seated.count() > 0
    assert total(f"topic={about['topic']}") == Meeting.objects.filter(topics__slug=about["topic"]).count() > 0
    named = Q(summary_en__contains="roadmap") | Q(points__text_en__contains="roadmap")
    assert total("q=roadmap") == Meeting.objects.filter(named).distinct().count() > 0


def test_the_counts_on_a_page_can_be_read_by_the_benchmark(loaded, db, client):
    html = client.get("/meetings/").content.decode()
    total_shown, counts = read_page(SITE, html, ["agency", "topic", "year"])
    assert total_shown == SIZE
    assert counts["topic"][facts()["topic"]] == total(f"topic={facts()['topic']}")
    assert sum(counts["year"].values()) == SIZE


def test_loading_gives_every_index_and_trigger_back(loaded):
    before, after = loaded
    assert len(before) > 20
    assert after == before


def test_the_next_record_gets_a_free_key(loaded, db):
    again = Meeting.objects.create(title_en="One more", date="2024")
    assert again.pk > SIZE


def test_values_come_up_by_their_weight():
    common, rare = (Weighted("ab"), Weighted("ab", [1, 0]))
    chance = Meetings(None).chance
    drawn = [common.pick(chance) for _ in range(300)]
    assert drawn.count("a") > drawn.count("b") > 50
    assert {rare.pick(chance) for _ in range(50)} == {"a"}
