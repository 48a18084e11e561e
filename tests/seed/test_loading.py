import datetime

import pytest
from django.utils import timezone

from cooperation.models import (
    Address,
    Agency,
    Commitment,
    Meeting,
    Official,
    Participation,
    Point,
    Program,
    SearchDocument,
    SeedRecord,
    Source,
    State,
    Topic,
)
from cooperation.seed.files import DamagedError
from cooperation.seed.loading import dump, load
from cooperation.seed.nouns import NOUNS
from tests.factories import make_topic

from .small_record import SmallRecord, uid

pytestmark = pytest.mark.django_db


def records(small: SmallRecord):
    """Each fixture with the record that it became."""
    for noun, rows in small.nouns.items():
        for row in rows:
            yield row, NOUNS[noun].model.objects.get(uid=row["uid"])


def test_load_enters_every_fixture_as_dump_gives_it_back(small):
    outcome = load(small.write())

    assert dict(outcome.entered) == {noun: len(rows) for noun, rows in small.nouns.items()}
    for row, record in records(small):
        assert dump(record) == row


def test_load_publishes_what_is_published_and_no_more(small):
    before = timezone.now()

    load(small.write())

    meeting, waiting = Meeting.objects.get(uid=uid("meeting")), Meeting.objects.get(uid=uid("uncertain"))
    assert (meeting.state, meeting.state_changed_by) == (State.PUBLISHED, None)
    assert before <= meeting.published_at <= timezone.now()
    assert meeting.published_at == Program.objects.get().published_at
    assert (waiting.state, waiting.published_at) == (State.REVIEW, None)


def test_load_saves_records_as_forms_do(small):
    load(small.write())

    official = Official.objects.get(uid=uid("bayramov"))
    assert official.sort_key_en == "jeyhun bayramov"
    assert Address.objects.get(noun="officials", slug="bayramov").record_id == official.pk
    assert SearchDocument.objects.filter(noun="officials", record_id=official.pk, words__contains="ceyhun").exists()


def test_load_writes_the_english_text_whatever_language_is_active(small, settings):
    from django.utils import translation

    with translation.override("az"):
        load(small.write())

    topic = Topic.objects.get(uid=uid("mines"))
    assert (topic.name_en, topic.name_az, topic.name_ru) == ("Mine action", "Minalar", None)


def state_of_everything():
    """Every row of every noun and of their parts, with the time of the last change."""
    models = [*(shape.model for shape in NOUNS.values()), Participation, Point, Commitment, SeedRecord, SearchDocument]
    return {model: list(model.objects.order_by("pk").values()) for model in models}


def test_load_a_second_time_changes_nothing(small):
    load(small.write())
    before = state_of_everything()

    outcome = load(small.folder)

    assert (outcome.entered, outcome.updated, outcome.kept) == ({}, {}, {})
    assert state_of_everything() == before


def test_load_a_second_time_asks_little(small, django_assert_num_queries):
    load(small.write())

    # A savepoint and its release, the ledger, and the uids of eight nouns.
    with django_assert_num_queries(11):
        load(small.folder)


def test_load_tells_its_progress_only_where_there_is_work(small):
    told = []
    load(small.write(), progress=lambda *what: told.append(what))
    assert [what for what in told if what[0] in ("topics", "meetings")] == [
        ("topics", 1, 3),
        ("topics", 2, 3),
        ("topics", 3, 3),
        ("meetings", 1, 2),
        ("meetings", 2, 2),
    ]

    told.clear()
    load(small.folder, progress=lambda *what: told.append(what))
    assert told == []


def test_load_enters_new_fixtures_beside_old_ones(small):
    load(small.write())
    small.nouns["topics"].append({"uid": uid("health"), "slug": "health", "name_en": "Health"})
    small.of("meeting")["topics"].append("health")

    outcome = load(small.write())

    assert (dict(outcome.entered), dict(outcome.updated)) == ({"topics": 1}, {"meetings": 1})
    assert Meeting.objects.get(uid=uid("meeting")).topics.filter(slug="health").exists()


def test_load_leaves_records_alone_that_are_no_fixtures(small):
    load(small.write())
    own = make_topic("Space")

    load(small.folder)

    assert Topic.objects.get(pk=own.pk).name_en == "Space"


def test_load_gives_a_fixture_another_address_where_an_editor_took_its_own(small):
    make_topic("Youth")

    load(small.write())

    assert Topic.objects.get(uid=uid("youth")).slug == "youth-2"


@pytest.mark.parametrize("noun", ["topics", "meetings", "agreements"])
def test_load_of_a_damaged_folder_loads_nothing(small, noun):
    small.nouns[noun][-1]["colour"] = "red"

    with pytest.raises(DamagedError):
        load(small.write())

    assert not any(shape.model.objects.exists() for shape in NOUNS.values())
    assert not SeedRecord.objects.exists()


def test_load_names_the_row_that_only_the_database_can_refuse(small):
    load(small.write())
    Agency.objects.create(name_en="Other fund", side="un", kind="other-un", acronym="UNF")
    small.of("unicef")["acronym"] = "UNF"
    small.of("mines")["name_en"] = "Changed"
    small.write()

    with pytest.raises(DamagedError) as refusal:
        load(small.folder)

    place = f"{small.path('agencies')}, line {small.line_of('unicef')}: the database refuses this record ("
    assert str(refusal.value).startswith(place)
    assert Topic.objects.get(uid=uid("mines")).name_en == "Mine action"


def test_load_takes_a_source_that_an_editor_entered_before(small):
    own = Source.objects.create(url="http://www.news.example/report/", title="As an editor knows it")

    load(small.write())

    assert Source.objects.count() == 2
    assert own in Meeting.objects.get(uid=uid("meeting")).sources.all()
    own.refresh_from_db()
    assert (own.title, own.url) == ("As an editor knows it", "http://www.news.example/report/")


@pytest.mark.parametrize("own", [{"acronym": "UNICEF"}, {"identifier": "Q740308"}])
def test_load_takes_an_agency_that_an_editor_entered_before(small, own):
    agency = Agency.objects.create(name_en="My fund", side="un", kind="other-un", acronym=own.get("acronym", ""))
    if "identifier" in own:
        agency.identifiers.create(scheme="wikidata", value=own["identifier"])

    load(small.write())
    load(small.folder)

    assert Agency.objects.of_the_un().get().name_en == "My fund"
    assert Meeting.objects.get(uid=uid("uncertain")).participations.get().agency == agency


def test_load_updates_what_refers_to_a_record_that_stands_in(small):
    Source.objects.create(url="https://news.example/report/", title="As an editor knows it")
    load(small.write())
    small.of("meeting")["city"] = "Ganja"

    outcome = load(small.write())

    assert dict(outcome.updated) == {"meetings": 1}
    assert Meeting.objects.get(uid=uid("meeting")).sources.filter(title="As an editor knows it").exists()


def test_dump_leaves_out_when_the_record_was_entered_and_changed(small):
    load(small.write())
    Meeting.objects.update(modified=timezone.now() + datetime.timedelta(days=1))

    assert dump(Meeting.objects.get(uid=uid("meeting"))) == small.of("meeting")
