"""For random records and random filters the door gives what the filter means, on both engines."""

import itertools

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cooperation.models import Meeting
from cooperation.record import door
from cooperation.record.facets import facets
from cooperation.record.filters import MeetingFilter
from tests.record.world import expected, make_world, random_filter, values_of


def selection_of(chosen):
    data = QueryDict(mutable=True)
    for name, values in chosen.items():
        data.setlist(name, values)
    filterset = MeetingFilter(data)
    assert filterset.is_valid(), (chosen, filterset.errors)
    return filterset.selection()


def paged(selection):
    """All ids in sequence, a page of three at a time; turning back gives the same pages."""
    pages = [door.stretch(selection, door.Window(size=3))]
    while pages[-1].last is not None:
        pages.append(door.stretch(selection, door.Window(size=3, after=pages[-1].last)))
    for earlier, later in itertools.pairwise(pages):
        back = door.stretch(selection, door.Window(size=3, before=later.preceding))
        assert back.ids == earlier.ids
    return [pk for page in pages for pk in page.ids]


class TestTheDoor(TestCase):
    @settings(max_examples=12)
    @given(seed=st.integers(0, 10**6), meetings=st.integers(0, 9))
    def test_finds_counts_and_pages_what_the_filter_means(self, seed, meetings):
        world = make_world(seed, meetings)
        for _ in range(5):
            chosen = random_filter(world)
            ids = expected(world, chosen)
            selection = selection_of(chosen)
            assert paged(selection) == ids, chosen
            assert door.total(selection) == len(ids)
            assert {row["pk"] for row in door.ids(selection)} == set(ids)
            self.check_facets(world, chosen)

    def check_facets(self, world, chosen):
        """Each value's count is the number of results that it alone in its facet gives."""
        for facet in facets(selection_of(chosen)):
            counted = {value.value: value.count for value in facet.values if value.count}
            for value, count in counted.items():
                if facet.name == "place":
                    assert door.total(selection_of({**chosen, "place": [value]})) == count
                else:
                    assert len(expected(world, {**chosen, facet.name: [value]})) == count, (facet.name, value, chosen)
            if facet.name != "place":
                self.check_nothing_is_left_out(world, chosen, facet.name, counted)

    def check_nothing_is_left_out(self, world, chosen, name, counted):
        for value in values_of(world)[name]:
            if value not in counted:
                assert expected(world, {**chosen, name: [value]}) == [], (name, value, chosen)


@pytest.mark.django_db
def test_the_reference_can_fail():
    world = make_world(1, 9)
    everything = expected(world, {})
    assert 0 < len(everything) < Meeting.objects.count()
    assert any(expected(world, random_filter(world)) != everything for _ in range(10))
