import pytest

from cooperation.models import Appointment
from cooperation.record.careers import posts_of
from cooperation.record.public import appointment_record
from tests.factories import make_agency, make_body, make_meeting, make_official, make_participation

pytestmark = pytest.mark.django_db


def held_by(official):
    posts = [appointment_record(post) for post in official.appointments.order_by("pk")]
    return [(str(each.post.title), each.years) for each in posts_of(official, posts)]


def sit(official, body, date, title=""):
    meeting = make_meeting(date=date, agencies=[make_agency()])
    make_participation(meeting, body, official=official, reported_title_en=title)


def hold(official, title, body, **dates):
    Appointment.objects.create(official=official, agency=body, title_en=title, **dates)


def test_the_post_that_was_seen_last_stands_first():
    official, before, now = make_official(), make_body(), make_body()
    hold(official, "Minister of Education", before)
    hold(official, "Foreign Minister", now)
    sit(official, before, "2019-06")
    sit(official, now, "2021")
    sit(official, now, "2026-03-13")

    assert held_by(official) == [("Foreign Minister", "2021–2026"), ("Minister of Education", "2019")]


def test_of_two_posts_at_one_body_the_title_of_the_day_tells_which():
    official, body = make_official(), make_body()
    hold(official, "Deputy Minister", body)
    hold(official, "Chief negotiator", body, end="2025-01")
    sit(official, body, "2020-01-01", "Deputy Minister of the Economy")
    sit(official, body, "2024-01-01")

    assert held_by(official) == [("Chief negotiator", ""), ("Deputy Minister", "2020")]


def test_meetings_that_are_not_public_show_no_post():
    official, body = make_official(), make_body()
    hold(official, "Minister", body)
    make_participation(make_meeting(state="draft"), body, official=official)

    assert held_by(official) == [("Minister", "")]
