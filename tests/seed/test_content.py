"""The committed fixtures: everything that was gathered is there, and it loads as it is written."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cooperation.editorial.exchange.applying import apply
from cooperation.editorial.exchange.archiving import plan_of_archive
from cooperation.models import (
    Agency,
    Agreement,
    Appointment,
    Commitment,
    Event,
    Meeting,
    Official,
    Participation,
    Point,
    Program,
    Source,
    State,
    Topic,
)
from cooperation.record.filters import FILTERS
from cooperation.record.search import matching
from cooperation.seed.files import read_rows, record_files
from cooperation.seed.loading import dump, load
from cooperation.seed.nouns import NOUNS
from tests.cold import forget_all_but_the_index
from tests.content import FIXTURES, content  # noqa: F401
from tests.editorial.exchange.files import archived, empty_the_record

pytestmark = [pytest.mark.django_db, pytest.mark.content, pytest.mark.usefixtures("content")]

ARTICLE = "2024-01-11-foreign-minister-meets-unicef-regional-director"
XALQ_QAZETI = "https://xalqqazeti.az/en/siyaset/159286-azerbaijan-unicef-discuss-prospects-for"


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


REMARKS = ("as reported", "in the report", "earlier", "visited", "not named")
FILLERS = {"of", "the", "and", "in", "to", "for", "un", "united", "nations", "republic", "azerbaijan"}


def test_titles_hold_no_remarks():
    titles = [*Appointment.objects.values_list("title_en", flat=True)]
    titles += Participation.objects.exclude(reported_title_en=None).values_list("reported_title_en", flat=True)

    assert [title for title in titles if any(remark in title for remark in REMARKS)] == []


def plain(post: Appointment) -> frozenset[str]:
    """What a title says, without the words that sources add or leave out."""
    title = post.title_en.casefold().replace("a.i.", "acting").replace("ad interim", "acting")
    of_the_body = words(f"{post.agency.name_en} {post.agency.acronym}") if post.agency else set()
    return frozenset(words(title) - FILLERS - of_the_body)


def words(text: str) -> set[str]:
    return set(re.findall(r"[\w-]+", text.casefold()))


def test_nobody_holds_a_post_twice_at_one_body():
    posts = Appointment.objects.select_related("official", "agency")
    held = Counter((post.official.slug, post.agency and post.agency.slug, plain(post)) for post in posts)

    assert [post for post, times in held.items() if times > 1] == []


def test_posts_have_the_dates_of_their_best_source():
    posts = {
        (post.official.slug, post.title_en): (post.agency.slug, post.start, post.end)
        for post in Appointment.objects.exclude(agency=None).select_related("official", "agency")
    }

    assert posts["vladanka-andreeva", "UN Resident Coordinator in Azerbaijan"] == ("unrco", "2021-07-01", "2026-01-06")
    assert posts["mukhtar-babayev", "President of COP29"] == ("cop29-presidency", "2024-11-11", None)


def test_territories_are_named_in_one_way():
    other = ("liberated", "retaken", "azad edilmiş", "освобожд")
    told = [*Meeting.objects.all(), *Point.objects.all(), *Topic.objects.all(), *Program.objects.all()]
    told += [*Event.objects.all(), *Agreement.objects.all()]

    assert [record for record in told if any(word in text for word in other for text in texts(vars(record)))] == []


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
    assert Counter(Agreement.objects.values_list("state", flat=True)) == {State.PUBLISHED: 21, State.REVIEW: 12}


def test_agreements_that_a_meeting_recalls_have_no_day():
    recalled = {
        "unaoc-memorandum": (State.PUBLISHED, None),
        "ada-university-unfpa-memorandum": (State.REVIEW, None),
        "wipo-action-plan-2018-2021": (State.REVIEW, "2021"),
        "iaea-country-programme-framework-2010-2015": (State.REVIEW, "2015"),
    }

    found = Agreement.objects.filter(signed=None, meeting=None)

    assert {row.slug: (row.state, row.in_force_until) for row in found} == recalled


def test_a_body_without_a_named_person_is_there_as_a_delegation():
    delegations = Participation.objects.filter(official=None, reported_name="")

    assert set(delegations.values_list("agency__slug", flat=True)) == {"un", "undp", "unicef", "unep", "fao", "dco"}


def test_program_names_without_a_match_stay_in_the_note():
    meeting = Meeting.objects.get(uid__in=Meeting.objects.filter(editor_note__contains="“CARICC”").values("uid"))

    assert "Named as a program, and matched to none: “CARICC”." in meeting.editor_note


def test_the_article_s_meeting_is_there_in_full_depth():
    meeting = Meeting.objects.published().get(slug=ARTICLE)

    assert (meeting.date, meeting.mode) == ("2024-01-11", "in-person")
    assert all((meeting.title_az, meeting.title_ru, meeting.summary_az, meeting.summary_ru))
    assert [(seat.agency.slug, seat.official.slug, seat.role) for seat in meeting.participations.all()] == [
        ("ministry-of-foreign-affairs", "jeyhun-bayramov", "participant"),
        ("unicef", "regina-de-dominicis", "participant"),
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
    # The article names no program; the thought of one is in the note.
    assert not meeting.programs.exists()
    assert "UNICEF–ANAMA mine risk education programme" in meeting.editor_note
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


@pytest.mark.parametrize(
    "spellings",
    [
        ("Aliyev", "Əliyev", "eliyev", "ALIYEV", "əliyev"),
        ("Baku", "Bakı", "baki"),
        ("Ganja", "Gəncə", "gence"),
        ("Shusha", "Şuşa", "susa"),
        ("Karabakh", "Qarabağ", "qarabag"),
        ("Bayramov Jeyhun", "bayramov ceyhun"),
    ],
)
def test_every_spelling_finds_the_same_records(spellings):
    """On the real content, of which most is written in English only."""
    found = [
        {noun: set(matching(FILTERS[noun]._meta.model.objects.published(), text)) for noun in FILTERS}
        for text in spellings
    ]
    assert found[0]["meetings"]
    for text, each in zip(spellings, found, strict=True):
        assert each == found[0], text


def test_a_cold_filtered_timeline_takes_few_queries(client):
    query = (
        "agency=unicef&body=ministry-of-foreign-affairs&topic=mine-action&official=jeyhun-bayramov&event=cop29"
        "&place=baku&mode=in-person&year=2024&from=2020&to=2025&q=meets"
    )
    for address in ("/meetings/?agency=unicef&topic=mine-action", "/meetings/?from=2020", f"/meetings/?{query}"):
        forget_all_but_the_index()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        assert len(queries) <= 16


@pytest.mark.engine("sqlite")
def test_the_content_goes_out_as_an_archive_and_comes_back_to_the_byte():
    """On one engine: what depends on it is tested on random records."""
    before = archived()
    empty_the_record()
    apply(plan_of_archive("a.zip", before), by=None, states=True)
    assert Meeting.objects.published().count() == 286
    assert archived() == before
