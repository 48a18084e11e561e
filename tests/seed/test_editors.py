"""What editors have done to a record stands, whatever the fixtures say later."""

import pytest

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
from cooperation.seed.loading import dump, load
from tests.factories import make_agency, make_commitment, make_participation, make_point, make_source, make_topic

from .small_record import SmallRecord, uid
from .test_loading import state_of_everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(small: SmallRecord) -> SmallRecord:
    load(small.write())
    return small


def meeting() -> Meeting:
    return Meeting.objects.get(uid=uid("meeting"))


def change(record, **fields) -> None:
    for name, value in fields.items():
        setattr(record, name, value)
    record.save()


def withdraw() -> None:
    record = meeting()
    record.move_to(State.WITHDRAWN, by=None, reason="Entered twice.")
    record.save()


EDITS = {
    "a text": lambda: change(meeting(), title_en="As an editor puts it"),
    "a translation": lambda: change(meeting(), title_az="Görüş"),
    "a date": lambda: change(meeting(), date="2024-01-12"),
    "the state": withdraw,
    "the address": lambda: change(meeting(), slug="another-address"),
    "a note": lambda: change(meeting(), editor_note="To be checked"),
    "a topic more": lambda: meeting().topics.add(Topic.objects.get(slug="mines")),
    "a topic less": lambda: meeting().topics.remove(Topic.objects.get(slug="youth")),
    "a new topic": lambda: meeting().topics.add(make_topic()),
    "a program less": lambda: meeting().programs.clear(),
    "a source more": lambda: meeting().sources.add(make_source()),
    "an event less": lambda: meeting().event_links.all().delete(),
    "an event's relation": lambda: meeting().event_links.update(relation="sidelines"),
    "a participant more": lambda: make_participation(meeting(), make_agency(), order=4),
    "a participant less": lambda: meeting().participations.get(order=3).delete(),
    "a participant's title": lambda: meeting().participations.filter(order=1).update(reported_title_en="Envoy"),
    "a participant's role": lambda: meeting().participations.update(role="participant"),
    "a point more": lambda: make_point(meeting(), order=3),
    "a point's text": lambda: meeting().points.filter(order=1).update(text_en="Otherwise"),
    "a point's topics": lambda: meeting().points.get(order=1).topics.clear(),
    "a point's speaker": lambda: meeting().points.update(participation=None),
    "a commitment more": lambda: make_commitment(meeting().points.get(order=1), Agency.objects.get(slug="mfa")),
    "a commitment less": lambda: meeting().commitments.all().delete(),
    "a commitment kept": lambda: (
        meeting().commitments.get().changes.create(progress="fulfilled", on="2025-03", source=Source.objects.first())
    ),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_load_keeps_a_meeting_as_an_editor_left_it(loaded, edit):
    edit()
    before = state_of_everything()

    load(loaded.folder)
    assert state_of_everything() == before

    loaded.of("meeting")["summary_en"] = "The fixture has changed too."
    outcome = load(loaded.write())
    assert dict(outcome.kept) == {"meetings": 1}
    assert state_of_everything() == before


OTHER_EDITS = {
    "a topic": (Topic, "mines", lambda record: change(record, name_ru="Мины"), "name_en"),
    "an agency's other names": (Agency, "unicef", lambda record: change(record, aliases="Fund"), "name_en"),
    "an agency's identifiers": (Agency, "unicef", lambda record: record.identifiers.all().delete(), "name_en"),
    "an official's post": (Official, "bayramov", lambda record: record.appointments.update(end="2025"), "name_en"),
    "an official's new post": (
        Official,
        "bayramov",
        lambda record: Appointment.objects.create(official=record, title_en="Envoy"),
        "name_en",
    ),
    "a program": (Program, "risk", lambda record: record.topics.clear(), "name_en"),
    "an event": (Event, "cop", lambda record: change(record, status="announced"), "name_en"),
    "an agreement": (Agreement, "memorandum", lambda record: record.parties.clear(), "title_en"),
    "a source": (Source, "notice", lambda record: change(record, publisher="Notices"), "title"),
}


@pytest.mark.parametrize(("model", "name", "edit", "field"), OTHER_EDITS.values(), ids=OTHER_EDITS.keys())
def test_load_keeps_every_noun_as_an_editor_left_it(loaded, model, name, edit, field):
    edit(model.objects.get(uid=uid(name)))
    before = state_of_everything()
    loaded.of(name)[field] = "The fixture has changed too"

    outcome = load(loaded.write())

    assert sum(outcome.kept.values()) == 1
    assert state_of_everything() == before


def test_load_updates_again_once_an_editor_has_undone_the_change(loaded):
    change(meeting(), city="Ganja")
    loaded.of("meeting")["venue"] = "Ministry"
    load(loaded.write())
    change(meeting(), city="Baku")

    outcome = load(loaded.folder)

    assert dict(outcome.updated) == {"meetings": 1}
    assert meeting().venue == "Ministry"


def test_load_updates_a_record_that_refers_to_one_that_an_editor_renamed(loaded):
    change(Topic.objects.get(slug="youth"), slug="young-people")
    loaded.of("meeting")["city"] = "Ganja"

    load(loaded.write())

    assert meeting().city == "Ganja"
    assert set(meeting().topics.values_list("slug", flat=True)) == {"awareness", "young-people"}


def test_load_keeps_a_renamed_record_renamed(loaded):
    change(Official.objects.get(slug="bayramov"), slug="jeyhun-bayramov")

    load(loaded.folder)

    assert Official.objects.get(uid=uid("bayramov")).slug == "jeyhun-bayramov"
    assert Official.objects.count() == 2


def test_load_does_not_take_the_line_ends_of_a_browser_for_a_change(loaded):
    change(Agency.objects.get(slug="unicef"), aliases="ЮНИСЕФ\r\nYUNİSEF")
    loaded.of("unicef")["founded"] = "1947"

    load(loaded.write())

    assert Agency.objects.get(slug="unicef").founded == "1947"


def delete_the_uncertain_meeting() -> None:
    Meeting.objects.get(uid=uid("uncertain")).delete()


def test_load_does_not_bring_back_what_an_editor_deleted(loaded):
    delete_the_uncertain_meeting()

    load(loaded.folder)
    loaded.of("uncertain")["summary_en"] = "The fixture has changed."
    outcome = load(loaded.write())

    assert not Meeting.objects.filter(uid=uid("uncertain")).exists()
    assert (outcome.entered, outcome.updated, outcome.kept) == ({}, {}, {})


@pytest.fixture
def unpublished(small: SmallRecord) -> SmallRecord:
    """Loaded before anything was published, so that everything may be deleted."""
    for rows in small.nouns.values():
        for row in rows:
            if "state" in row:
                row["state"] = "review"
    load(small.write())
    return small


def test_load_goes_on_without_a_topic_that_an_editor_deleted(unpublished):
    Topic.objects.get(slug="youth").delete()
    before = dict(Meeting.objects.values_list("pk", "modified"))
    load(unpublished.folder)
    assert dict(Meeting.objects.values_list("pk", "modified")) == before

    unpublished.of("meeting")["city"] = "Ganja"
    outcome = load(unpublished.write())

    assert dict(outcome.updated) == {"meetings": 1}
    assert [topic.slug for topic in meeting().topics.all()] == ["awareness"]
    assert meeting().city == "Ganja"


def seat_a_new_meeting(small: SmallRecord, **participation) -> Meeting:
    seats = [{"number": 1, "agency": "unicef", "role": "guest"}, participation | {"number": 2, "role": "host"}]
    point = {"number": 1, "raised_by": 2, "kind": "informed", "text_en": "Something"}
    new = {
        "uid": uid("new"),
        "slug": "2025-new",
        "state": "review",
        "date": "2025",
        "title_en": "New",
        "mode": "unknown",
        "participations": seats,
        "points": [point],
    }
    small.nouns["meetings"].append(new)
    load(small.write())
    return Meeting.objects.get(uid=uid("new"))


def test_load_keeps_the_name_of_a_participant_whose_official_was_deleted(unpublished):
    Point.objects.update(participation=None)
    Participation.objects.filter(official__slug="bayramov").delete()
    Official.objects.get(slug="bayramov").delete()

    new = seat_a_new_meeting(unpublished, agency="mfa", official="bayramov", reported_title_en="Minister")

    seat = new.participations.get(order=2)
    assert (seat.official, seat.reported_name, seat.reported_title_en) == (None, "Jeyhun Bayramov", "Minister")


def test_load_leaves_out_the_seat_of_a_body_that_was_deleted(unpublished):
    for model in (Agreement, Commitment, Point, Meeting):
        model.objects.all().delete()
    Official.objects.all().delete()
    Agency.objects.get(slug="mfa").delete()

    new = seat_a_new_meeting(unpublished, agency="mfa", official="bayramov")

    assert dump(new)["participations"] == [{"number": 1, "agency": "unicef", "role": "guest"}]
    assert dump(new)["points"] == [{"number": 1, "kind": "informed", "text_en": "Something"}]


def test_load_leaves_out_the_paragraph_of_a_source_that_was_deleted(unpublished):
    Meeting.objects.all().update(state=State.REVIEW)
    Point.objects.update(source=None)
    Source.objects.get(url="https://news.example/report").delete()
    unpublished.nouns["meetings"][0] |= {"uid": uid("copy"), "slug": "2024-copy", "commitments": None}
    unpublished.nouns["agreements"].clear()

    load(unpublished.write())

    copy = dump(Meeting.objects.get(uid=uid("copy")))
    assert copy["sources"] == ["https://news.example/notice"]
    assert "source" not in copy["points"][0]
    assert "paragraph" not in copy["points"][0]
