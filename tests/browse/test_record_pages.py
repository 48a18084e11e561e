"""What a record's page leads on to."""

import pytest
from django.test import Client

from cooperation.models import Appointment, CommitmentChange
from cooperation.models.meeting import PointKind
from tests import factories as make
from tests.once import once

pytestmark = pytest.mark.django_db


@once
def ties():
    """An agency that made one open and one fulfilled commitment, and received one."""
    agency, body = make.make_agency("Fund", acronym="FUND"), make.make_body("Ministry")
    child = make.make_agency("Office", parent=agency)
    predecessor = make.make_agency("Bureau")
    agency.predecessor, agency.succeeded_on = predecessor, "1999"
    agency.save()
    official = make.make_official("Ann Other")
    source = make.make_source(title="The report", publisher="News")
    meeting = make.make_meeting("Talks", "2024-05", officials=[(official, agency)], agencies=[body], sources=[source])
    seat = meeting.participations.get(official=official)
    seat.reported_title_en = "Director that day"
    seat.save()
    Appointment.objects.create(official=official, agency=agency, title_en="Director", start="2020", source=source)
    point = make.make_point(meeting, "A point", source=source, paragraph=3)
    for text, maker, receiver in (
        ("Open one", agency, body),
        ("Done one", agency, body),
        ("To the fund", body, agency),
    ):
        make.make_commitment(point, maker, text, made_to=receiver)
    done = meeting.commitments.get(text_en="Done one")
    CommitmentChange.objects.create(commitment=done, progress="fulfilled", on="2024-06", meeting=meeting)
    make.make_agreement("A memorandum", parties=[agency, body], signed="2024-05", meeting=meeting)
    make.make_program("A program", agencies=[agency], start="2021")
    make.make_event("A forum", organisers=[agency], start="2024-05")
    return {"agency": agency, "child": child, "predecessor": predecessor, "official": official, "meeting": meeting}


def page(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("kind", PointKind.values)
def test_a_point_without_a_speaker_is_of_both_sides_only_where_its_kind_is_what_they_did_together(client, kind):
    meeting = make.make_meeting("Talks")
    make.make_point(meeting, "A point", kind=kind)
    shown = page(client, meeting.get_absolute_url())
    together = kind in ("agreed", "discussed")
    assert ("Both sides" in shown, "Speaker not stated" in shown) == (together, not together)


def test_an_agency_leads_on_to_all_that_it_touches(client, ties):
    shown = page(client, "/agencies/fund/")
    for text in ("Talks", "Ann Other", "Director that day", "A memorandum", "A program", "A forum", "Open one",
                 "To the fund", "Office", "Bureau", "1999"):  # fmt: skip
        assert text in shown, text
    assert "Done one" not in shown


def test_the_relatives_of_an_agency_lead_back(client, ties):
    assert 'href="/agencies/fund/"' in page(client, "/agencies/office/")
    assert 'href="/agencies/fund/"' in page(client, "/agencies/bureau/")


def test_an_official_has_posts_and_meetings_under_the_title_of_that_day(client, ties):
    shown = page(client, "/officials/ann-other/")
    for text in ("Director that day", "from 2020", "Talks", 'href="/agencies/fund/"'):
        assert text in shown, text


def test_a_meeting_shows_who_said_what_and_where_that_is_written(client, ties):
    shown = page(client, ties["meeting"].get_absolute_url())
    for text in ("A point", "paragraph 3", "News", "The report", "A memorandum", "Open one", "Done one", "Fulfilled"):
        assert text in shown, text


def test_an_event_without_an_end_is_no_lasting_thing(client, ties):
    shown = page(client, "/events/a-forum/")
    assert "May 2024" in shown
    assert "from May 2024" not in shown


@pytest.mark.parametrize(("start", "said"), [("2020", True), ("2199", False), (None, False)])
def test_an_announced_event_whose_day_has_passed_says_that_nobody_says_it_was_held(client, start, said):
    make.make_event("A forum", status="announced", start=start)
    assert ("no source here says whether it was held" in page(client, "/events/a-forum/")) is said


def test_a_form_that_has_expired_is_answered_in_the_site_s_own_page():
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a", "password": "b"})
    shown = response.content.decode()
    assert response.status_code == 403
    assert "<style" not in shown
    assert "load the page again" in shown
