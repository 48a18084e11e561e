"""Nothing unpublished in any answer of the API, nor any address for it."""

import pytest

from cooperation.models import Agreement, Event, Meeting, Official, Program
from cooperation.opendata.rendering import facets_of
from cooperation.opendata.resources import RESOURCES
from cooperation.record.filters import LISTED
from cooperation.record.formats import LISTS as NAMES
from cooperation.record.formats import NOUNS
from tests import factories as make
from tests.browse.test_leaks import SECRET, site  # noqa: F401

pytestmark = pytest.mark.django_db

KNOWN = {
    "meetings": "2024-01-11-known-meeting",
    "agencies": "unicef",
    "officials": "known-person",
    "programs": "known-program",
    "events": "known-event",
    "topics": "mines",
    "agreements": "known-agreement",
    "commitments": "2024-01-11-known",
}
LISTS = [(noun, "") for noun in LISTED] + [(noun, f"expand={','.join(RESOURCES[noun].parts)}") for noun in NOUNS]


def clean(response):
    assert response.status_code == 200, response.content
    text = response.content.decode()
    assert SECRET.lower() not in text.lower()
    return response.json()


@pytest.mark.parametrize(("noun", "query"), LISTS)
def test_a_list_holds_nothing_that_is_hidden(client, site, noun, query):  # noqa: F811
    page = clean(client.get(f"/api/v1/{noun}/?{query}"))
    assert page["count"] == len(page["results"]) > 0


@pytest.mark.parametrize("noun", NOUNS)
def test_a_copy_is_told_only_of_what_was_public(client, site, noun):  # noqa: F811
    """The slug and uid of a withdrawn record, so that a copy lets go of it; nothing of what never was public."""
    for model in (Meeting, Program, Event, Agreement):
        withdrawn = [each.pk for each in model.objects.withdrawn()]
        for state in ("published", "withdrawn"):
            model.objects.filter(pk__in=withdrawn).update(state=state)
    page = client.get(f"/api/v1/{noun}/?updated_since=2000-01-01").json()
    gone = page.pop("withdrawn")
    assert SECRET.lower() not in str(page).lower()
    assert page["results"]
    assert len(gone) == (0 if noun in {"agencies", "topics"} else 1)
    assert not [each for each in gone if "draft" in each["slug"] or "review" in each["slug"]]


@pytest.mark.parametrize("state", ["draft", "review"])
@pytest.mark.parametrize("made", [make.make_meeting, make.make_program, make.make_event, make.make_agreement])
def test_the_slug_of_a_draft_that_was_public_is_not_told(client, made, state):
    record = made()
    # No step of the desk leads back to a draft: a repair by hand does.
    type(record).objects.filter(pk=record.pk).update(state=state, slug=f"{SECRET}-again".lower())
    response = client.get(f"/api/v1/{record.noun}/?updated_since=2000-01-01")
    assert response.json()["withdrawn"] == [{"uid": str(record.uid), "slug": None}]
    assert SECRET.lower() not in response.content.decode().lower()


@pytest.mark.parametrize(("noun", "slug"), KNOWN.items())
def test_a_record_holds_nothing_that_is_hidden(client, site, noun, slug):  # noqa: F811
    slug = next(
        each["slug"] for each in client.get(f"/api/v1/{noun}/").json()["results"] if each["slug"].startswith(slug)
    )
    for path in (f"/api/v1/{noun}/{slug}/", f"/{noun}/{slug}.json"):
        assert clean(client.get(path))["slug"] == slug


@pytest.mark.parametrize("noun", NAMES)
def test_facets_and_the_document_know_nothing_that_is_hidden(client, site, noun):  # noqa: F811
    if facets_of(noun):
        clean(client.get(f"/api/v1/{noun}/facets/"))
    clean(client.get("/api/v1/openapi.json"))


@pytest.mark.parametrize(
    "path",
    ["meetings/2024-01-11-kumquat-draft", "meetings/2024-01-11-kumquat-review", "officials/kumquat-person-draft",
     "officials/kumquat-person-review", "programs/kumquat-program-draft", "events/kumquat-event-review",
     "agreements/kumquat-agreement-draft"],
)  # fmt: skip
def test_a_hidden_record_is_not_there(client, site, path):  # noqa: F811
    for response in (client.get(f"/api/v1/{path}/"), client.get(f"/{path}.json")):
        assert response.status_code == 404
        assert response.json().keys() <= {"title", "status", "code", "detail", "near"}
        assert not any(SECRET.lower() in slug for slug in response.json().get("near", []))


@pytest.mark.parametrize(
    ("noun", "parameter"),
    [("meetings", "official=kumquat-person-draft"), ("meetings", "program=kumquat-program-draft"),
     ("meetings", "place=kumquatville"), ("participations", "official=kumquat-person-review"),
     ("participations", "person=kumquat-person-draft"), ("points", "person=kumquat-person-withdrawn"),
     ("points", "event=kumquat-event-draft"), ("appointments", "official=kumquat-person-draft"),
     ("sources", "publisher=Kumquat"), ("sources", "language=x-kumquat")],
)  # fmt: skip
def test_a_filter_does_not_know_what_is_hidden(client, site, noun, parameter):  # noqa: F811
    response = client.get(f"/api/v1/{noun}/?{parameter}")
    assert (response.status_code, response.json()["code"]) == (400, "unknown-value")
    assert not any(SECRET.lower() in slug for slug in response.json().get("near", []))


def test_the_hidden_records_are_there_to_be_found(site):  # noqa: F811
    for model, field in ((Meeting, "title_en"), (Program, "name_en"), (Official, "name_en")):
        assert model.objects.filter(**{f"{field}__startswith": SECRET}).count() == 3


def test_what_editors_note_is_nobody_elses(client, site):  # noqa: F811
    shown = client.get("/api/v1/meetings/2024-01-11-known-meeting/").json()
    assert Meeting.objects.get(slug="2024-01-11-known-meeting").editor_note
    assert not {"editor_note", "state", "state_changed_by", "id", "created"} & shown.keys()
