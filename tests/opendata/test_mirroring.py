"""What a copy needs to keep up: after each change it holds what the record holds, and was told of no more than that."""

import datetime
import uuid

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from cooperation.models import (
    Agency,
    Agreement,
    Appointment,
    Commitment,
    CommitmentChange,
    Event,
    Generation,
    Identifier,
    LastChange,
    Meeting,
    Official,
    Participation,
    Point,
    Program,
    Source,
    Topic,
)
from cooperation.opendata.resources import RESOURCES
from cooperation.record.formats import NOUNS
from tests import factories as make
from tests.once import once
from tests.opendata.full import make_full_record

pytestmark = pytest.mark.django_db

NEVER = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)


def ask(client, noun, **query):
    """All pages of an answer: the first page, and the records of all of them."""
    parts = ",".join(RESOURCES[noun].parts)
    first = page = client.get(f"/api/v1/{noun}/", query | ({"expand": parts} if parts else {})).json()
    assert "results" in first, first
    records = list(page["results"])
    while page["next"]:
        page = client.get(page["next"]).json()
        records += page["results"]
    return first, records


class Copy:
    """Every record of every noun, whole, as a mirror keeps it."""

    def __init__(self, client):
        self.client, self.held, self.tokens, self.told = client, {}, {}, set()
        for noun in NOUNS:
            first, records = ask(client, noun)
            self.tokens[noun] = first["token"]
            self.held |= {(noun, each["uid"]): each for each in records}

    def catch_up(self, **since):
        """Ask what changed, and take it over."""
        self.told = set()
        for noun in NOUNS:
            first, records = ask(self.client, noun, updated_since=since.get("since", self.tokens[noun]), page_size=2)
            self.tokens[noun] = first["token"]
            for gone in first["withdrawn"]:
                self.told.add((noun, gone["uid"]))
                self.held.pop((noun, gone["uid"]), None)
            for each in records:
                self.told.add((noun, each["uid"]))
                self.held[noun, each["uid"]] = each
        return self


def first(model):
    return model.objects.order_by("pk").first()


def update(model, **fields):
    model.objects.filter(pk=first(model).pk).update(**fields)


def withdraw():
    update(Meeting, state="withdrawn", withdrawal_reason_en="Twice")


def unseat_the_official():
    Point.objects.update(participation=None)
    Participation.objects.filter(official__isnull=False).delete()


def delete_the_commitment():
    CommitmentChange.objects.all()._raw_delete("default")
    Commitment.objects.all().delete()


def add_a_meeting():
    make.make_meeting(officials=[(make.make_official("New person"), first(Agency))], topics=[first(Topic)])


CHANGES = {
    "agency renamed": lambda: Agency.objects.filter(slug="unf").update(name_en="Other name"),
    "acronym": lambda: Agency.objects.filter(slug="unf").update(acronym_ru="ИНОЕ"),
    "agency described": lambda: Agency.objects.filter(slug="unf").update(description_en="Other"),
    "agency moved below another": lambda: Agency.objects.filter(slug="nazirlik").update(
        parent=Agency.objects.get(slug="unf")
    ),
    "identifier": lambda: Identifier.objects.all().delete(),
    "official renamed": lambda: update(Official, name_en="Other name"),
    "post": lambda: Appointment.objects.update(title_en="Other post"),
    "no posts": lambda: Appointment.objects.all().delete(),
    "topic renamed": lambda: Topic.objects.filter(slug="mines").update(name_az="Başqa"),
    "parent topic renamed": lambda: Topic.objects.filter(slug="peace").update(name_en="Other name"),
    "source": lambda: update(Source, title="Başqa"),
    "source deleted from a meeting": lambda: first(Meeting).sources.clear(),
    "program": lambda: update(Program, name_en="Other name"),
    "program withdrawn": lambda: update(Program, state="withdrawn", withdrawal_reason_en="Twice"),
    "program back in review": lambda: update(Program, state="review"),
    "event": lambda: Event.objects.filter(name_en="Event").update(name_en="Other name"),
    "parent event withdrawn": lambda: Event.objects.filter(name_en="Whole").update(
        state="withdrawn", withdrawal_reason_en="Twice"
    ),
    "relation to an event": lambda: first(Meeting).event_links.update(relation="visit"),
    "agreement": lambda: update(Agreement, title_en="Other title"),
    "parties": lambda: first(Agreement).parties.clear(),
    "agreement withdrawn": lambda: update(Agreement, state="withdrawn", withdrawal_reason_en="Twice"),
    "commitment": lambda: update(Commitment, text_en="Other text"),
    "progress": lambda: CommitmentChange.objects.filter(on="2025").delete(),
    "commitment deleted": delete_the_commitment,
    "title": lambda: update(Meeting, title_en="Other title"),
    "slug": lambda: update(Meeting, slug="other"),
    "date": lambda: update(Meeting, date="2024-02"),
    "seat": lambda: update(Participation, role="host"),
    "seats deleted": unseat_the_official,
    "point": lambda: update(Point, text_en="Other text"),
    "topic of a point": lambda: first(Point).topics.clear(),
    "meeting withdrawn": withdraw,
    "meeting back to draft": lambda: update(Meeting, state="draft"),
    "meeting entered": add_a_meeting,
    "draft entered": lambda: make.make_meeting(state="draft", officials=[(make.make_official(), first(Agency))]),
    "topic deleted": lambda: Topic.objects.filter(slug="unused").delete(),
}


@once
def record():
    return make_some()


@once
def copied():
    """A copy, whose client each test gives it."""
    make_some()
    copy = Copy(Client())
    copy.client = None
    return copy


def make_some():
    meeting = make_full_record()
    make.make_topic("Unused")
    make.make_topic("Untouched")
    make.make_meeting("Another", topics=[make.make_topic("Apart")])
    return meeting


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_copy_holds_what_the_record_holds_after_a_change(client, copied, change):
    copied.client = client
    change()
    assert copied.catch_up().held == Copy(client).held
    assert ("topics", str(Topic.objects.get(slug="untouched").uid)) not in copied.told
    assert copied.catch_up().told == set()


def test_a_copy_keeps_up_with_one_change_after_another(client, record):
    copy = Copy(client)
    for change in CHANGES.values():
        change()
        assert copy.catch_up().held == Copy(client).held


def test_a_moment_tells_the_same_as_a_token(client, record):
    copy, before = Copy(client), datetime.datetime.now(datetime.UTC).isoformat()
    CHANGES["agency renamed"]()
    withdraw()
    assert copy.catch_up(since=before).held == Copy(client).held


def test_what_nobody_reads_is_no_change(client, record):
    copy, before = Copy(client), client.get(f"/api/v1/meetings/{record.slug}/").json()["modified"]
    record.editor_note_en = record.editor_note = "Is the date right?"
    record.save()
    Source.objects.update(link_status="dead")
    assert copy.catch_up().told == set()
    assert client.get(f"/api/v1/meetings/{record.slug}/").json()["modified"] == before


def test_a_description_moves_nobody_who_only_names_it(client, record):
    copy = Copy(client)
    Agency.objects.filter(slug="unf").update(description_en="Other")
    agency = Agency.objects.get(slug="unf")
    assert {noun for noun, _uid in copy.catch_up().told} == {"agencies"}
    assert ("agencies", str(agency.uid)) in copy.told


def test_a_new_meeting_moves_nobody_who_was_public_before(client, record):
    copy = Copy(client)
    make.make_meeting("New", officials=[(Official.objects.get(), Agency.objects.get(slug="unf"))])
    assert {noun for noun, _uid in copy.catch_up().told} == {"meetings"}


@pytest.mark.parametrize(
    ("noun", "model", "change"),
    [
        ("commitments", Commitment, delete_the_commitment),
        ("officials", Official, unseat_the_official),
        ("officials", Official, withdraw),
        ("commitments", Commitment, withdraw),
        ("meetings", Meeting, withdraw),
    ],
)
def test_who_is_public_no_more_is_told(client, record, noun, model, change):
    make.make_meeting("Kept")
    gone = Official.objects.get() if model is Official else record if model is Meeting else Commitment.objects.get()
    token = client.get(f"/api/v1/{noun}/").json()["token"]
    change()
    page = client.get(f"/api/v1/{noun}/", {"updated_since": token}).json()
    assert [each["uid"] for each in page["withdrawn"]] == [str(gone.uid)]


def test_a_deleted_topic_is_told_of_by_uid_and_slug(client, record):
    token = client.get("/api/v1/topics/").json()["token"]
    topic = Topic.objects.get(slug="unused")
    uid = str(topic.uid)
    topic.delete()
    assert client.get("/api/v1/topics/", {"updated_since": token}).json()["withdrawn"] == [
        {"uid": uid, "slug": "unused"}
    ]


def test_a_draft_is_never_told_of_not_even_when_it_goes(client, record):
    token = client.get("/api/v1/meetings/").json()["token"]
    draft = make.make_meeting(state="draft", officials=[(make.make_official(), first(Agency))])
    draft.title_en = "Other"
    draft.save()
    make.make_program(state="review").delete()
    draft.delete()
    for noun in ("meetings", "officials", "programs"):
        page = client.get(f"/api/v1/{noun}/", {"updated_since": token}).json()
        assert (page["results"], page["withdrawn"]) == ([], [])


def test_a_slug_of_what_went_back_to_draft_is_not_told(client, record):
    token = client.get("/api/v1/meetings/").json()["token"]
    update(Meeting, state="draft")
    page = client.get("/api/v1/meetings/", {"updated_since": token}).json()
    assert [each["slug"] for each in page["withdrawn"]] == [None]


def test_a_filter_narrows_changes_too(client, record):
    token = client.get("/api/v1/meetings/").json()["token"]
    Meeting.objects.update(city="Gəncə")
    page = client.get("/api/v1/meetings/", {"updated_since": token, "topic": "apart"}).json()
    assert [each["title"]["en"] for each in page["results"]] == ["Another"]


def test_the_next_question_by_time_misses_nothing(client, record):
    as_of = client.get("/api/v1/meetings/", {"updated_since": "2021-01-01"}).json()["as_of"]
    update(Meeting, city="Gəncə")
    assert client.get("/api/v1/meetings/", {"updated_since": as_of}).json()["count"] >= 1


def test_a_zone_may_be_written_as_in_an_address(client, record):
    for text in ("2021-01-01T00:00:00 04:00", "2021-01-01T00:00:00+04:00"):
        assert client.get("/api/v1/meetings/", {"updated_since": text}).status_code == 200


def refused(client, token):
    response = client.get("/api/v1/meetings/", {"updated_since": token})
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    return response.status_code, problem["code"], problem["parameter"]


def test_a_token_of_another_epoch_is_gone(client, record):
    token = client.get("/api/v1/meetings/").json()["token"]
    call_command("start_epoch", verbosity=0)
    assert refused(client, token) == (410, "unknown-token", "updated_since")
    assert refused(client, f"{uuid.uuid4().hex}.1") == (410, "unknown-token", "updated_since")
    assert client.get("/api/v1/meetings/", {"updated_since": client.get("/meetings.json").json()["token"]}).json()


def test_a_token_of_a_state_that_has_not_come_is_gone(client, record):
    now = Generation.objects.get()
    assert refused(client, f"{now.epoch.hex}.{now.number + 1}") == (410, "unknown-token", "updated_since")


def test_what_nobody_counted_is_noted_with_the_next_epoch(client, record):
    """A table that was filled while no trigger was at work, as a restore does."""
    LastChange.objects.all().delete()
    call_command("start_epoch", verbosity=0)
    since = {"updated_since": "2021-01-01"}
    for noun in NOUNS:
        assert client.get(f"/api/v1/{noun}/", since).json()["count"] == client.get(f"/api/v1/{noun}/").json()["count"]


def test_a_moment_that_has_not_come_is_refused(client):
    now = timezone.now()
    answer = client.get("/api/v1/meetings/", {"updated_since": (now + datetime.timedelta(hours=1)).isoformat()})
    assert (answer.status_code, answer.json()["code"], answer.json()["parameter"]) == (
        400,
        "bad-value",
        "updated_since",
    )
    # A clock may be a little ahead of this one.
    ahead = client.get("/api/v1/meetings/", {"updated_since": (now + datetime.timedelta(minutes=4)).isoformat()})
    assert (ahead.status_code, ahead.json()["results"]) == (200, [])
