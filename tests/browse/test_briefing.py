"""The pages of briefings: content, addresses, refusals, leaks and their cost."""

import re

import pytest
from django.utils import timezone

from cooperation.models import Appointment
from tests import factories as make
from tests.cold import forget_all_but_the_index
from tests.once import once

from .test_bad_input import BAD
from .test_leaks import SECRET, site  # noqa: F401
from .test_query_counts import make_record

pytestmark = pytest.mark.django_db


def page(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status, path
    return " ".join(response.content.decode().split())


@once
def record():
    agency = make.make_agency("Children's Fund", acronym="UNICEF", description_en="Works for children.")
    body, topic = make.make_body("Ministry of Health"), make.make_topic("Health")
    person, other = make.make_official("Own Person"), make.make_official("Other Person")
    source = make.make_source("https://www.news.example/report", publisher="Agency", title="A report", language="az")
    meeting = make.make_meeting(
        "Minister meets the Fund", "2024-01-11", officials=[(person, agency), (other, body)], topics=[topic],
        sources=[source], summary_en="They spoke of vaccines.",
    )  # fmt: skip
    point = make.make_point(meeting, "Both agreed to go on.", kind="agreed", source=source, paragraph=4)
    make.make_commitment(point, agency, "To deliver vaccines", made_to=body, due="2025-01")
    make.make_agreement("Work plan", parties=[agency, body], signed="2023", sources=[source])
    make.make_program("Vaccination", agencies=[agency], topics=[topic], start="2023", sources=[source])
    make.make_event("Health forum", organisers=[agency], topics=[topic], start="2150", city="Baku")
    Appointment.objects.create(official=person, agency=agency, title_en="Head of office", start="2022")
    return meeting


FACTS = ["Minister meets the Fund", "They spoke of vaccines.", "To deliver vaccines", "overdue",
         "Both agreed to go on.", "paragraph 4", "A report", "news.example/report", "11 January 2024"]  # fmt: skip
EVERYWHERE = [
    ("/agencies/unicef/briefing/", ["Works for children.", "Own Person", "Work plan", "Vaccination", "Health forum"]),
    ("/agencies/ministry-of-health/briefing/", ["Other Person", "Work plan", "UNICEF"]),
    ("/officials/own-person/briefing/", ["Head of office", "Other Person"]),
    ("/topics/health/briefing/", ["What it covers", "Vaccination", "Health forum", "Own Person"]),
    ("/briefing/?agency=unicef&body=ministry-of-health", ["Own Person", "Other Person", "Work plan"]),
    ("/briefing/?year=2024&q=minister", ["Year: 2024", "Search: minister"]),
    ("/briefing/", ["All meetings of the record", "Vaccination"]),
]


@pytest.mark.parametrize(("path", "says"), EVERYWHERE, ids=[path for path, _ in EVERYWHERE])
def test_a_briefing_says_what_is_recorded(client, record, path, says):
    shown = page(client, path)
    missing = [fact for fact in [*FACTS, *says] if fact.replace("'", "&#x27;") not in shown]
    assert missing == []


def test_a_briefing_states_its_period_its_date_and_its_link(client, record):
    shown = page(client, "/agencies/unicef/briefing/?from=2020&to=2024-06")
    assert "Period: 2020 to June 2024" in shown
    assert f'datetime="{timezone.localdate().isoformat()}"' in shown or str(timezone.localdate().year) in shown
    assert "http://testserver/agencies/unicef/briefing/?from=2020&amp;to=2024-06" in shown


def test_each_mark_leads_to_a_note_on_the_page(client, record):
    shown = page(client, "/agencies/unicef/briefing/")
    marks = set(re.findall(r'href="#(note-\d+)"', shown))
    assert marks == set(re.findall(r'id="(note-\d+)"', shown)) == {"note-1"}


def test_every_count_is_that_of_the_list_it_leads_to(client, record):
    make.make_meeting("Another", "2023", agencies=list({seat.agency for seat in record.participations.all()}))
    for path, _says in EVERYWHERE:
        shown = page(client, path)
        found = re.findall(r'href="(/meetings/\?[^"]*)"[^>]*>\s*(?:<span[^>]*>)?\s*(\d+) meeting', shown)
        for url, count in found:
            assert client.get(url.replace("&amp;", "&")).context["total"] == int(count), url
        assert found, path


def test_the_pages_of_the_record_lead_to_their_briefings(client, record):
    for path in ("/agencies/unicef/", "/officials/own-person/", "/topics/health/"):
        assert f'href="{path}briefing/"' in page(client, path)
    shown = page(client, "/meetings/?agency=unicef&from=2020&sort=oldest")
    assert 'href="/briefing/?agency=unicef&amp;from=2020"' in shown
    assert "/briefing/" not in page(client, "/programs/")


def test_a_briefing_keeps_its_language(client, record):
    shown = page(client, "/az/agencies/unicef/briefing/?from=2020")
    assert 'href="/az/agencies/unicef/briefing/?from=' in shown
    assert 'href="/az/meetings/' in shown


def test_periods_are_offered_as_links_that_stay(client, record):
    shown = client.get("/topics/health/briefing/?from=2020&year=2024")
    presets = {preset.url: preset.selected for preset in shown.context["presets"]}
    assert presets["/topics/health/briefing/?year=2024&from=2020"] is True
    assert presets["/topics/health/briefing/?year=2024"] is False


def test_a_form_with_empty_fields_leads_to_the_short_address(client, record):
    response = client.get("/agencies/unicef/briefing/?from=2020&to=")
    assert (response.status_code, response.url) == (301, "/agencies/unicef/briefing/?from=2020")


def test_a_subject_without_meetings_says_that_none_is_recorded(client):
    make.make_agency("FAO")
    shown = page(client, "/agencies/fao/briefing/")
    for words in (
        "No meeting is recorded in this period.",
        "No meeting is recorded at all.",
        "No named person is recorded in this period.",
        "No agreement and no commitment is recorded in this period.",
        "No running program is recorded.",
        "No coming event is recorded.",
        "No source is recorded.",
    ):
        assert words in shown
    assert "would stand here" not in shown


def test_what_was_before_an_empty_period_says_so(client, record):
    shown = page(client, "/agencies/unicef/briefing/?from=2025-11-24")
    assert "No meeting is recorded in this period; this is the last one before it." in shown
    assert "No named person is recorded in this period; these sat before it." in shown
    assert "Minister meets the Fund" in shown
    assert "Own Person" in shown


def test_programs_without_an_end_stand_apart_from_those_that_run(client, record):
    agency = record.participations.first().agency
    make.make_program("Long lasting", agencies=[agency], start="2020", end="2150")
    shown = page(client, "/agencies/unicef/briefing/")
    order = [shown.index(words) for words in ("Running programs", "Long lasting", "May still run", "Vaccination")]
    assert order == sorted(order)


def test_gaps_count_the_bodies_that_are_not_named_and_lead_to_them(client):
    agency = make.make_agency("UNICEF")
    for number in range(7):
        make.make_meeting(f"Meeting {number}", "2010", agencies=[agency, make.make_body(f"Body {number}")])
    shown = page(client, "/agencies/unicef/briefing/?from=2009")
    url = re.search(r'<a href="([^"]*)">and 2 more</a>', shown)[1].replace("&amp;", "&")
    assert url.endswith("/pictures/?agency=unicef&all=1#pairs")
    pairs = page(client, url.removeprefix("http://testserver"))
    assert 'id="pairs"' in pairs
    assert all(f"Body {number}" in pairs for number in range(7))


@pytest.mark.parametrize(("query", "says"), [each for each in BAD if not each[0].startswith("agency")])
@pytest.mark.parametrize("path", ["/briefing/", "/agencies/unicef/briefing/"])
def test_a_bad_value_says_so_and_tells_nothing(client, record, path, query, says):
    shown = page(client, f"{path}?{query}", status=400)
    assert says in shown
    assert "Minister meets the Fund" not in shown


def test_a_near_value_is_offered_under_the_same_address(client, record):
    shown = page(client, "/briefing/?agency=unicf&from=2020", status=400)
    assert 'href="/briefing/?agency=unicef&amp;from=2020"' in shown


def test_an_unknown_parameter_is_named_and_ignored(client, record):
    shown = page(client, "/agencies/unicef/briefing/?utm=1&agency=other")
    assert "change nothing: agency, utm" in shown
    assert "Minister meets the Fund" in shown


@pytest.mark.parametrize("noun", ["agencies", "officials", "topics"])
def test_an_unknown_slug_is_not_there(client, noun):
    assert client.get(f"/{noun}/nobody/briefing/").status_code == 404


def test_a_former_slug_leads_on(client, record):
    agency = record.participations.first().agency
    agency.slug = "childrens-fund"
    agency.save()
    response = client.get("/agencies/unicef/briefing/?from=2020")
    assert (response.status_code, response.url) == (301, "/agencies/childrens-fund/briefing/?from=2020")
    response = client.get("/briefing/?agency=unicef")
    assert (response.status_code, response.url) == (301, "/briefing/?agency=childrens-fund")


def test_a_deleted_agency_is_gone(client):
    make.make_agency("Short lived", slug="short-lived").delete()
    assert client.get("/agencies/short-lived/briefing/").status_code == 410


def test_an_official_of_drafts_alone_is_not_there(client):
    make.make_meeting(state="draft", officials=[(make.make_official("Hidden"), make.make_agency())])
    assert client.get("/officials/hidden/briefing/").status_code == 404


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(
    "path",
    [
        "/briefing/",
        "/agencies/unicef/briefing/",
        "/agencies/ministry/briefing/",
        "/officials/known-person/briefing/",
        "/topics/mines/briefing/",
        "/briefing/?agency=unicef&body=ministry",
    ],
)
def test_nothing_unpublished_is_in_a_briefing(client, path):
    shown = page(client, path)
    assert "Known meeting" in shown
    assert SECRET.lower() not in shown.lower()


# The stamp of the record; the trees of agencies, bodies and topics; the profile and who sat; for agreements, points,
# commitments, programs and events how many and which, with what hangs on them; the meetings with seats, topics and
# sources; people. Facets, who was met and gaps come from the index of meetings.
@once(params=[1, 3])
def so_many(count):
    make_record(count)


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/agencies/agency-0/briefing/", 30),
        ("/officials/person-0/briefing/", 29),
        ("/topics/topic-0/briefing/", 28),
        ("/briefing/?agency=agency-0&body=body-0", 30),
        ("/briefing/", 26),
    ],
)
def test_a_briefing_costs_the_same_for_one_and_three(client, django_assert_num_queries, so_many, path, queries):
    forget_all_but_the_index()
    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200
