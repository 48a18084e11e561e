"""The index of meetings says what plain SQL says, when it is made and after every change."""

import random
from unittest import mock

import numpy as np
import pytest
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pyroaring import BitMap

from cooperation.models import Meeting, PartialDate, State
from cooperation.record import changes, door
from cooperation.record.filters import MeetingFilter
from cooperation.record.filters.nouns import OfficialFilter
from cooperation.record.index import keeper as keepers
from cooperation.record.index.answers import IndexedAnswers
from cooperation.record.index.keeper import keeper
from cooperation.record.index.meetings import MeetingIndex
from cooperation.record.index.officials import OfficialAnswers
from cooperation.record.index.timeline import Moves, Timeline, TooLargeError, date_number, date_text
from cooperation.record.plain import PlainAnswers
from tests import factories as make
from tests.record.test_properties import selection_of
from tests.record.world import DATES, make_world, random_filter

FACETS = ["agency", "body", "topic", "year", "official", "program", "event", "place", "mode"]
RECORDS = ["agency", "body", "topic", "official", "program", "event"]
PLACES = [("2020-99", 0), ("2020-02-29", 3), ("zebra", 1), ("", 9)]
EDGES = [None, *(door.Position(*place) for place in PLACES)]


def said(answers, world):
    """All that the door can be asked about one selection."""
    bodies = {body.slug: body for body in world.bodies}
    officials = [answers.across(official) for official in world.officials]
    return {
        "total": answers.total(),
        "newest": [answers.after(edge, 3, descending=True) for edge in EDGES],
        "oldest": [answers.after(edge, 3, descending=False) for edge in EDGES],
        "counts": answers.counts(FACETS),
        "contacts": {name: answers.contacts(name) for name in RECORDS},
        "cross counts": answers.cross_counts("body", bodies, "year"),
        "cross contacts": answers.cross_contacts("body", bodies, "agency"),
        "span": answers.span(),
        "people": [answers.people(None), answers.people({world.un[0].pk, world.bodies[0].pk})],
        "latest": [
            answers.latest([each.pk for each in world.officials], agencies) for agencies in (None, {world.un[0].pk})
        ],
        "across": officials,
        "holds": answers.holds([meeting.pk for meeting in world.meetings[::2]] + [0]),
        "reached": [answers.reached(name) for name in ("program", "event", "official")],
        "agreed": [answers.agreed(count) for count in (1, 3)],
        "not known": answers.not_known(),
    }


def change_something(world, chance):
    """One change that an editor might make."""
    meeting = chance.choice(world.meetings)
    date = chance.choice(DATES)
    match chance.randint(0, 9):
        case 0:
            Meeting.objects.filter(pk=meeting.pk).update(date=date)
        case 1:
            meeting.topics.set(world.some(world.topics, 2))
        case 2:
            Meeting.objects.filter(pk=meeting.pk).update(state=State.DRAFT)
        case 3:
            Meeting.objects.filter(pk=meeting.pk).update(state=State.PUBLISHED, published_at=timezone.now())
        case 4:
            meeting.participations.all().delete()
        case 5:
            world.meetings.append(make.make_meeting("Mine", date, agencies=world.some(world.un, 2)))
        case 6:
            event = chance.choice(world.events)
            state = chance.choice([State.DRAFT, State.PUBLISHED])
            type(event).objects.filter(pk=event.pk).update(state=state, published_at=timezone.now())
        case 7:
            type(world.un[1]).objects.filter(pk=world.un[1].pk).update(parent=chance.choice([None, world.un[0].pk]))
        case 8:
            make.make_point(meeting, kind="agreed")
        case 9:
            meeting.points.update(kind=chance.choice(["agreed", "asked"]))


def officials_of(chosen):
    data = QueryDict(mutable=True)
    for name, values in chosen.items():
        data.setlist(name, values)
    return OfficialFilter(data).selection()


class TestTheIndex(TestCase):
    @settings(max_examples=10)
    @given(seed=st.integers(0, 10**6), meetings=st.integers(0, 8))
    def test_says_what_plain_sql_says_before_and_after_every_change(self, seed, meetings):
        world = make_world(seed, meetings)
        self.check(world)
        for _ in range(3):
            change_something(world, world.chance)
            self.check(world)

    def check(self, world):
        index = keeper.current()
        for _ in range(2):
            chosen = random_filter(world)
            try:
                selection = selection_of(chosen)
            except AssertionError:
                # An official of no published meeting, or an event that is a draft now, may not be asked for.
                continue
            assert said(IndexedAnswers(selection, index), world) == said(PlainAnswers(selection), world), chosen
        self.check_officials(world, index)
        self.check_that_it_is_as_if_made_anew(index)

    def check_officials(self, world, index):
        chosen = random_filter(world)
        for asked in ({}, {name: chosen[name] for name in ("q", "agency", "body") if name in chosen}):
            selection = officials_of(asked)
            answers = [OfficialAnswers(selection, index), PlainAnswers(selection)]
            indexed, plain = [(each.total(), each.counts(["agency", "body"])) for each in answers]
            assert indexed == plain, asked

    def check_that_it_is_as_if_made_anew(self, index):
        anew = MeetingIndex.build()
        assert list(index.timeline.keys) == list(anew.timeline.keys)
        assert index.having == anew.having
        assert index.public == anew.public


@given(
    positions=st.sets(st.integers(0, 30)),
    removed=st.sets(st.integers(0, 30)),
    inserted=st.lists(st.integers(0, 31), max_size=4),
)
def test_moving_positions_is_what_removing_and_inserting_does_to_a_list(positions, removed, inserted):
    row = [(place, place in positions) for place in range(31)]
    for place in sorted(inserted, reverse=True):
        row.insert(place, (None, False))
    after = [held for place, held in row if place not in removed]
    moved = Moves.of(removed, inserted, 31).apply(BitMap(positions - removed))
    assert list(moved) == [place for place, held in enumerate(after) if held]


@given(st.lists(st.sampled_from(DATES), max_size=12), st.randoms(use_true_random=False))
def test_a_changed_timeline_is_the_timeline_of_the_changed_dates(dates, chance):
    before = dict(enumerate(dates, start=1))
    changed = {chance.randint(1, 15): chance.choice([*DATES, None]) for _ in range(4)}
    timeline, _moves = timeline_of(before).changed(changed)
    after = {pk: date for pk, date in {**before, **changed}.items() if date}
    assert [timeline.at(position) for position in range(len(timeline))] == sorted(
        (date, pk) for pk, date in after.items()
    )


def timeline_of(dates):
    return Timeline.of((date, np.array([pk])) for pk, date in dates.items())


@pytest.mark.parametrize("date", DATES)
def test_a_date_as_a_number_is_the_same_date(date):
    assert date_text(date_number(date)) == date


@given(st.lists(st.sampled_from(DATES), max_size=9), st.sampled_from([*DATES, "2018", "2020-02-28", "2022-06"]))
def test_ranges_hold_what_may_have_been_then(dates, asked):
    timeline, date = timeline_of(dict(enumerate(dates, start=1))), PartialDate(asked)
    ordered = [timeline.date(position) for position in range(len(timeline))]
    assert [ordered[at] for at in timeline.since(date)] == [each for each in ordered if each.latest >= date.earliest]
    assert [ordered[at] for at in timeline.until(date)] == [each for each in ordered if each.earliest <= date.latest]


def test_an_id_beyond_the_keys_is_refused_and_not_cut():
    with pytest.raises(TooLargeError):
        timeline_of({2**32: "2024"})
    with pytest.raises(TooLargeError):
        timeline_of({1: "2024"}).changed({2**32: "2024"})


@pytest.mark.django_db
def test_the_database_answers_alone_where_an_id_is_too_large():
    make.make_meeting()
    with mock.patch.object(MeetingIndex, "build", side_effect=TooLargeError):
        assert door.total(MeetingFilter().selection()) == 1
        assert keeper.current() is None


@pytest.mark.django_db
def test_what_a_transaction_has_written_is_answered_by_the_database():
    make.make_meeting()
    assert keeper.current() is not None
    with transaction.atomic():
        make.make_meeting(date="2025")
        assert keeper.current() is None
        assert door.total(MeetingFilter().selection()) == 2


@pytest.mark.django_db
def test_many_changes_at_once_make_the_index_anew(monkeypatch):
    monkeypatch.setattr(keepers, "CHANGES_AT_ONCE", 1)
    make.make_meeting()
    first = keeper.current()
    meetings = [make.make_meeting(date=f"203{number}") for number in range(3)]
    assert keeper.current() is not first
    assert door.stretch(MeetingFilter().selection(), door.Window()).ids[0] == meetings[-1].pk


@pytest.mark.django_db
def test_a_new_epoch_makes_the_index_anew():
    make.make_meeting()
    first = keeper.current()
    changes.new_epoch()
    assert keeper.current() is not first


@pytest.mark.django_db
def test_only_the_stamp_is_asked_of_the_database_again(django_assert_num_queries):
    make.make_meeting(agencies=[make.make_agency()], topics=[make.make_topic()])
    selection = MeetingFilter().selection()
    door.facet_counts(selection)
    with changes.reading(), django_assert_num_queries(1):
        assert door.total(selection) == 1
        assert door.facet_counts(selection, ["agency", "topic", "year", "official"])["year"] == {"2024": 1}


def test_the_chance_of_the_tests_covers_every_change():
    assert {random.Random(seed).randint(0, 9) for seed in range(50)} == set(range(10))
