"""Coverage: counted from published meetings only, and as the timeline counts them."""

import pytest

from cooperation.models import Meeting
from cooperation.record import coverage, door
from cooperation.record.coverage import Coverage
from cooperation.record.filters import MeetingFilter
from tests import factories as make

pytestmark = pytest.mark.django_db


def people(*names):
    return [make.make_official(name) for name in names]


def complete_meeting(agency, body, **fields):
    """A meeting with two sources, full names on both sides and an exact day."""
    first, second = people("Given Family", "Other Name")
    return make.make_meeting(
        officials=[(first, agency), (second, body)], sources=[make.make_source(), make.make_source()], **fields
    )


def test_a_complete_meeting_counts_in_every_measure():
    complete_meeting(make.make_agency(), make.make_body())
    assert coverage.coverage_of_all() == (Coverage(1, 1, 1, 1), 0)


def test_one_source_is_not_two():
    make.make_meeting(sources=[make.make_source()])
    assert coverage.with_two_sources(Meeting.objects.all()).count() == 0


@pytest.mark.parametrize(("date", "exact"), [("2024", 0), ("2024-01", 0), ("2024-01-11", 1)])
def test_only_a_day_is_exact(date, exact):
    make.make_meeting(date=date)
    assert coverage.on_an_exact_day(Meeting.objects.all()).count() == exact


def test_a_delegation_and_a_single_name_are_no_full_names():
    agency, body = make.make_agency(), make.make_body()
    full, single = people("Given Family", "Family")
    make.make_meeting(officials=[(full, agency)], agencies=[body])
    make.make_meeting(officials=[(full, agency), (single, body)])
    make.make_meeting(officials=[(full, agency)])
    assert coverage.with_full_names(Meeting.objects.all()).count() == 0


def test_a_reported_name_is_a_name():
    agency, body = make.make_agency(), make.make_body()
    meeting = make.make_meeting(officials=[(make.make_official("Given Family"), agency)])
    make.make_participation(meeting, body, reported_name="Other Name")
    assert list(coverage.with_full_names(Meeting.objects.all())) == [meeting]


def test_points_are_counted_by_meeting():
    meeting = make.make_meeting()
    make.make_point(meeting)
    make.make_point(meeting)
    assert coverage.coverage_of_all()[1] == 1


@pytest.mark.parametrize("state", ["draft", "review", "withdrawn"])
def test_what_is_not_public_is_not_counted(state):
    complete_meeting(make.make_agency(), make.make_body(), state=state)
    assert coverage.coverage_of_all() == (Coverage(), 0)
    assert coverage.coverage_by_year() == coverage.coverage_by_agency("agency") == coverage.coverage_by_agency("body")
    assert coverage.coverage_by_year() == []
    assert coverage.sources_in_use().total == 0


def test_each_number_of_meetings_is_what_the_timeline_holds():
    whole, body = make.make_agency("Whole"), make.make_body()
    part = make.make_agency("Part", parent=whole)
    complete_meeting(whole, body, date="2023")
    complete_meeting(part, body, date="2024-02-01")
    make.make_meeting(agencies=[part, whole], date="2024")
    counts = door.facet_counts(MeetingFilter().selection(), ["year", "agency", "body"])
    assert {year: found.meetings for year, found in coverage.coverage_by_year()} == counts["year"]
    for name in ("agency", "body"):
        found = {str(agency.pk): found.meetings for agency, found in coverage.coverage_by_agency(name)}
        assert found == counts[name]


def test_years_stand_newest_first_and_agencies_by_weight():
    first, second = make.make_agency("First"), make.make_agency("Second")
    make.make_meeting(agencies=[first, second], date="2023")
    make.make_meeting(agencies=[second], date="2024")
    assert [year for year, _found in coverage.coverage_by_year()] == ["2024", "2023"]
    assert [agency for agency, _found in coverage.coverage_by_agency("agency")] == [second, first]


@pytest.mark.parametrize(("count", "share"), [(0, 0), (1, 1), (500, 50), (999, 99), (1000, 100)])
def test_a_share_is_all_or_nothing_only_where_it_is(count, share):
    assert Coverage(meetings=1000).share(count) == share


def test_the_oldest_unchecked_source_is_a_public_one():
    cited, newer, hidden = (make.make_source(published=date) for date in ("2010", "2020", "1999"))
    checked = make.make_source(published="2001", link_status="alive", archived_url="https://a.example/1")
    make.make_meeting(sources=[newer, cited, checked])
    make.make_meeting(sources=[hidden], state="draft")
    sources = coverage.sources_in_use()
    assert (sources.total, sources.checked, sources.archived) == (3, 1, 1)
    assert sources.oldest_unchecked.uid == cited.uid
