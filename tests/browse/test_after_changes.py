"""Whatever changes, the next page says what a page says that nothing was kept for."""

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cooperation.models import Agency, Event, Meeting, Topic
from cooperation.record import changes
from cooperation.record.index.keeper import keeper
from tests import factories as make
from tests.record.test_index import change_something
from tests.record.world import make_world

PAGES = ["/meetings/", "/az/meetings/?year=2020", "/pictures/", "/officials/", "/agencies/", "/briefing/"]


def page(path):
    response = Client().get(path)
    assert response.status_code == 200
    return response.content


def rename_something(world, chance):
    """What no meeting is part of, but meetings show."""
    record = chance.choice([*world.un, *world.topics, *world.officials, *world.events])
    type(record).objects.filter(pk=record.pk).update(name_en=f"Renamed {chance.random()}")


def retitle_something(world, chance):
    Meeting.objects.filter(pk=chance.choice(world.meetings).pk).update(title_en=f"Retitled {chance.random()}")


class TestThePages(TestCase):
    @settings(max_examples=3)
    @given(seed=st.integers(0, 10**6), meetings=st.integers(0, 6))
    def test_are_as_if_nothing_was_kept_after_every_change(self, seed, meetings):
        world = make_world(seed, meetings)
        for change in world.chance.sample([change_something, rename_something, retitle_something], 3):
            change(world, world.chance)
            kept = [page(path) for path in PAGES]
            known = changes._remembered, keeper._kept
            self.forget()
            assert kept == [page(path) for path in PAGES]
            changes._remembered, keeper._kept = known

    def forget(self):
        changes._remembered, keeper._kept = changes._Remembered(), None


pytestmark = pytest.mark.django_db


def entries(client):
    return client.get("/meetings/").content.decode()


def test_a_change_of_one_meeting_asks_for_that_one_alone(client, django_assert_num_queries):
    topic = make.make_topic("Health")
    who = make.make_agency("WHO")
    meetings = [make.make_meeting(title, agencies=[who], topics=[topic]) for title in ("Meeting a", "Meeting b")]
    assert "Meeting a" in entries(client)
    Meeting.objects.filter(pk=meetings[0].pk).update(title_en="Another title")
    # The stamp, and twice what changed since; the date and the twelve marks of the index; the entry with its seats
    # and topics. Nothing of agencies, topics, events and names of facets.
    with django_assert_num_queries(19):
        shown = entries(client)
    assert ("Meeting a" in shown, "Another title" in shown, "Meeting b" in shown) == (False, True, True)


@pytest.mark.parametrize("model", [Agency, Topic, Event])
def test_what_meetings_show_of_others_is_asked_for_anew(client, model):
    make.make_event("Old name", start="2024")
    make.make_meeting(date="2024-05", agencies=[make.make_agency("Old name")], topics=[make.make_topic("Old name")])
    before = entries(client).count("Old name")
    model.objects.update(name_en="New name")
    shown = entries(client)
    assert "New name" in shown
    assert shown.count("Old name") < before


def test_a_withdrawn_meeting_is_gone_with_what_was_kept_of_it(client):
    official = make.make_official("Only Here")
    meeting = make.make_meeting("Seen once", officials=[(official, make.make_agency())])
    make.make_meeting("Stays")
    assert "Only Here" in entries(client)
    meeting.state, meeting.withdrawal_reason = "withdrawn", "an error"
    meeting.save()
    shown = entries(client)
    assert ("Seen once" in shown, "Only Here" in shown, "Stays" in shown) == (False, False, True)
