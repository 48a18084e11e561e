"""Nothing unpublished on any page: each kind of hidden record is made, then looked for everywhere."""

import pytest

from cooperation.models import Appointment, CommitmentChange, Correction
from cooperation.record.indexing import postponed
from tests import factories as make
from tests.once import once

pytestmark = pytest.mark.django_db

SECRET = "Kumquat"


def hidden_meetings(agency, body, topic):
    """Meetings in every state but published, with all that hangs on them, under a secret name."""
    for state in ("draft", "review", "withdrawn"):
        person = make.make_official(f"{SECRET} person {state}")
        source = make.make_source(
            f"https://{SECRET.lower()}.example/{state}", title=SECRET, publisher=SECRET, language=f"x-{SECRET.lower()}"
        )
        meeting = make.make_meeting(
            f"{SECRET} {state}", state=state, officials=[(person, body)], agencies=[agency], topics=[topic],
            sources=[source], city=f"{SECRET}ville", country=f"{SECRET}land", summary_en=SECRET, editor_note=SECRET,
        )  # fmt: skip
        point = make.make_point(meeting, SECRET, source=source)
        made = make.make_commitment(point, agency, f"{SECRET} undertaking {state}", made_to=body)
        CommitmentChange.objects.create(commitment=made, progress="lapsed", on="2024", note=SECRET, source=source)
        Appointment.objects.create(official=person, agency=body, title_en=SECRET, source=source)
        for corrected in ({"meeting": meeting}, {"official": person}):
            Correction.objects.create(text_en=f"{SECRET} was corrected", **corrected)


def hidden_works(agency, body, topic):
    works = {}
    for state in ("draft", "review", "withdrawn"):
        works.setdefault("programs", []).append(
            make.make_program(f"{SECRET} program {state}", state=state, agencies=[agency, body], topics=[topic])
        )
        works.setdefault("events", []).append(
            make.make_event(f"{SECRET} event {state}", state=state, organisers=[agency, body], topics=[topic],
                            start="2030", city=f"{SECRET}ville")
        )  # fmt: skip
        agreement = make.make_agreement(
            f"{SECRET} agreement {state}", state=state, parties=[agency, body], topics=[topic]
        )
        Correction.objects.create(text_en=f"{SECRET} was corrected", agreement=agreement)
    return works


@once
def site():
    """A small public record, and hidden records tied to it in every way there is."""
    with postponed():
        agency, body, topic = make.make_agency("UNICEF"), make.make_body("Ministry"), make.make_topic("Mines")
        hidden_meetings(agency, body, topic)
        works = hidden_works(agency, body, topic)
        official = make.make_official("Known Person")
        source = make.make_source("https://news.example/known", title="Known report")
        Appointment.objects.create(official=official, agency=body, title_en="Known post", source=source)
        event = make.make_event("Known event", organisers=[agency], start="2024-01", sources=[source])
        for hidden in works["events"]:
            hidden.parent = event
            hidden.save()
        program = make.make_program("Known program", agencies=[agency], topics=[topic], start="2023")
        meeting = make.make_meeting(
            "Known meeting", officials=[(official, body)], agencies=[agency], topics=[topic],
            programs=[program, *works["programs"]], events=[event, *works["events"]], sources=[source],
            editor_note=f"{SECRET} note",
        )  # fmt: skip
        agreement = make.make_agreement("Known agreement", parties=[agency, body], topics=[topic], meeting=meeting)
        agreement.programs.set([program, *works["programs"]])
        make.make_agreement(f"{SECRET} signed there", state="draft", meeting=meeting)
        point = make.make_point(meeting, "A known point", source=source)
        made = make.make_commitment(point, agency, "Known undertaking")
        CommitmentChange.objects.create(
            commitment=made, progress="under-way", on="2024", note=SECRET, source=source, event=works["events"][0]
        )
        for corrected in ({"meeting": meeting}, {"agreement": agreement}, {"commitment": made}, {"agency": agency}):
            Correction.objects.create(text_en="A known fault", **corrected)


PAGES = [
    "/", "/meetings/", "/agencies/", "/officials/", "/programs/", "/events/", "/topics/", "/agreements/",
    "/commitments/",
    "/meetings/2024-01-11-known-meeting/", "/agencies/unicef/", "/agencies/ministry/", "/topics/mines/",
    "/officials/known-person/", "/programs/known-program/", "/events/known-event/", "/agreements/known-agreement/",
    "/meetings/?agency=unicef&body=ministry&topic=mines", "/events/?from=2000", "/search/?q=known",
    "/about/corrections/",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true", "HX-Target": "results"}])
def test_nothing_unpublished_is_shown(client, site, path, headers):
    response = client.get(path, headers=headers)
    assert response.status_code == 200
    page = response.content.decode()
    assert "nown" in page or "UNICEF" in page or "Mines" in page
    assert SECRET.lower() not in page.lower()


def test_a_search_for_what_is_hidden_finds_nothing(client, site):
    response = client.get("/search/", {"q": SECRET})
    assert (response.context["total"], response.context["groups"]) == (0, [])
    page = response.content.decode().replace(f"Search: {SECRET} –", "")
    assert f"{SECRET} " not in page
    assert f"{SECRET.lower()}-" not in page


@pytest.mark.parametrize(
    ("parameter", "value"),
    [("official", "kumquat-person-draft"), ("program", "kumquat-program-draft"), ("event", "kumquat-event-review"),
     ("place", "kumquatville"), ("with", "kumquat-person-withdrawn")],
)  # fmt: skip
def test_a_filter_does_not_know_what_is_hidden(client, site, parameter, value):
    response = client.get("/meetings/", {parameter: value})
    assert response.status_code == 400
    assert "not known here" in response.content.decode()
    assert f"{SECRET} " not in response.content.decode()


@pytest.mark.parametrize(
    "path",
    ["/meetings/2024-01-11-kumquat-draft/", "/meetings/2024-01-11-kumquat-review/", "/officials/kumquat-person-draft/",
     "/programs/kumquat-program-draft/", "/events/kumquat-event-review/", "/agreements/kumquat-agreement-draft/",
     "/commitments/2024-01-11-kumquat-undertaking/"],
)  # fmt: skip
def test_a_hidden_page_is_not_there(client, site, path):
    response = client.get(path)
    assert response.status_code == 404
    assert f">{SECRET}" not in response.content.decode()


def test_the_reasons_hidden_records_are_not_found_is_not_that_they_are_missing(site):
    from cooperation.models import Meeting, Program

    assert Meeting.objects.filter(title_en__startswith=SECRET).count() == 3
    assert Program.objects.filter(name_en__startswith=SECRET).count() == 3
