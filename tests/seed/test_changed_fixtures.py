"""What loading does to records that no editor has touched, when their fixtures change."""

import pytest

from cooperation.models import Address, Agency, Commitment, Meeting, Official, Point, Program, State, Topic
from cooperation.seed.loading import dump, load
from cooperation.seed.nouns import NOUNS

from .small_record import SmallRecord, uid

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(small: SmallRecord) -> SmallRecord:
    load(small.write())
    return small


CHANGES = {
    "a text": ("mines", {"name_en": "Action on mines"}),
    "a text taken away": ("mines", {"name_az": None}),
    "a parent": ("awareness", {"parent": "youth"}),
    "no parent": ("awareness", {"parent": None}),
    "goals": ("awareness", {"sdgs": [3]}),
    "a source's title": ("notice", {"title": "A notice"}),
    "acronyms": ("unicef", {"acronym": "CF", "acronym_ru": "ЮНИСЕФ"}),
    "aliases": ("unicef", {"aliases": ["Fund"]}),
    "an identifier": ("unicef", {"identifiers": [{"scheme": "iati", "value": "XM-DAC-41122"}]}),
    "a date": ("cop", {"start": "2024-11", "end": None}),
    "an official's posts": ("bayramov", {"appointments": [{"title_en": "Minister", "agency": "mfa"}]}),
    "no posts": ("bayramov", {"appointments": None}),
    "relations": ("risk", {"agencies": ["mfa"], "topics": None}),
    "the meeting of an agreement": ("memorandum", {"meeting": None}),
    "an event's relation": ("meeting", {"events": [{"event": "cop", "relation": "sidelines"}]}),
    "no events": ("meeting", {"events": None}),
    "no sources": ("meeting", {"sources": None}),
    "no points": ("meeting", {"points": None, "commitments": None}),
    "no commitments": ("meeting", {"commitments": None}),
}


@pytest.mark.parametrize(("name", "change"), CHANGES.values(), ids=CHANGES.keys())
def test_load_updates_a_record_whose_fixture_has_changed(loaded, name, change):
    row = loaded.of(name)
    noun = next(noun for noun, rows in loaded.nouns.items() if row in rows)
    row |= change

    outcome = load(loaded.write())

    assert (dict(outcome.updated), outcome.kept, outcome.entered) == ({noun: 1}, {}, {})
    wanted = {key: value for key, value in row.items() if value is not None}
    assert dump(NOUNS[noun].model.objects.get(uid=row["uid"])) == wanted


def test_load_knows_an_acronym_that_was_loaded_when_there_was_one_alone(loaded):
    """What is new in the shape of a fixture is no change by an editor."""
    assert load(loaded.write()).kept == {}
    loaded.of("unicef")["acronym_ru"] = "ЮНИСЕФ"

    load(loaded.write())

    assert Agency.objects.values_list("acronym_en", "acronym_az", "acronym_ru").get(slug="unicef") == (
        "UNICEF",
        None,
        "ЮНИСЕФ",
    )


def test_load_updates_participants_that_change_places(loaded):
    seats = loaded.of("meeting")["participations"]
    seats[0]["number"], seats[1]["number"] = 2, 1
    seats.sort(key=lambda seat: seat["number"])
    loaded.of("meeting")["points"][0]["raised_by"] = 1

    load(loaded.write())

    assert dump(Meeting.objects.get(uid=uid("meeting"))) == loaded.of("meeting")
    assert Point.objects.get(order=1).participation.official == Official.objects.get(slug="dominicis")


def test_load_updates_a_meeting_that_loses_the_speaker_of_a_point(loaded):
    meeting = loaded.of("meeting")
    meeting["participations"] = meeting["participations"][1:]
    meeting["points"][0]["raised_by"] = 2

    load(loaded.write())

    assert dump(Meeting.objects.get(uid=uid("meeting"))) == meeting


def test_load_keeps_the_identity_of_a_commitment_that_it_updates(loaded):
    before = Commitment.objects.get()
    loaded.of("meeting")["commitments"][0] |= {"point": 1, "text_en": "To meet in spring"}

    load(loaded.write())

    after = Commitment.objects.get()
    assert (after.pk, after.uid, after.text_en, after.point.order) == (before.pk, before.uid, "To meet in spring", 1)


def test_load_leads_the_former_address_of_a_renamed_fixture_on(loaded):
    loaded.of("mines")["slug"] = "demining"
    loaded.of("awareness")["parent"] = "demining"
    loaded.of("meeting")["points"][0]["topics"] = ["demining"]

    outcome = load(loaded.write())

    topic = Topic.objects.get(uid=uid("mines"))
    assert topic.slug == "demining"
    assert Address.objects.get(noun="topics", slug="mines").record_id == topic.pk
    # The topic alone has changed: what refers to it does so by its uid.
    assert dict(outcome.updated) == {"topics": 1}


def test_load_publishes_what_was_in_review(loaded):
    loaded.of("uncertain")["state"] = "published"

    load(loaded.write())

    meeting = Meeting.objects.get(uid=uid("uncertain"))
    assert meeting.state == State.PUBLISHED
    assert meeting.published_at is not None


def test_load_does_not_touch_what_no_fixture_holds(loaded):
    Program.objects.update(withdrawal_reason_en="An old reason")
    loaded.of("risk")["partners"] = "European Union"

    load(loaded.write())

    program = Program.objects.get()
    assert (program.partners, program.withdrawal_reason_en) == ("European Union", "An old reason")


def test_load_leaves_a_record_alone_whose_fixture_is_no_longer_there(loaded):
    loaded.nouns["agreements"].clear()
    loaded.of("meeting")["topics"] = ["awareness"]
    loaded.nouns["topics"] = [topic for topic in loaded.nouns["topics"] if topic["slug"] != "youth"]

    load(loaded.write())

    assert Topic.objects.filter(slug="youth").exists()


def test_load_updates_only_what_changed(loaded):
    before = dict(Agency.objects.values_list("pk", "modified"))
    loaded.of("mfa")["name_en"] = "Ministry of Foreign Affairs"

    load(loaded.write())

    after = dict(Agency.objects.values_list("pk", "modified"))
    changed = [pk for pk in before if before[pk] != after[pk]]
    assert changed == [Agency.objects.get(slug="mfa").pk]
