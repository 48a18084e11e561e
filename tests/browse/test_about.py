"""The pages about the record."""

import re

import pytest

from cooperation.browse import about
from cooperation.models import Correction
from cooperation.record.indexing import postponed
from tests import factories as make
from tests.cold import forget_all_but_the_index

pytestmark = pytest.mark.django_db

PAGES = ["/about/", "/about/coverage/", "/about/corrections/", "/about/accessibility/", "/about/privacy/"]


def make_correction(record_name, record, text="The city was wrong.", day="2024-05-01", **fields):
    return Correction.objects.create(text_en=text, corrected_on=day, **{record_name: record}, **fields)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("prefix", ["", "/az", "/ru"])
def test_each_page_answers_and_leads_to_the_others(client, prefix, path):
    response = client.get(prefix + path)
    assert response.status_code == 200
    assert all(f'href="{prefix}{other}"' in response.content.decode() for other in PAGES)
    assert len(re.findall("<h1", response.content.decode())) == 1


def test_the_footer_of_every_page_leads_there(client):
    page = client.get("/agencies/").content.decode()
    footer = page[page.index("<footer") :]
    assert all(f'href="{path}"' in footer for path in PAGES)


def test_the_contact_is_named_where_the_operator_set_one(client, settings):
    assert "mailto:" not in client.get("/about/").content.decode()
    settings.CONTACT_EMAIL = "desk@record.example"
    for path in ("/about/", "/about/corrections/", "/about/accessibility/", "/about/privacy/"):
        assert 'href="mailto:desk@record.example?subject=' in client.get(path).content.decode()


def test_coverage_shows_counts_that_lead_to_the_lists_they_count(client):
    agency, body = make.make_agency("UNICEF"), make.make_body("Ministry")
    for date in ("2023", "2024-01-11", "2024-02"):
        make.make_meeting(date=date, agencies=[agency, body])
    make.make_meeting(date="2022", agencies=[agency], state="draft")
    page = client.get("/about/coverage/").content.decode()
    table = page[page.index("<table") : page.rindex("</table>")]
    links = dict(re.findall(r'<td class="count"><a href="([^"]+)">(\d+)</a>', table))
    assert links == {
        "/meetings/?year=2024": "2",
        "/meetings/?year=2023": "1",
        "/meetings/?agency=unicef": "3",
        "/meetings/?body=ministry": "3",
    }
    for path, count in links.items():
        assert client.get(path).context["total"] == int(count)
    assert page.count("<caption>") == 3


def test_coverage_says_where_nothing_is_recorded_yet(client):
    page = client.get("/about/coverage/").content.decode()
    assert page.count("No published meeting is recorded yet.") == 3


@pytest.mark.parametrize("count", [1, 3])
def test_coverage_costs_the_same_for_one_and_three(client, django_assert_num_queries, count):
    with postponed():
        for number in range(count):
            parent = make.make_agency(f"Whole {number}")
            bodies = [make.make_agency(f"Part {number}", parent=parent), make.make_body()]
            make.make_meeting(agencies=bodies, date=f"20{10 + number}", sources=[make.make_source()])
    # the stamp of the record; four counts of the whole, and its meetings with points; sources counted, the oldest
    # unchecked one; years; agencies and their counts, twice
    forget_all_but_the_index()
    with django_assert_num_queries(1 + 4 + 1 + 2 + 1 + 4):
        client.get("/about/coverage/")


@pytest.mark.parametrize("count", [1, 3])
def test_corrections_cost_the_same_for_one_and_three(client, django_assert_num_queries, count):
    for _number in range(count):
        make_correction("meeting", make.make_meeting())
        make_correction("agency", make.make_agency())
    # the corrections with their records
    with django_assert_num_queries(1):
        client.get("/about/corrections/")


def test_corrections_stand_newest_first_with_their_records(client):
    meeting, topic = make.make_meeting("Talks"), make.make_topic("Mines")
    make_correction("meeting", meeting, "The older one.", "2024-01-01")
    make_correction("topic", topic, "The newer one.", "2024-02-01")
    page = client.get("/about/corrections/").content.decode()
    order = ["The newer one.", "The older one."]
    assert sorted(order, key=page.index) == order
    assert 'href="/meetings/2024-01-11-talks/"' in page
    assert 'href="/topics/mines/"' in page


def test_a_correction_stands_in_the_language_of_the_page(client):
    make_correction("meeting", make.make_meeting(), "The city.", text_ru="Город исправлен.")
    make_correction("meeting", make.make_meeting(), "English only.")
    page = client.get("/ru/about/corrections/").content.decode()
    assert "Город исправлен." in page
    assert '<span lang="en">English only.</span>' in page


def test_a_long_list_of_corrections_goes_on(client, monkeypatch):
    monkeypatch.setattr(about, "CORRECTIONS_SHOWN", 2)
    meeting = make.make_meeting()
    for number in range(5):
        make_correction("meeting", meeting, f"Number {number}.", f"2024-01-0{min(number, 3) + 1}")
    path, seen = "/about/corrections/", []
    while path:
        response = client.get(path)
        seen += re.findall(r"Number \d", response.content.decode())
        path = response.context["older_url"]
    assert seen == ["Number 4", "Number 3", "Number 2", "Number 1", "Number 0"]


@pytest.mark.parametrize("after", ["x", "2024-01-01", "2024-02-30.1", ".1", "2024-01-01.-1", "\0.1"])
def test_a_place_that_is_none_is_refused(client, after):
    assert client.get("/about/corrections/", {"after": after}).status_code == 400


def hidden_records():
    """One unpublished record of each noun that can be, by the name of its key in a correction."""
    point = make.make_point(make.make_meeting(state="withdrawn"))
    return {
        "meeting": make.make_meeting(state="draft"),
        "program": make.make_program(state="review"),
        "event": make.make_event(state="withdrawn"),
        "agreement": make.make_agreement(state="draft"),
        "official": make.make_official("Kumquat Person"),
        "commitment": make.make_commitment(point, make.make_agency()),
    }


def test_corrections_of_what_is_not_public_are_not_shown(client):
    for name, record in hidden_records().items():
        make_correction(name, record, "Kumquat")
    make_correction("meeting", make.make_meeting("Known"), "Shown.")
    page = client.get("/about/corrections/").content.decode()
    assert "Shown." in page
    assert "Kumquat" not in page
    assert Correction.objects.count() == 7
