"""Entries that are read many at once are those that are made from models."""

import dataclasses
import random

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cooperation.models import Meeting, Participation
from cooperation.models.base import LANGUAGES
from cooperation.record.entries import KEPT, Entries, _Known
from cooperation.record.public import ParticipantRecord, Text
from cooperation.record.reading import read_by_id
from tests import factories as make
from tests.opendata.full import make_full_record
from tests.record.world import make_world


def whole(value):
    """A value with all that it holds: texts alone are equal in whatever languages they are held."""
    if isinstance(value, Text):
        return (str(value), value.language, value.is_name, value.translations)
    if isinstance(value, tuple):
        return tuple(map(whole, value))
    if dataclasses.is_dataclass(value):
        return {field.name: whole(getattr(value, field.name)) for field in dataclasses.fields(value)}
    return value


def agree(ids, model=Meeting, read=Entries.by_id):
    for language in LANGUAGES:
        with translation.override(language):
            entries = Entries()
            middle = len(ids) // 2
            found = read(entries, ids[:middle]) | read(entries, ids[middle:])
            told = read_by_id(model, ids)
        assert list(found) == list(told)
        assert {pk: whole(entry) for pk, entry in found.items()} == {pk: whole(entry) for pk, entry in told.items()}
    return found


class RandomRecords(TestCase):
    @settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
    @given(st.integers(0, 10**6))
    def test_entries_are_those_of_the_models(self, seed):
        world = make_world(seed, 8)
        ids = [meeting.pk for meeting in world.meetings]
        random.Random(seed).shuffle(ids)
        # Also those that are not published, which neither gives.
        agree(ids)
        seats = list(Participation.objects.values_list("pk", flat=True))
        random.Random(seed).shuffle(seats)
        agree(seats, Participation, Entries.seats_by_id)


@pytest.mark.django_db
def test_every_field_of_an_entry_is_read():
    meeting = make_full_record()
    Meeting.objects.filter(pk=meeting.pk).update(date_note="Day not stated")
    make.note_change(meeting, meeting.modified.replace(year=2030))
    [entry] = agree([meeting.pk]).values()
    assert entry.modified.year == 2030
    assert all(getattr(entry, field.name) for field in dataclasses.fields(entry))


@pytest.mark.django_db
def test_every_field_of_a_seat_is_read():
    seats = make_full_record().participations.values_list("pk", flat=True)
    found = agree(list(seats), Participation, Entries.seats_by_id).values()
    assert all(any(getattr(each.part, field.name) for each in found) for field in dataclasses.fields(ParticipantRecord))
    assert {each.meeting_date for each in found} == {"2024-01-11"}


@pytest.mark.django_db
def test_a_draft_has_no_entry():
    draft = make.make_meeting("Secret", state="draft", agencies=[make.make_agency()])
    assert agree([draft.pk]) == {}
    seats = list(draft.participations.values_list("pk", flat=True))
    assert agree(seats, Participation, Entries.seats_by_id) == {}


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_entries_cost_the_same_for_one_and_three(django_assert_num_queries, count):
    ids = []
    for _ in range(count):
        seat = (make.make_official(), make.make_body())
        ids.append(make.make_meeting(officials=[seat], topics=[make.make_topic()]).pk)
    # seats, their agencies and officials; topics and their names; meetings
    with django_assert_num_queries(6):
        assert len(Entries().by_id(ids)) == count


def test_what_comes_again_is_let_go_of_in_time():
    known = _Known(str)
    assert [known[number] for number in range(3 * KEPT)] == [str(number) for number in range(3 * KEPT)]
    assert len(known) <= KEPT + 1
