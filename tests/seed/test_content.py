"""The committed fixtures: everything that was gathered is there, and it loads as it is written."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from cooperation.models import (
    Agency,
    Agreement,
    Appointment,
    Commitment,
    Event,
    Meeting,
    Official,
    Participation,
    Program,
    Source,
    State,
    Topic,
)
from cooperation.seed.files import read_rows, record_files
from cooperation.seed.loading import dump, load
from cooperation.seed.nouns import NOUNS

pytestmark = [pytest.mark.django_db, pytest.mark.content]

FIXTURES: Path = settings.BASE_DIR / "fixtures"
ARTICLE = "2024-01-11-foreign-minister-meets-unicef-regional-director"
XALQ_QAZETI = "https://xalqqazeti.az/en/siyaset/159286-azerbaijan-unicef-discuss-prospects-for"


@pytest.fixture(scope="module", autouse=True)
def content(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The whole content, loaded once for the tests of this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(FIXTURES)
        yield
        transaction.set_rollback(True)


def test_all_that_was_gathered_is_there():
    counts = {
        "UN bodies": Agency.objects.of_the_un().count(),
        "topics": Topic.objects.count(),
        # 284 were gathered; two of them are there twice under two spellings.
        "officials": Official.objects.count(),
        "programs": Program.objects.count(),
        "events": Event.objects.exclude(kind="visit").count(),
        "meetings": Meeting.objects.count(),
    }

    assert counts == {"UN bodies": 62, "topics": 25, "officials": 282, "programs": 62, "events": 123, "meetings": 337}
    assert Agency.objects.of_azerbaijan().count() >= 46


def test_what_is_certain_is_public_and_the_rest_waits_with_a_note():
    assert Counter(Meeting.objects.values_list("state", flat=True)) == {State.PUBLISHED: 286, State.REVIEW: 51}
    assert not Meeting.objects.filter(state=State.REVIEW, editor_note="").exists()
    assert not Agreement.objects.filter(state=State.REVIEW, editor_note="").exists()
    assert not Event.objects.filter(state=State.REVIEW, editor_note="").exists()


def test_every_fixture_is_what_its_record_dumps():
    for noun, path in record_files(FIXTURES):
        records = {str(record.uid): record for record in NOUNS[noun].model.objects.all()}
        for line, row in read_rows(path):
            assert list(dump(records[row["uid"]]).items()) == list(row.items()), f"{path}, line {line}"


def test_fixtures_are_sorted_and_their_files_named_by_year():
    for noun, path in record_files(FIXTURES):
        rows = [row for _, row in read_rows(path)]
        keys = [(row.get("date", ""), row.get("slug") or row["url"]) for row in rows]
        assert keys == sorted(keys)
        assert noun != "meetings" or {row["date"][:4] for row in rows} == {path.stem}


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts(inner)


def test_no_text_holds_markup_or_an_address_that_is_none():
    for _, path in record_files(FIXTURES):
        for line, row in read_rows(path):
            for text in texts(row):
                assert "javascript:" not in text.lower(), f"{path}, line {line}"
                assert "<" not in text, f"{path}, line {line}"
                assert text == text.strip(), f"{path}, line {line}"


def test_every_public_record_has_a_source():
    for model in (Meeting, Program, Event, Agreement):
        assert not model.objects.published().filter(sources=None).exists(), model


def test_every_source_is_cited():
    assert not Source.objects.filter(
        meetings=None, programs=None, events=None, agreements=None, appointments=None, points=None
    ).exists()


def test_every_meeting_has_both_sides():
    for side in ("un", "azerbaijan"):
        assert not Meeting.objects.exclude(participations__agency__side=side).exists(), side


def test_every_official_held_a_post():
    assert not Official.objects.filter(appointments=None).exists()
    assert not Appointment.objects.filter(source=None).exists()


def test_un_bodies_stand_in_their_hierarchy():
    parents = dict(Agency.objects.of_the_un().exclude(parent=None).values_list("slug", "parent__slug"))

    assert parents["unrco"] == "dco"
    assert parents["dco"] == "un"
    assert len(parents) > 15


def test_topics_have_names_descriptions_and_goals():
    for topic in Topic.objects.all():
        names = (topic.name_en, topic.name_az, topic.name_ru)
        descriptions = (topic.description_en, topic.description_az, topic.description_ru)
        assert all((*names, *descriptions, topic.sdg_numbers)), topic.slug
    assert Topic.objects.exclude(parent=None).get().slug == "mine-awareness"
    assert Topic.objects.get(slug="mine-awareness").parent.slug == "mine-action"


def test_programs_stand_under_their_topic():
    under = {slug: Program.objects.filter(topics__slug=slug).count() for slug in ("education", "health")}
    mines = Program.objects.filter(topics__slug__in=["mine-action", "mine-awareness"]).distinct()

    # What was gathered of each sector is the least: a program may stand under several topics.
    assert under["education"] >= 8
    assert under["health"] >= 10
    assert mines.count() >= 8
    assert mines.filter(topics__slug="mine-awareness").count() >= 5
    assert not Program.objects.filter(topics=None).exists()


def test_the_meetings_of_a_visit_are_tied_together():
    visit = Event.objects.get(slug="visit-2024-01-unicef-regional-director")

    assert visit.meeting_links.filter(relation="visit").count() >= 4
    assert not Event.objects.filter(kind="visit", meeting_links=None).exists()


def test_agreements_are_records_of_their_own():
    agreement = Agreement.objects.get(slug="unsdcf-2021-2025")

    assert set(agreement.parties.values_list("slug", flat=True)) == {"ministry-of-economy", "unrco"}
    assert agreement.meeting.date == "2021-03-01"
    assert Agreement.objects.count() == 29


def test_a_body_without_a_named_person_is_there_as_a_delegation():
    delegations = Participation.objects.filter(official=None, reported_name="")

    assert set(delegations.values_list("agency__slug", flat=True)) == {"undp", "unicef", "unep", "fao"}


def test_program_names_without_a_match_stay_in_the_note():
    meeting = Meeting.objects.get(uid__in=Meeting.objects.filter(editor_note__contains="“CARICC”").values("uid"))

    assert "Named as a program, and matched to none: “CARICC”." in meeting.editor_note


def test_the_article_s_meeting_is_there_in_full_depth():
    meeting = Meeting.objects.published().get(slug=ARTICLE)

    assert (meeting.date, meeting.mode) == ("2024-01-11", "in-person")
    assert all((meeting.title_az, meeting.title_ru, meeting.summary_az, meeting.summary_ru))
    assert [(seat.agency.slug, seat.official.slug, seat.role) for seat in meeting.participations.all()] == [
        ("ministry-of-foreign-affairs", "jeyhun-bayramov", "host"),
        ("unicef", "regina-de-dominicis", "guest"),
    ]
    assert set(meeting.topics.values_list("slug", flat=True)) >= {
        "education",
        "health",
        "mine-awareness",
        "idp-return",
        "child-protection",
        "reconstruction",
    }
    assert {"cop29", "wuf13"} <= set(meeting.events.values_list("slug", flat=True))
    assert meeting.programs.exists()
    assert meeting.sources.filter(url=XALQ_QAZETI).exists()


def test_the_article_s_points_each_cite_its_paragraph():
    points = Meeting.objects.get(slug=ARTICLE).points.select_related("source", "participation__official")

    assert [(point.order, point.paragraph) for point in points] == [
        (number, paragraph) for number, paragraph in enumerate((2, 2, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8), start=1)
    ]
    assert {point.source.url for point in points} == {XALQ_QAZETI}
    assert all(point.text_en and point.text_az and point.text_ru for point in points)
    speakers = Counter(point.participation and point.participation.official.slug for point in points)
    assert speakers == {None: 2, "jeyhun-bayramov": 8, "regina-de-dominicis": 4}


def test_no_undertaking_is_read_into_the_article():
    assert not Commitment.objects.exists()


def test_loading_the_content_again_changes_nothing(django_assert_num_queries):
    # A savepoint and its release, the ledger, and the uids of eight nouns.
    with django_assert_num_queries(11):
        outcome = load(FIXTURES)

    assert (outcome.entered, outcome.updated, outcome.kept) == ({}, {}, {})
