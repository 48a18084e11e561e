"""What is odd about a meeting is said: after saving, and while its form is filled in."""

from datetime import date

import pytest

from cooperation.editorial.beside.oddities import oddities, sitting_of
from cooperation.models import Meeting, State
from tests.editorial.permits.people import come_in
from tests.editorial.posting import ADD, change_url, meeting_form, sent
from tests.factories import make_agency, make_body, make_meeting, make_official, make_participation, make_source

pytestmark = pytest.mark.django_db

TODAY = date(2024, 6, 1)


@pytest.fixture
def minister():
    return make_official("Jeyhun Bayramov")


@pytest.fixture
def ministry():
    return make_body("Ministry")


def sat(*seats, day="2024-01-11", **fields):
    """A meeting in order, with those seats besides."""
    meeting = make_meeting(date=day, sources=[make_source()], **fields)
    for official, agency in [(None, make_agency()), (None, make_body()), *seats]:
        make_participation(meeting, agency, official)
    return meeting


def odd(meeting):
    return oddities(sitting_of(Meeting.objects.get(pk=meeting.pk)), at=TODAY)


def test_nothing_is_odd_about_a_meeting_in_order(minister, ministry):
    minister.appointments.create(title_en="Rector", start="2000", end="2010", agency=ministry)
    minister.appointments.create(title_en="Minister", start="2020", agency=ministry)
    minister.appointments.create(title_en="Elsewhere", end="2001", agency=make_body())
    assert odd(sat((minister, ministry))) == []


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2024-06-02", ["The date lies in the future: 2 June 2024."]),
        ("2024-06-01", []),
        ("2024-06", []),
        ("2024-07", ["The date lies in the future: July 2024."]),
    ],
)
def test_a_day_to_come_is_odd(day, said):
    assert odd(sat(day=day)) == said


def test_a_missing_side_and_a_missing_source_are_odd(ministry):
    sides = ["No UN agency takes part."], ["No body of Azerbaijan takes part."]
    for agency, said in zip((ministry, make_agency()), sides, strict=True):
        assert odd(make_meeting(agencies=[agency])) == [*said, "No source says where this is written."]


def test_the_same_person_twice_is_odd(minister, ministry):
    assert odd(sat((minister, ministry), (minister, make_body()))) == ["Jeyhun Bayramov is there more than once."]


def test_a_post_that_ended_before_or_began_after_is_odd(minister, ministry):
    post = minister.appointments.create(title_en="Minister", start="2015", end="2023", agency=ministry)
    meeting = sat((minister, ministry))
    assert odd(meeting) == ["Jeyhun Bayramov: the post “Minister” had ended before the meeting (2023)."]
    post.start, post.end = "2024-02", None
    post.save()
    assert odd(meeting) == ["Jeyhun Bayramov: the post “Minister” began only after the meeting (February 2024)."]
    post.start = "2024"
    post.save()
    assert odd(meeting) == []


def test_a_body_that_was_not_there_yet_or_no_more_is_odd():
    late, gone = make_body("Late", founded="2024-02"), make_body("Gone")
    make_body("Heir", predecessor=gone, succeeded_on="2018-04-20")
    assert odd(sat((None, late), (None, gone))) == [
        "Gone: Heir had taken over its work before the meeting (20 April 2018).",
        "Late was founded only after the meeting (February 2024).",
    ]
    assert odd(sat((None, gone), day="2018")) == []


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_the_same_of_one_and_of_three(django_assert_num_queries, count):
    seats = [(official := make_official(), make_body()) for _ in range(count)]
    for official, agency in seats:
        official.appointments.create(title_en="Minister", end="2001", agency=agency)
    sitting = sitting_of(sat(*seats))
    with django_assert_num_queries(4):  # agencies and their successors; officials and their posts
        assert len(oddities(sitting, at=TODAY)) == count


def test_saving_says_what_is_odd_and_saves(admin_client, ministry):
    row = {"order": 1, "agency": ministry.pk, "role": "host"}
    page = admin_client.post(ADD, meeting_form(participations=[row], _publish="1"), follow=True)
    assert Meeting.objects.get().state == State.PUBLISHED
    said = [str(message) for message in page.context["messages"]]
    assert "Odd, and perhaps a slip: No UN agency takes part. No source says where this is written." in said
    assert "No UN agency takes part." in admin_client.get(change_url(Meeting.objects.get())).content.decode()


def test_a_form_is_told_while_it_is_filled_in(admin_client, minister, ministry):
    minister.appointments.create(title_en="Minister", end="2023", agency=ministry)
    seats = [f"{ministry.pk}:{minister.pk}", f"{make_agency().pk}:", "x:y", "nonsense"]
    answer = admin_client.get("/admin/oddities/", {"date": "2024-01-11", "seat": seats, "source": "1"}).json()
    assert answer == {"odd": ["Jeyhun Bayramov: the post “Minister” had ended before the meeting (2023)."]}


def test_publishing_a_change_says_what_is_odd(admin_client, ministry):
    meeting = make_meeting(agencies=[ministry, make_agency()], sources=[make_source()])
    fields = sent(admin_client.get(change_url(meeting)), date="2199-01", _publish="1")
    page = admin_client.post(change_url(meeting), fields, follow=True)
    said = [str(message) for message in page.context["messages"]]
    assert said == [
        "The changes are public now.",
        "Odd, and perhaps a slip: The date lies in the future: January 2199.",
    ]


def test_a_proposal_says_what_would_be_odd(ministry):
    meeting = make_meeting(agencies=[ministry, make_agency()], sources=[make_source()])
    contributor = come_in("contributor")
    fields = sent(contributor.get(change_url(meeting)), date="2199-01")
    page = contributor.post(change_url(meeting), fields, follow=True)
    assert [str(message) for message in page.context["messages"]] == [
        "Kept as a proposal. Readers see it when somebody publishes it.",
        "Odd, and perhaps a slip: The date lies in the future: January 2199.",
    ]
