"""The title that is offered for a participant: held that day, else reported by then, and never without its origin."""

import pytest

from cooperation.editorial.beside.titles import title_on
from cooperation.models import PartialDate, State
from tests.factories import make_agency, make_body, make_meeting, make_official, make_participation

pytestmark = pytest.mark.django_db


@pytest.fixture
def official():
    return make_official("Jeyhun Bayramov")


def reported(official, title, date, agency=None, **fields):
    meeting = make_meeting(date=date, **fields)
    make_participation(meeting, agency or make_body(), official, reported_title_en=title)
    return meeting


def offered(official, date, **more):
    found = title_on(official.pk, PartialDate(date), **more)
    return found and (found.texts["en"], found.origin)


def test_the_title_held_on_that_day_is_offered(official):
    for title, start, end in (
        ("Rector", "2005", "2012"),
        ("Minister", "2013", "2020-07-16"),
        ("Director", "2021", None),
    ):
        official.appointments.create(title_en=title, start=start, end=end)
    reported(official, "Reported", "2024-01")
    assert offered(official, "2024-03-01") == ("Director", "held since 2021")
    assert offered(official, "2020-07") == ("Minister", "held from 2013 until 16 July 2020")
    official.appointments.filter(title_en="Rector").update(start=None)
    assert offered(official, "2001") == ("Rector", "held until 2012")


def test_the_post_at_the_body_of_the_row_comes_first(official):
    ministry = make_body()
    official.appointments.create(title_en="Minister", start="2019", agency=ministry)
    official.appointments.create(title_en="Chairman", start="2021")
    assert offered(official, "2024", agency=ministry.pk)[0] == "Minister"
    assert offered(official, "2024")[0] == "Chairman"


def test_else_the_last_that_was_reported_by_then(official):
    ministry = make_body()
    reported(official, "Deputy", "2019-05-01", ministry)
    reported(official, "Minister", "2021-02-03")
    reported(official, "Later", "2025-01-01")
    reported(official, "Withdrawn", "2022-01-01", state=State.WITHDRAWN)
    edited = reported(official, "This very meeting", "2022-06-01")
    wanted = {"but": edited.pk}
    assert offered(official, "2023", **wanted) == ("Minister", "as reported for 3 February 2021")
    assert offered(official, "2023", agency=ministry.pk, **wanted)[0] == "Deputy"
    assert offered(official, "2018", **wanted) is None


def test_a_post_without_dates_is_the_last_resort(official):
    official.appointments.create(title_en="Chair")
    assert offered(official, "2024") == ("Chair", "a post whose dates are not known")
    reported(official, "Minister", "2021")
    assert offered(official, "2024")[0] == "Minister"


def test_the_desk_answers_in_all_languages(admin_client, official):
    agency = make_agency()
    official.appointments.create(title_en="Minister", title_az="Nazir", title_ru="Министр", start="2021", agency=agency)
    asked = {"official": official.pk, "agency": agency.pk, "date": "2024-01-11", "meeting": ""}
    answer = admin_client.get("/admin/title/", asked).json()["title"]
    assert answer == {"texts": {"en": "Minister", "az": "Nazir", "ru": "Министр"}, "origin": "held since 2021"}
    for wrong in ({"date": ""}, {"date": "2024-13"}, {"official": "x"}, {"official": "9" * 40}):
        assert admin_client.get("/admin/title/", asked | wrong).json() == {"title": None}


@pytest.mark.parametrize("count", [1, 3])
def test_an_answer_asks_the_same_of_one_and_of_three(django_assert_num_queries, official, count):
    for _ in range(count):
        reported(official, "Minister", "2021")
    with django_assert_num_queries(3):  # posts; reports for this agency, and for any
        offered(official, "2024", agency=0)
