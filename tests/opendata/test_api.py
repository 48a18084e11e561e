"""The API: pages of records, their fields and parts, facets, and what a copy needs to keep up."""

import pytest

from cooperation.models import Address, Appointment, CommitmentChange, Identifier, Meeting
from cooperation.record.formats import NOUNS
from tests import factories as make
from tests.once import once

pytestmark = pytest.mark.django_db


@once
def record():
    """A meeting with all that may hang on one."""
    agency = make.make_agency("Children's Fund", acronym_en="UNICEF", name_az="Uşaq Fondu")
    body = make.make_body("Ministry")
    person = make.make_official("Person A", other_spellings="A. Person\nPerson, A.")
    source = make.make_source("https://news.example/1", title="Xəbər", published="2024-01", language="az")
    Appointment.objects.create(official=person, agency=body, title_en="Minister", start="2020-07", source=source)
    Identifier.objects.create(agency=agency, scheme="wikidata", value="Q740308")
    topic = make.make_topic("Mines", sdgs="3, 16")
    event = make.make_event("Forum", start="2024", topics=[topic])
    meeting = make.make_meeting(
        "Talks", agencies=[agency], officials=[(person, body)], topics=[topic], sources=[source], events=[event],
        programs=[make.make_program("Program")], city="Gəncə", country="Azerbaijan", title_ru="Беседа",
        date_note="Stated in the report",
    )  # fmt: skip
    seat = meeting.participations.get(official=person)
    point = make.make_point(meeting, "Said so.", [topic], participation=seat, source=source, paragraph=3)
    made = make.make_commitment(point, body, "Will do so.", made_to=agency, due="2025")
    CommitmentChange.objects.create(commitment=made, progress="fulfilled", on="2024-06", source=source)
    make.make_agreement("Memorandum", parties=[agency, body], meeting=meeting, signed="2024-01-11")
    return meeting


def get(client, path, **query):
    response = client.get(path, query)
    assert (response.status_code, response["Content-Type"]) == (200, "application/json"), response.content
    return response.json()


def reference(noun, slug, name, **acronym):
    return {"noun": noun, "slug": slug, "name": {"en": name}, "acronym": acronym}


def test_a_list_holds_what_its_records_are(client, record):
    page = get(client, "/api/v1/meetings/")
    assert page.pop("token")
    changed = Meeting.objects.with_last_change().get().changed
    agency = reference("agencies", "unicef", "Children's Fund", en="UNICEF")
    agency["name"]["az"] = "Uşaq Fondu"
    assert page == {
        "count": 1,
        "next": None,
        "results": [
            {
                "uid": str(record.uid),
                "slug": "2024-01-11-talks",
                "url": "http://testserver/meetings/2024-01-11-talks/",
                "title": {"en": "Talks", "ru": "Беседа"},
                "date": "2024-01-11",
                "date_note": "Stated in the report",
                "mode": "unknown",
                "place": {"venue": "", "city": "Gəncə", "country": "Azerbaijan"},
                "summary": {},
                "agencies": [agency],
                "bodies": [reference("agencies", "ministry", "Ministry")],
                "topics": [reference("topics", "mines", "Mines")],
                "modified": changed.isoformat(timespec="seconds"),
            }
        ],
    }


def test_a_record_is_whole(client, record):
    whole = get(client, "/api/v1/meetings/2024-01-11-talks/")
    source = {
        "uid": str(record.sources.get().uid), "url": "https://news.example/1", "title": "Xəbər", "publisher": "",
        "published": "2024-01", "language": "az", "archived_url": "",
    }  # fmt: skip
    seat = {
        "number": 2, "agency": reference("agencies", "ministry", "Ministry"),
        "official": reference("officials", "person-a", "Person A"), "name": "Person A", "title": {},
        "role": "participant",
    }  # fmt: skip
    assert whole["sources"] == [source]
    assert whole["participations"][1] == seat
    assert whole["points"] == [
        {"number": 1, "kind": "informed", "text": {"en": "Said so."}, "raised_by": seat,
         "topics": [reference("topics", "mines", "Mines")], "source": source, "paragraph": 3}
    ]  # fmt: skip
    assert whole["events"] == [{"event": reference("events", "forum", "Forum"), "relation": "discussed"}]
    assert [each["slug"] for each in whole["agreements"]] == ["memorandum"]
    made = whole["commitments"][0]
    assert (made["text"], made["due"], made["progress"]) == ({"en": "Will do so."}, "2025", "fulfilled")
    assert made["changes"] == [{"progress": "fulfilled", "on": "2024-06", "shown_by": [], "source": source}]


def test_every_other_noun_says_what_it_is(client, record):
    agency = get(client, "/api/v1/agencies/unicef/")
    assert (agency["side"], agency["identifiers"]) == ("un", [{"scheme": "wikidata", "value": "Q740308"}])
    official = get(client, "/api/v1/officials/person-a/")
    assert official["other_spellings"] == ["A. Person", "Person, A."]
    assert official["appointments"][0]["title"] == {"en": "Minister"}
    assert official["appointments"][0]["start"] == "2020-07"
    assert get(client, "/api/v1/topics/mines/")["sdgs"] == [3, 16]
    assert get(client, "/api/v1/agreements/memorandum/")["meeting"]["slug"] == record.slug
    assert get(client, "/api/v1/events/forum/")["start"] == "2024"


@pytest.mark.parametrize("noun", NOUNS)
def test_a_suffix_gives_the_same_as_the_api(client, record, noun):
    page = get(client, f"/api/v1/{noun}/")
    assert page["results"]
    assert get(client, f"/{noun}.json") == page
    slug = page["results"][0]["slug"]
    assert get(client, f"/{noun}/{slug}.json") == get(client, f"/api/v1/{noun}/{slug}/")


@pytest.mark.parametrize("noun", NOUNS)
def test_what_a_list_leaves_out_can_be_had(client, record, noun):
    entry = get(client, f"/api/v1/{noun}/")["results"][0]
    whole = get(client, f"/api/v1/{noun}/{entry['slug']}/")
    parts = set(whole) - set(entry)
    assert {name: whole[name] for name in entry} == entry
    if parts:
        assert get(client, f"/api/v1/{noun}/", expand=",".join(parts))["results"][0] == whole


def test_fields_limit_an_answer_to_themselves(client, record):
    entry = {"slug": record.slug, "points": [], "title": {"en": "Talks", "ru": "Беседа"}}
    found = get(client, "/api/v1/meetings/", fields="slug, points,title")["results"][0]
    assert found.keys() == entry.keys()
    assert (found["slug"], len(found["points"])) == (record.slug, 1)
    assert get(client, "/api/v1/meetings/", fields="slug", expand="programs")["results"][0].keys() == {
        "slug",
        "programs",
    }
    assert get(client, f"/api/v1/meetings/{record.slug}/", fields="slug") == {"slug": record.slug}


def test_pages_lead_through_the_whole_list(client, record):
    for number in range(6):
        make.make_meeting(date=f"20{10 + number // 2}")
    path, slugs = "/api/v1/meetings/?page_size=3&fields=slug", []
    while path:
        response = client.get(path)
        page = response.json()
        assert page["count"] == 7
        slugs += [each["slug"] for each in page["results"]]
        path = page["next"]
        assert response.get("Link") == (f'<{path}>; rel="next"' if path else None)
    assert slugs == [each["slug"] for each in get(client, "/api/v1/meetings/")["results"]]
    assert len(slugs) == 7


def test_a_filter_narrows_every_page(client, record):
    others = [make.make_meeting(date="2019", topics=record.topics.all()) for _ in range(2)]
    page = get(client, "/api/v1/meetings/", topic="mines", to="2019", page_size=1, fields="slug")
    assert (page["count"], page["results"]) == (2, [{"slug": others[1].slug}])
    assert client.get(page["next"]).json()["results"] == [{"slug": others[0].slug}]


def test_facets_count_what_each_value_would_give(client, record):
    answer = get(client, "/api/v1/meetings/facets/", facets="agency,mode", body="ministry")
    agency, mode = answer["facets"]
    assert answer["count"] == 1
    assert agency["label"] == {"en": "UN agency", "az": "BMT qurumu", "ru": "Учреждение ООН"}
    assert agency["values"] == [
        {"value": "unicef", "label": {"en": "Children's Fund", "az": "Uşaq Fondu"}, "acronym": {"en": "UNICEF"},
         "count": 1, "selected": False, "depth": 0}
    ]  # fmt: skip
    assert mode["values"][0]["label"]["en"] == "Not known"
    everything = get(client, "/api/v1/meetings/facets/")["facets"]
    assert [facet["name"] for facet in everything] == [
        "agency", "body", "topic", "year", "official", "program", "event", "place", "mode",
    ]  # fmt: skip


def test_the_root_says_where_everything_is(client, record):
    answer = get(client, "/api/v1/")
    for address in [*answer["resources"].values(), answer["openapi"], answer["documentation"]]:
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("path", ["/api/v1/nothing/", "/api/v1/meetings/a/b/", "/api/v2/meetings/", "/api/v1/a%0Ab/"])
def test_nothing_else_is_there(client, path):
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("path", ["meetings", "corrections", "meetings/talks"])
def test_a_suffix_within_the_api_leads_to_both_addresses(client, path):
    response = client.get(f"/api/v1/{path}.csv")
    assert response.status_code == 404
    assert response.json()["near"] == [f"/api/v1/{path}/", f"/{path}.csv"]


def test_topics_have_no_facets(client, record):
    response = client.get("/api/v1/topics/facets/")
    assert (response.status_code, response.json()["code"]) == (404, "not-found")
    assert response.json()["near"] == ["/api/v1/topics/"]


def test_a_missing_slash_leads_on(client, record):
    response = client.get("/api/v1/meetings?year=2024")
    assert (response.status_code, response["Location"]) == (301, "/api/v1/meetings/?year=2024")


def test_a_format_that_the_api_does_not_speak_is_refused(client, record):
    response = client.get("/api/v1/meetings/", headers={"Accept": "application/xml"})
    assert (response.status_code, response.json()["code"]) == (406, "not-acceptable")
    assert client.get("/api/v1/meetings/", headers={"Accept": "text/html, */*;q=0.8"}).status_code == 200


def test_a_former_slug_leads_to_the_present_one(client, record):
    Address.objects.create(noun="meetings", slug="former", record_id=record.pk)
    response = client.get("/api/v1/meetings/former/")
    assert (response.status_code, response["Location"]) == (301, f"/api/v1/meetings/{record.slug}/")
