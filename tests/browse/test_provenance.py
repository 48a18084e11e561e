"""What each record says of itself: citation, lasting address, sources, corrections, what is not known."""

import datetime
import html
import re
import uuid
from urllib.parse import unquote

import pytest
from django.utils import translation

from cooperation.browse.errors import server_error
from cooperation.browse.neighbours import neighbours_of
from cooperation.browse.provenance import provenance_of
from cooperation.models import Commitment, CommitmentChange, Correction, Meeting
from cooperation.record import public
from cooperation.record.indexing import postponed
from tests import factories as make
from tests.cold import as_one_request
from tests.once import once

pytestmark = pytest.mark.django_db


@once
def one_of_each():
    """A public record of every noun, by the name of its key in a correction."""
    agency, body = make.make_agency("UNICEF"), make.make_body("Ministry")
    official = make.make_official("Known Person")
    meeting = make.make_meeting("Talks", officials=[(official, body)], agencies=[agency])
    commitment = make.make_commitment(make.make_point(meeting), agency, "A known undertaking")
    return {
        "meeting": meeting,
        "agency": agency,
        "official": official,
        "program": make.make_program("Known program"),
        "event": make.make_event("Known event"),
        "topic": make.make_topic("Mines"),
        "agreement": make.make_agreement("Known agreement"),
        "commitment": commitment,
    }


NOUNS = ["meeting", "agency", "official", "program", "event", "topic", "agreement", "commitment"]


def page_of(client, record, prefix=""):
    response = client.get(f"{prefix}/{record.noun}/{record.slug}/")
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def citation(page):
    found = re.search(r'id="citation">(.*?)</p>', page)[1]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", found)).strip()


@pytest.fixture
def on_a_day(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: datetime.date(2026, 11, 24))


@pytest.mark.parametrize("noun", NOUNS)
def test_each_record_says_how_to_cite_it(client, on_a_day, one_of_each, noun):
    record = one_of_each[noun]
    page = page_of(client, record)
    title = {"meeting": "Talks", "agency": "UNICEF", "topic": "Mines", "official": "Known Person"}.get(
        noun, "A known undertaking" if noun == "commitment" else f"Known {noun}"
    )
    assert citation(page) == (
        f"“{title}”. Azerbaijan–UN cooperation record, as of 24 November 2026. http://testserver/id/{record.uid}/"
    )
    assert "Report an error" in page


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize("prefix", ["", "/az", "/ru"])
def test_the_lasting_address_leads_to_the_present_one(client, one_of_each, noun, prefix):
    record = one_of_each[noun]
    record.slug = "another"
    record.save()
    response = client.get(f"{prefix}/id/{record.uid}/")
    assert (response.status_code, response["Location"]) == (302, f"{prefix}/{record.noun}/another/")


@pytest.mark.parametrize("prefix", ["/az", "/ru"])
def test_the_cited_address_keeps_the_language(client, prefix):
    meeting = make.make_meeting()
    assert f'href="http://testserver{prefix}/id/{meeting.uid}/"' in page_of(client, meeting, prefix)


def test_the_lasting_address_of_a_withdrawn_record_says_why(client):
    meeting = make.make_meeting("Twice", state="withdrawn", withdrawal_reason_en="Entered twice.")
    response = client.get(f"/id/{meeting.uid}/")
    assert response.status_code == 410
    assert "Entered twice." in response.content.decode()


def test_the_lasting_address_of_what_is_not_public_is_not_there(client):
    point = make.make_point(make.make_meeting("Kumquat", state="review"))
    for record in (
        point.meeting,
        make.make_program("Kumquat", state="draft"),
        make.make_official("Kumquat"),
        make.make_commitment(point, make.make_agency(), "Kumquat"),
    ):
        response = client.get(f"/id/{record.uid}/")
        assert response.status_code == 404
        assert "Kumquat" not in response.content.decode()


@pytest.mark.parametrize("uid", [uuid.UUID(int=0), "x", "00000000-0000-0000-0000-00000000000Z"])
def test_the_lasting_address_of_nothing_is_not_there(client, uid):
    assert client.get(f"/id/{uid}/").status_code == 404


def test_an_error_is_reported_to_the_operator_or_by_the_page_that_says_how(client, settings):
    meeting = make.make_meeting()
    assert 'href="/about/corrections/#report"' in page_of(client, meeting)
    settings.CONTACT_EMAIL = "desk@record.example"
    letter = re.search(r'href="(mailto:[^"]+)"', page_of(client, meeting))[1]
    assert unquote(html.unescape(letter)) == (
        f"mailto:desk@record.example?subject=An error in the record&body=http://testserver/id/{meeting.uid}/"
    )


@pytest.mark.parametrize("noun", NOUNS)
def test_a_record_shows_its_own_corrections(client, one_of_each, noun):
    assert 'id="corrections"' not in page_of(client, one_of_each[noun])
    for name, record in one_of_each.items():
        Correction.objects.create(text_en=f"In the {name}.", corrected_on="2024-05-01", **{name: record})
    page = page_of(client, one_of_each[noun])
    assert re.findall(r"In the (\w+)\.", page[page.index('id="corrections"') :]) == [noun]
    assert "1 May 2024" in page


def test_a_source_says_all_that_is_known_of_it(client):
    source = make.make_source(
        title="Minister meets Director", publisher="News Desk", published="2024-01", language="az",
        archived_url="https://archive.example/1",
    )  # fmt: skip
    page = page_of(client, make.make_meeting(sources=[source]))
    for text in ("Minister meets Director", "News Desk", "January 2024", "in Azerbaijani", "archived copy"):
        assert text in page
    assert 'href="https://archive.example/1"' in page
    assert "not known ·" not in page


def test_a_source_says_what_is_not_known_of_it(client):
    page = page_of(client, make.make_meeting(sources=[make.make_source()]))
    for text in ("Title of the report not known", "publisher not known", "date of publication not known"):
        assert text in page
    assert "language not stated" in page
    assert "archived copy" not in page


@pytest.mark.parametrize(
    ("date", "says"),
    [
        ("2024", "Month and day not stated by any source."),
        ("2024-01", "Day not stated by any source."),
        ("2024-01-11", ""),
    ],
)
def test_a_meeting_says_what_is_not_known_of_its_day(client, date, says):
    page = page_of(client, make.make_meeting(date=date))
    assert ("not stated by any source." in page) == bool(says)
    assert says in page


def test_a_meeting_says_what_else_is_not_known(client):
    page = page_of(client, make.make_meeting(agencies=[make.make_agency("UNICEF")]))
    for text in (
        "Not known whether in person, by video or by phone",
        "no person named by any source",
        "No source names who sat on this side.",
        "None is recorded for this meeting yet",
        "None is recorded yet.",
    ):
        assert page.count(text) == 1, text


def test_a_point_says_its_source_and_paragraph_or_that_none_is_recorded(client):
    meeting = make.make_meeting()
    make.make_point(meeting, source=make.make_source(publisher="News Desk"), paragraph=3)
    assert "News Desk</a>, paragraph 3" in page_of(client, meeting)
    point = make.make_point(meeting)
    commitment = make.make_commitment(point, make.make_agency())
    for record in (meeting, commitment):
        assert "Which report states this is not recorded." in page_of(client, record)


def test_agreements_and_events_say_who_is_not_known(client):
    assert page_of(client, make.make_agreement()).count("Not stated by any source") == 3
    assert page_of(client, make.make_event()).count("Not stated by any source") == 2


def test_a_change_of_a_commitment_shows_its_source(client):
    agency = make.make_agency()
    commitment = make.make_commitment(make.make_point(make.make_meeting()), agency)
    CommitmentChange.objects.create(
        commitment=commitment, progress="fulfilled", on="2025", source=make.make_source(title="It was done")
    )
    assert "It was done" in page_of(client, Commitment.objects.get())


# Finding one's way from a meeting to those around it.


def neighbours(client, meeting):
    return client.get(f"/meetings/{meeting.slug}/").context["neighbours"]


def test_a_meeting_leads_to_those_before_and_after_with_its_first_agency(client):
    unicef, who = make.make_agency("UNICEF"), make.make_agency("WHO")
    before = make.make_meeting("Before", "2024-01-01", agencies=[unicef])
    make.make_meeting("Not public", "2024-01-09", agencies=[unicef], state="draft")
    make.make_meeting("Another's", "2024-01-10", agencies=[who])
    here = make.make_meeting("Here", "2024-01-11", agencies=[unicef, who])
    after = make.make_meeting("After", "2024-01-11", agencies=[unicef])
    make.make_meeting("Later", "2024-02", agencies=[unicef])
    found = neighbours(client, here)
    assert (found.earlier.link.slug, found.later.link.slug) == (before.slug, after.slug)
    assert found.agency.slug == "unicef"
    assert neighbours(client, before).earlier is None


def test_related_meetings_share_an_agency_and_a_topic_nearest_first(client):
    agency, other = make.make_agency("UNICEF"), make.make_agency("WHO")
    mines, health = make.make_topic("Mines"), make.make_topic("Health")
    here = make.make_meeting("Here", "2024-06-15", agencies=[agency], topics=[mines, health])
    years = {year: make.make_meeting(f"Y{year}", str(year), agencies=[agency], topics=[mines])
             for year in (2018, 2020, 2021, 2022, 2023, 2025, 2026)}  # fmt: skip
    make.make_meeting("Other agency", "2024-06-14", agencies=[other], topics=[mines])
    make.make_meeting("Other topic", "2024-06-14", agencies=[agency])
    make.make_meeting("Not public", "2024-06-14", agencies=[agency], topics=[mines], state="review")
    found = neighbours(client, here)
    assert found.later.link.slug == years[2025].slug  # named already, so not once more
    assert [each.link.slug for each in found.near] == [years[year].slug for year in (2023, 2026, 2022, 2021)]
    assert found.total == 8
    assert client.get(found.url).context["total"] == 8


def test_a_meeting_without_agency_or_topic_has_no_such_links(client):
    assert neighbours(client, make.make_meeting("Alone")) is None
    agency = make.make_agency()
    make.make_meeting(agencies=[agency])
    page = page_of(client, make.make_meeting(agencies=[agency]))
    assert "Previous meeting" in page
    assert "Related meetings" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_neighbours_cost_the_same_for_one_and_three(django_assert_num_queries, count):
    with postponed():
        agencies, topics = [make.make_agency() for _ in range(count)], [make.make_topic() for _ in range(count)]
        for _ in range(count):
            make.make_meeting(agencies=agencies, topics=topics)
    meeting = Meeting.objects.for_timeline().first()
    entry = public.meeting_entry(meeting)
    # the stamp of the record; agencies and topics; the meetings before and after, which the index found
    with as_one_request(), django_assert_num_queries(4):
        neighbours_of(meeting, entry)


@pytest.mark.parametrize("count", [1, 3])
def test_provenance_costs_the_same_for_one_and_three(rf, django_assert_num_queries, count):
    meeting = make.make_meeting()
    for _ in range(count):
        Correction.objects.create(text_en="Corrected.", meeting=meeting)
    # the corrections with their record
    with django_assert_num_queries(1):
        provenance_of(rf.get("/"), meeting)


# What is not there.


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("/meetings/2024-01-11-tallks/", "/meetings/2024-01-11-talks/"),
        ("/agencies/unicf/", "/agencies/unicef/"),
        ("/agencies/UNICEF/", "/agencies/unicef/"),
        ("/agencies/unicef/meetings/2024/", "/agencies/unicef/"),
        ("/agency/unicef/", "/agencies/unicef/"),
        ("/officials/known-persn/", "/officials/known-person/"),
        ("/programs/known-programme/", "/programs/known-program/"),
        ("/events/known-evnt/", "/events/known-event/"),
        ("/topics/mine/", "/topics/mines/"),
        ("/agreements/known-agrement/", "/agreements/known-agreement/"),
        ("/commitments/2024-01-11-a-known-undertakin/", "/commitments/2024-01-11-a-known/"),
        ("/unicef/", "/agencies/unicef/"),
        ("/meeting/", "/meetings/"),
        ("/agencies/nothing-like-it-at-all/", "/agencies/"),
        ("/ru/agencies/unicf/", "/ru/agencies/unicef/"),
    ],
)
def test_a_missing_page_offers_what_is_near_and_the_search(client, one_of_each, path, near):
    response = client.get(path)
    page = response.content.decode()
    assert response.status_code == 404
    main = page[page.index("<main") : page.index("</main>")]
    assert f'href="{near}"' in main
    assert 'type="search"' in main


@pytest.mark.parametrize("path", ["/no/such/page/", "/%00/", "/ə/ə/", "/.env", "/" + "a/" * 500])
def test_any_missing_page_is_a_page(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(("prefix", "language"), [("", "en"), ("/az", "az"), ("/ru", "ru")])
def test_the_page_for_a_fault_stands_alone_and_in_its_language(rf, prefix, language, django_assert_num_queries):
    with translation.override(language), django_assert_num_queries(0):
        response = server_error(rf.get("/"))
    page = response.content.decode()
    assert response.status_code == 500
    assert f'<html lang="{language}">' in page
    assert f'href="{prefix}/meetings/"' in page
