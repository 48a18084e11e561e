"""Linked data of every page as a search engine reads it."""

import datetime
import json
import re

import extruct
import pytest

from cooperation.models import Agency, Appointment, CommitmentChange, Identifier
from cooperation.opendata.linked import Download, Page
from cooperation.opendata.linked import graph_of as graph_from
from cooperation.opendata.linked.parts import TYPES
from cooperation.record.indexing import postponed
from tests import factories as make
from tests.browse.test_leaks import PAGES, SECRET, site  # noqa: F401
from tests.once import once

from .schema_org import PROPERTIES, REQUIRED, faults

pytestmark = pytest.mark.django_db

SITE = "http://testserver"


def graph_of(client, path):
    page = client.get(path).content.decode()
    [found] = extruct.extract(page, base_url=SITE, syntaxes=["json-ld"])["json-ld"]
    assert found["@context"] == "https://schema.org"
    return found["@graph"]


def main_of(client, path):
    """The node of what the page is about; the page must say so."""
    page, _site, main = graph_of(client, path)
    assert page["mainEntity"] == {"@id": main["@id"]}
    assert main["mainEntityOfPage"] == {"@id": page["@id"]}
    return main


@once
def world():
    with postponed():
        unicef = make.make_agency(
            "United Nations Children's Fund", slug="unicef", acronym="UNICEF", name_az="BMT-nin Uşaq Fondu",
            website="https://www.unicef.org", founded="1946-12", headquarters_city="New York", aliases="ЮНИСЕФ",
        )  # fmt: skip
        Identifier.objects.create(agency=unicef, scheme="wikidata", value="Q740308")
        Identifier.objects.create(agency=unicef, scheme="iati", value="XM-DAC-41122")
        ministry = make.make_body("Ministry of Finance", acronym="MOF")
        person = make.make_official("Aydın Əliyev", other_spellings="Aydin Aliyev")
        topic = make.make_topic("Health", sdgs="3, 6")
        source = make.make_source("https://news.example/a", title="A report", publisher="News", published="2024-03")
        Appointment.objects.create(
            official=person, agency=ministry, title_en="Minister", start="2020-07", source=source
        )
        Appointment.objects.create(official=person, title_en="Member of a council", end="2019")
        cop = make.make_event("COP29", start="2024-11-11", end="2024-11-22", organisers=[ministry], status="held")
        side = make.make_event("Forum", slug="forum", start="2024-11", parent=cop, status="cancelled", sources=[source])
        program = make.make_program("Country programme", agencies=[unicef], topics=[topic], start="2021", end="2025-12")
        meeting = make.make_meeting(
            "Talks", "2024-03", slug="talks", officials=[(person, ministry)], agencies=[unicef], topics=[topic],
            programs=[program], sources=[source], mode="video", city="Baku", country="Azerbaijan", summary_en="Words.",
        )  # fmt: skip
        meeting.participations.filter(official=person).update(role="host", reported_title_en="Acting minister")
        meeting.event_links.create(event=cop, relation="discussed")
        meeting.event_links.create(event=side, relation="sidelines")
        point = make.make_point(meeting, source=make.make_source("https://news.example/b"))
        commitment = make.make_commitment(point, ministry, "To build a school", made_to=unicef, slug="school")
        CommitmentChange.objects.create(commitment=commitment, progress="fulfilled", on="2025", source=source)
        make.make_agreement(
            "Memorandum", slug="memorandum", parties=[unicef, ministry], signed="2024-03-05", in_force_until="2026",
            meeting=meeting, topics=[topic], sources=[source], text_url="https://texts.example/m.pdf",
        )  # fmt: skip


EVERY_PAGE = [
    "/", "/az/", "/meetings/", "/meetings/?agency=unicef&year=2024", "/agencies/", "/officials/", "/programs/",
    "/events/", "/topics/", "/agreements/", "/commitments/", "/search/?q=talks", "/about/", "/about/coverage/",
    "/pictures/", "/data/", "/about/corrections/", "/briefing/?agency=unicef", "/agencies/unicef/briefing/",
    "/meetings/talks/", "/ru/meetings/talks/", "/agencies/unicef/", "/agencies/mof/", "/officials/aydin-eliyev/",
    "/topics/health/", "/programs/country-programme/", "/events/cop29/", "/events/forum/", "/agreements/memorandum/",
    "/commitments/school/",
]  # fmt: skip


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_every_page_uses_only_what_schema_org_knows(client, world, path):
    assert faults(graph_of(client, path)) == []


def test_the_check_itself_finds_faults():
    wrong = {
        "@type": "Event",
        "name": "Talks",
        "startDate": "March 2024",
        "citation": [],
        "location": {"name": "Baku"},
        "url": "/x/",
    }
    assert len(faults([wrong, {"@type": "Meeting"}])) == 6


def test_every_type_that_is_used_is_known_and_what_it_must_have_may_be_there(client, world):
    used = {node["@type"] for path in EVERY_PAGE for node in nodes_within(graph_of(client, path))}
    assert used <= set(PROPERTIES)
    assert set(TYPES.values()) <= used
    assert [kind for kind, names in REQUIRED.items() if not set(names.split()) <= set(PROPERTIES[kind].split())] == []


def nodes_within(node):
    if isinstance(node, list):
        return [each for part in node for each in nodes_within(part)]
    if not isinstance(node, dict):
        return []
    own = [node] if "@type" in node else []
    return own + [each for part in node.values() for each in nodes_within(part)]


def test_what_a_type_must_have_is_missed():
    assert faults({"@type": "Event", "name": "Talks"}) == ["graph: Event lacks startDate", "graph: Event lacks url"]


def test_an_agreement_and_its_page_describe_it_and_not_the_site(client, world):
    page, _site, agreement = graph_of(client, "/agreements/memorandum/")
    assert page["description"] == agreement["description"]
    assert agreement["description"].endswith("Ministry of Finance, United Nations Children's Fund. 5 March 2024")
    page, *_rest = graph_of(client, "/commitments/school/")
    assert page["description"] == "To build a school"


def test_a_meeting_is_an_event_at_its_true_precision(client, world):
    meeting = main_of(client, "/meetings/talks/")
    assert (meeting["@type"], meeting["startDate"], "endDate" in meeting) == ("Event", "2024-03", False)
    assert meeting["@id"] == f"{SITE}/meetings/talks/#record"
    assert [each["@id"] for each in meeting["about"]] == [
        f"{SITE}/topics/health/#record", f"{SITE}/programs/country-programme/#record", f"{SITE}/events/cop29/#record",
    ]  # fmt: skip
    assert [each["name"] for each in meeting["superEvent"]] == ["Forum"]
    assert meeting["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"
    assert [each["name"] for each in meeting["organizer"]] == ["Ministry of Finance"]


def test_who_attended_stands_in_the_post_of_that_day(client, world):
    delegation, role = main_of(client, "/meetings/talks/")["attendee"]
    assert (delegation["@type"], delegation["name"]) == ("Organization", "United Nations Children's Fund")
    assert (role["@type"], role["roleName"]) == ("Role", "Acting minister")
    assert (role["attendee"]["@type"], role["attendee"]["name"]) == ("Person", "Aydın Əliyev")
    assert role["attendee"]["affiliation"]["name"] == "Ministry of Finance"


def test_a_page_cites_every_source_once(client, world):
    page, *_rest = graph_of(client, "/meetings/talks/")
    assert page["citation"] == [
        {"@type": "CreativeWork", "name": "A report", "url": "https://news.example/a", "datePublished": "2024-03",
         "publisher": {"@type": "Organization", "name": "News"}},
        {"@type": "CreativeWork", "url": "https://news.example/b"},
    ]  # fmt: skip
    for path in ("/officials/aydin-eliyev/", "/events/forum/", "/agreements/memorandum/"):
        page, *_rest = graph_of(client, path)
        assert [each["url"] for each in page["citation"]] == ["https://news.example/a"]
    page, *_rest = graph_of(client, "/commitments/school/")
    assert [each["url"] for each in page["citation"]] == ["https://news.example/b", "https://news.example/a"]


def test_a_body_is_known_elsewhere(client, world):
    unicef = main_of(client, "/agencies/unicef/")
    assert unicef["@type"] == "Organization"
    assert unicef["foundingDate"] == "1946-12"
    assert unicef["alternateName"] == ["UNICEF", "ЮНИСЕФ"]
    assert unicef["sameAs"] == [
        "https://www.unicef.org",
        "https://d-portal.org/ctrack.html?publisher=XM-DAC-41122",
        "https://www.wikidata.org/entity/Q740308",
    ]
    assert main_of(client, "/agencies/mof/")["@type"] == "GovernmentOrganization"


def test_a_person_has_posts_for_a_time(client, world):
    person = main_of(client, "/officials/aydin-eliyev/")
    [post] = person["worksFor"]
    assert (post["roleName"], post["startDate"], "endDate" in post) == ("Minister", "2020-07", False)
    assert post["worksFor"]["@id"] == f"{SITE}/agencies/mof/#record"
    [other] = person["hasOccupation"]
    assert (other["endDate"], other["hasOccupation"]["name"]) == ("2019", "Member of a council")


def test_an_event_and_a_program_keep_their_dates(client, world):
    cop, forum = main_of(client, "/events/cop29/"), main_of(client, "/events/forum/")
    assert (cop["startDate"], cop["endDate"], "eventStatus" in cop) == ("2024-11-11", "2024-11-22", False)
    assert (forum["startDate"], forum["eventStatus"]) == ("2024-11", "https://schema.org/EventCancelled")
    assert forum["superEvent"]["name"] == "COP29"
    program = main_of(client, "/programs/country-programme/")
    assert (program["@type"], program["foundingDate"], program["dissolutionDate"]) == ("Project", "2021", "2025-12")


def test_what_came_of_it_has_its_sides(client, world):
    agreement = main_of(client, "/agreements/memorandum/")
    assert {each["name"] for each in agreement["creator"]} == {"United Nations Children's Fund", "Ministry of Finance"}
    assert agreement["encoding"]["contentUrl"] == "https://texts.example/m.pdf"
    commitment = main_of(client, "/commitments/school/")
    assert commitment["actionStatus"] == "https://schema.org/CompletedActionStatus"
    assert (commitment["agent"]["name"], commitment["participant"]["name"]) == (
        "Ministry of Finance", "United Nations Children's Fund",
    )  # fmt: skip


def test_a_topic_speaks_of_its_goals_and_is_none_of_them(client, world):
    page, _site, topic = graph_of(client, "/topics/health/")
    assert [each["@id"] for each in page["mentions"]] == [
        "https://metadata.un.org/sdg/3", "https://metadata.un.org/sdg/6",
    ]  # fmt: skip
    assert (topic["@type"], "sameAs" in topic) == ("DefinedTerm", False)


def test_a_list_is_a_dataset_in_every_format(client, world):
    dataset = main_of(client, "/az/meetings/?year=2024&agency=unicef&sort=oldest")
    assert dataset["@type"] == "Dataset"
    files = {each["contentUrl"]: each["encodingFormat"] for each in dataset["distribution"]}
    assert files[f"{SITE}/meetings.json?agency=unicef&year=2024"] == "application/json"
    for address in files:
        response = client.get(address.removeprefix(SITE))
        assert (response.status_code, bool(response.getvalue())) == (200, True)


def test_the_record_as_a_whole_is_a_catalogue_of_datasets(client, world):
    catalogue = main_of(client, "/data/")
    assert catalogue["@type"] == "DataCatalog"
    whole, *lists = catalogue["dataset"]
    assert whole["@id"] == f"{SITE}/data/#data"
    assert {each["@id"] for each in lists} >= {f"{SITE}/meetings/#data", f"{SITE}/agreements/#data"}
    assert main_of(client, "/meetings/")["includedInDataCatalog"] == {"@id": catalogue["@id"]}
    files = {each["contentUrl"].removeprefix(SITE) for dataset in lists for each in dataset["distribution"]}
    assert files >= {f"/{name}.csv" for name in ("participations", "points", "appointments", "progress", "corrections")}
    for path in [*files, *(each["url"].removeprefix(SITE) for each in lists)]:
        response = client.get(path)
        response.getvalue()
        assert response.status_code == 200, path


def test_the_files_of_the_whole_record_are_named_with_their_size():
    file = Download("https://record.example/data/record.sqlite3", "application/vnd.sqlite3", 4096)
    page = Page("data", "https://record.example/data/", "Data", "All of it.", downloads=[file])
    graph = graph_from(page, lambda path: f"https://record.example{path}")
    assert graph["@graph"][2]["dataset"][0]["distribution"] == [
        {"@type": "DataDownload", "encodingFormat": "application/vnd.sqlite3", "contentSize": "4096 B",
         "contentUrl": "https://record.example/data/record.sqlite3"}
    ]  # fmt: skip
    assert faults(graph["@graph"]) == []


def test_the_way_from_the_front_page(client, world):
    page, *_rest = graph_of(client, "/az/meetings/talks/")
    steps = page["breadcrumb"]["itemListElement"]
    assert [each["item"] for each in steps] == [f"{SITE}/az/", f"{SITE}/az/meetings/", f"{SITE}/az/meetings/talks/"]
    assert "breadcrumb" not in graph_of(client, "/")[0]


def test_texts_are_in_the_language_of_the_page_and_the_record_is_the_same(client, world):
    english, azerbaijani = main_of(client, "/agencies/unicef/"), main_of(client, "/az/agencies/unicef/")
    assert english["@id"] == azerbaijani["@id"]
    assert azerbaijani["name"] == "BMT-nin Uşaq Fondu"
    page, *_rest = graph_of(client, "/az/agencies/unicef/")
    assert page["inLanguage"] == "az"
    assert (
        datetime.datetime.fromisoformat(page["dateModified"])
        == Agency.objects.with_last_change().get(slug="unicef").changed
    )


NASTY = '</script><script>alert(1)</script><!-- & "quotes" \u2028 \\ <![CDATA['


def test_no_text_leaves_its_element(client):
    make.make_meeting(NASTY, slug="nasty", summary_en=NASTY)
    page = client.get("/meetings/nasty/").content.decode()
    assert page.count("<script>alert") == 0
    [written] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert json.loads(written)["@graph"][2]["name"] == NASTY
    assert not set("<>&") & set(written)


@pytest.mark.parametrize("path", ["/nothing/", "/meetings/?agency=nobody", "/meetings/gone/"])
def test_a_page_that_is_none_says_nothing(client, path):
    make.make_meeting(state="withdrawn", slug="gone")
    response = client.get(path)
    assert response.status_code in (400, 404, 410)
    assert "ld+json" not in response.content.decode()
    assert "og:" not in response.content.decode()


def test_how_a_link_is_shown(client, world):
    page = client.get("/az/agencies/unicef/").content.decode()
    shown = dict(re.findall(r'<meta property="(og:[a-z_:]+)" content="([^"]*)">', page))
    assert shown["og:title"] == "BMT-nin Uşaq Fondu"
    assert (shown["og:type"], shown["og:locale"]) == ("article", "az_AZ")
    assert shown["og:url"] == f"{SITE}/az/agencies/unicef/"
    assert shown["og:image"] == f"{SITE}/static/img/card.png"
    assert all(shown.values())


def test_the_front_page_goes_by_the_name_of_the_site(client):
    page = client.get("/").content.decode()
    assert '<meta property="og:title" content="Azerbaijan–UN cooperation record">' in page


@pytest.mark.parametrize("path", PAGES)
def test_nothing_unpublished_stands_in_linked_data(client, site, path):  # noqa: F811
    graph = json.dumps(graph_of(client, path))
    assert SECRET.lower() not in graph.lower()


def test_the_card_of_links_is_an_image_of_its_stated_size():
    from django.contrib.staticfiles import finders

    with open(finders.find("img/card.png"), "rb") as image:
        head = image.read(24)
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")) == (1200, 630)
