"""What a form refers to is entered from within it, once, by those who may; nothing is more public by it."""

import pytest
from django.contrib.admin.models import LogEntry

from cooperation.models import Action, Agency, Event, Official, Program, Source, State, Topic, Version
from tests.editorial.permits.people import come_in
from tests.editorial.posting import ADD
from tests.factories import make_meeting, make_official, make_participation, make_source

pytestmark = pytest.mark.django_db


def create(client, noun, text, **more):
    return client.post(f"/admin/create/{noun}/", {"text": text, **more})


def test_an_official_is_entered_with_a_version_and_an_entry_in_the_log(admin_client, admin_user):
    answer = create(admin_client, "official", "  Vera   Lindqvist ").json()
    official = Official.objects.get()
    assert (official.name_en, official.slug) == ("Vera Lindqvist", "vera-lindqvist")
    assert (answer["id"], answer["text"]) == (official.pk, "Vera Lindqvist")
    assert answer["url"] == f"/admin/cooperation/official/{official.pk}/change/"
    version = Version.objects.get()
    assert (version.uid, version.action, version.by) == (official.uid, Action.CREATED, admin_user)
    assert LogEntry.objects.get().object_id == str(official.pk)


def test_an_official_of_a_contributor_is_not_public(client):
    contributor = come_in("contributor")
    create(contributor, "official", "Vera Lindqvist")
    official = Official.objects.get()
    assert client.get("/officials/vera-lindqvist/").status_code == 404
    draft = make_meeting(state=State.DRAFT)
    make_participation(draft, Agency.objects.create(name_en="X", side="un", kind="other-un"), official)
    assert list(Official.objects.published()) == []


@pytest.mark.parametrize(("noun", "model"), [("program", Program), ("event", Event)])
def test_what_is_published_by_itself_begins_as_a_draft(noun, model):
    answer = create(come_in("contributor"), noun, "Mine action").json()
    record = model.objects.get()
    assert (record.state, record.published_at, record.state_changed_by.username) == ("draft", None, "contributor")
    assert answer["note"] == "Entered as a draft of its own."


@pytest.mark.parametrize("noun", ["agency", "topic"])
def test_what_is_public_at_once_is_for_editors(noun):
    assert create(come_in("contributor"), noun, "Mine action", side="un").status_code == 403
    assert Agency.objects.count() == Topic.objects.count() == 0
    answer = create(come_in("editor"), noun, "Mine action", side="un").json()
    assert answer["note"] == "Entered, and public at once."


def test_an_agency_says_its_side(admin_client):
    create(admin_client, "agency", "Mine action", side="azerbaijan")
    assert Agency.objects.values_list("side", "kind").get() == ("azerbaijan", "other-azerbaijan")
    for side in ("", "third"):
        assert create(admin_client, "agency", "Another", side=side).status_code == 400
    assert Agency.objects.count() == 1


def test_a_name_in_cyrillic_is_kept_beside_its_english():
    create(come_in("contributor"), "official", "Алия Мамедова")
    official = Official.objects.get()
    assert (official.name_ru, official.name_en.isascii()) == ("Алия Мамедова", True)


def test_a_source_is_entered_by_its_address(admin_client):
    create(admin_client, "source", "https://news.example/1")
    assert Source.objects.get().url == "https://news.example/1"
    response = create(admin_client, "source", "javascript:alert(1)")
    assert (response.status_code, Source.objects.count()) == (400, 1)
    assert response.json()["error"]


def test_the_same_name_is_the_same_record(admin_client):
    official, source = make_official("Vera Lindqvist", name_ru="Вера Линдквист"), make_source("https://news.example/1")
    for noun, text, record in (
        ("official", "vera lindqvist", official),
        ("official", "Вера Линдквист", official),
        ("source", "http://www.news.example/1/", source),
    ):
        answer = create(admin_client, noun, text).json()
        assert (answer["id"], answer["note"]) == (record.pk, "This was there already.")
    assert (Official.objects.count(), Source.objects.count(), Version.objects.count()) == (1, 1, 0)


def test_a_likely_duplicate_is_named(admin_client):
    make_official("Vera Lindqvist")
    assert (
        "This may be there already: Vera Lindqvist" in create(admin_client, "official", "Wera Lindkvist").json()["note"]
    )


@pytest.mark.parametrize("text", ["", " ", "\0", "x" * 301])
def test_nonsense_is_refused_in_words(admin_client, text):
    response = create(admin_client, "official", text)
    assert (response.status_code, Official.objects.count()) == (400, 0)
    words = response.json()["error"]
    assert words
    assert words[: len(words) // 2].strip() != words[len(words) // 2 :].strip()


def test_only_these_nouns_are_made(admin_client):
    assert create(admin_client, "meeting", "A meeting").status_code == 404


@pytest.mark.parametrize(("role", "offered"), [("contributor", 3), ("editor", 5)])
def test_the_form_offers_what_its_editor_may_add(role, offered):
    """A contributor adds no bodies and no topics."""
    page = come_in(role).get(ADD).context
    widgets = [page["adminform"].form.fields[name].widget for name in ("topics", "programs", "sources")]
    [row] = [
        each.formset.empty_form for each in page["inline_admin_formsets"] if each.formset.prefix == "participations"
    ]
    widgets += [row.fields[name].widget for name in ("agency", "official")]
    assert sum("data-create" in widget.widget.attrs for widget in widgets) == offered
