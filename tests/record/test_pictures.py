"""The pictures' numbers: what a picture says of random records is what the door says of each filter."""

import datetime

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cooperation.models import Meeting
from cooperation.record import door, pictures
from cooperation.record.filters import MeetingFilter
from tests.factories import make_agency, make_body, make_meeting, make_official, make_program, make_topic
from tests.record.world import make_world, random_filter


def select(chosen=None):
    data = QueryDict(mutable=True)
    for name, values in (chosen or {}).items():
        data.setlist(name, values)
    return MeetingFilter(data).selection()


def total(chosen, **narrowing):
    return door.total(select({**chosen, **narrowing}))


def last_of(chosen, **narrowing):
    dates = Meeting.objects.filter(pk__in=door.ids(select({**chosen, **narrowing}))).values_list("date", flat=True)
    return max(dates)


class TestCrossCounts(TestCase):
    """All pairs at once are what one facet count for each value gives."""

    @settings(max_examples=8)
    @given(seed=st.integers(0, 10**6), meetings=st.integers(0, 9))
    def test_are_the_facet_counts_of_each_value_alone(self, seed, meetings):
        world = make_world(seed, meetings)
        sides = {"agency": world.un, "body": world.bodies, "topic": world.topics, "program": world.programs[:2]}
        for _ in range(3):
            selection = select(random_filter(world))
            for name, across in (("body", "agency"), ("agency", "year"), ("program", "topic"), ("topic", "official")):
                slowly = {
                    record.slug: door.facet_counts(door.narrowed(selection, **{name: [record]}), [across])[across]
                    for record in sides[name]
                }
                assert door.cross_counts(selection, name, sides[name], across) == slowly


class TestPictures(TestCase):
    @settings(max_examples=8)
    @given(seed=st.integers(0, 10**6), meetings=st.integers(0, 9))
    def test_show_the_count_and_the_last_date_of_every_pair(self, seed, meetings):
        world = make_world(seed, meetings)
        for _ in range(3):
            chosen = random_filter(world)
            found = pictures.matrix(select(chosen), "body", "agency", (None, None))
            pairs = [pair for row in found.pairs.values() for pair in row.values()]
            for pair in pairs:
                one = {"body": [pair.row.slug], "agency": [pair.column.slug]}
                assert (pair.count, pair.last) == (total(chosen, **one), last_of(chosen, **one))
            for entry in found.rows.entries:
                one = {"body": [entry.link.slug]}
                assert (entry.count, entry.last) == (total(chosen, **one), last_of(chosen, **one))

    @settings(max_examples=8)
    @given(seed=st.integers(0, 10**6), meetings=st.integers(0, 9))
    def test_count_counterparts_by_the_meetings_where_both_sat(self, seed, meetings):
        world = make_world(seed, meetings)
        for official in world.officials:
            for met in pictures.counterparts_over_time(official, 9):
                both = {"official": [official.slug], "with": [met.official.slug]}
                assert met.count == total(both)
                assert met.last == last_of(both)
                for year, count in met.years.items():
                    assert count == total(both, year=[year])


pytestmark = pytest.mark.django_db


def names(axis):
    return [(entry.link.name, entry.count) for entry in axis.entries]


def test_an_axis_holds_what_was_chosen_and_what_is_below_it():
    un, who = make_agency("UN"), make_agency("WHO")
    office = make_agency("Office", parent=un)
    make_meeting(agencies=[un, who])
    make_meeting(agencies=[office])
    assert names(pictures.axis(select(), "agency")) == [("UN", 2), ("Office", 1), ("WHO", 1)]
    assert names(pictures.axis(select({"agency": ["un"]}), "agency")) == [("UN", 2), ("Office", 1)]


def test_an_axis_says_how_many_it_leaves_out():
    make_meeting(agencies=[make_agency(f"Agency {number}") for number in range(3)])
    axis = pictures.axis(select(), "agency", 2)
    assert [entry.link.slug for entry in axis.entries] == ["agency-0", "agency-1"]
    assert axis.left_out == 1


def test_nothing_unpublished_is_counted():
    who, ministry, topic = make_agency("WHO"), make_body("Ministry"), make_topic("Health")
    person, minister = make_official(), make_official("Minister")
    seats = {"officials": [(person, who), (minister, ministry)], "topics": [topic]}
    make_meeting(date="2020", **seats)
    for state in ("draft", "review", "withdrawn"):
        make_meeting(date="2024-05-05", state=state, **seats)
    make_program(state="draft", agencies=[who], start="2020")
    assert pictures.year_counts(select()) == {"2020": 1}
    assert door.last_date(select()) == "2020"
    found = pictures.matrix(select(), "body", "agency", (5, 5))
    assert found.pairs == {
        "ministry": {"who": pictures.Pair(found.rows.entries[0].link, found.columns.entries[0].link, 1, "2020")}
    }
    assert [(met.count, met.last) for met in pictures.counterparts_over_time(minister, 5)] == [(1, "2020")]
    assert pictures.runs(pictures.programs_like(select())) == []


def test_silent_years_stand_between_the_first_and_the_last():
    make_meeting(date="2019")
    make_meeting(date="2022-03")
    assert pictures.year_counts(select()) == {"2019": 1, "2020": 0, "2021": 0, "2022": 1}
    assert pictures.year_counts(select({"q": ["nothing"]})) == {}


def test_a_series_leaves_the_years_of_the_filter_aside():
    who = make_agency("WHO")
    make_meeting(date="2019", agencies=[who])
    make_meeting(date="2020", agencies=[who])
    found = pictures.series(select({"year": ["2020"]}), "agency")
    assert found.years == ("2019", "2020")
    assert found.counts == {"who": {"2019": 1, "2020": 1}}
    assert names(found.axis) == [("WHO", 2)]


def test_only_those_silent_for_surely_a_year_are_silent():
    for date in ("2023", "2022", "2023-11-20", "2023-11-22", "2023-11"):
        make_meeting(date=date, agencies=[make_agency(f"A{date}")])
    entries = pictures.axis(select(), "agency").entries
    silent = pictures.silent_for_a_year(entries, datetime.date(2024, 11, 21))
    assert [entry.link.name for entry in silent] == ["A2022", "A2023-11-20"]


def test_a_year_is_a_year_on_the_last_days_of_a_month_too():
    for date in ("2023-11-29", "2023-11-30"):
        make_meeting(date=date, agencies=[make_agency(f"A{date}")])
    entries = pictures.axis(select(), "agency").entries
    silent = pictures.silent_for_a_year(entries, datetime.date(2024, 11, 30))
    assert [entry.link.name for entry in silent] == ["A2023-11-29"]


def test_programs_obey_the_agency_and_the_topic():
    who, health = make_agency("WHO"), make_topic("Health")
    make_program("Known", agencies=[who], topics=[health], start="2020", end="2022-05")
    make_program("Undated", agencies=[who])
    make_program("Ended", end="2024")
    make_meeting(agencies=[who])

    def found(**chosen):
        return [run.link.name for run in pictures.runs(pictures.programs_like(select(chosen)))]

    assert found() == ["Ended", "Known", "Undated"]
    assert found(agency=["who"]) == ["Known", "Undated"]
    assert found(agency=["who"], topic=["health"], year=["1999"]) == ["Known"]


def test_those_of_ones_own_side_are_no_counterparts():
    who, ministry = make_agency(), make_body()
    minister, deputy, guest = (make_official(name) for name in ("Minister", "Deputy", "Guest"))
    make_meeting(date="2021-05", officials=[(minister, ministry), (deputy, ministry), (guest, who)])
    met = pictures.counterparts_over_time(minister, 5)
    assert [(each.official.name, each.years, each.first, each.last) for each in met] == [
        ("Guest", {"2021": 1}, "2021-05", "2021-05")
    ]
