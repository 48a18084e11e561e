"""Every noun's list runs in its sequence, a page at a time, with facets that count what they give."""

import pytest
from django.http import QueryDict

from cooperation.models import Participation
from cooperation.record import door
from cooperation.record.door import Window
from cooperation.record.facets import facets
from cooperation.record.filters import FILTERS
from cooperation.record.indexing import postponed
from tests import factories as make
from tests.once import once

pytestmark = pytest.mark.django_db


def select(noun, query=""):
    filterset = FILTERS[noun](QueryDict(query))
    assert filterset.is_valid(), filterset.errors
    return filterset.selection()


def paged(noun, **window):
    selection, found = select(noun), []
    stretch = door.stretch(selection, Window(size=2, **window))
    while True:
        found += stretch.ids
        if stretch.last is None:
            return found
        stretch = door.stretch(selection, Window(size=2, **window | {"after": stretch.last}))


@once
def everything():
    """Three records of every noun, some dates unknown, and a hidden one of each that can hide."""
    with postponed():
        make_everything()


def make_everything():
    agencies = [make.make_agency(name, acronym=name[:2]) for name in ("Beta", "Alpha", "Gamma")]
    body = make.make_body("Ministry")
    topics = [make.make_topic(name) for name in ("Two", "One", "Three")]
    officials = [make.make_official(name) for name in ("Vüqar", "Ali", "Zeynab")]
    dates = ["2020", None, "2021-05"]
    for date in dates:
        make.make_program(start=date, agencies=agencies[:1], topics=topics[:1])
        make.make_event(start=date, organisers=[body], topics=topics[1:], city="Baku", country="Azerbaijan")
        make.make_agreement(signed=date, parties=[agencies[0], body])
    for date in ("2020-01", "2021", "2019-12-31"):
        meeting = make.make_meeting(date=date, officials=[(each, body) for each in officials])
        make.make_commitment(make.make_point(meeting, topics=topics[:2]), agencies[0], made_to=body)
    for hidden in (make.make_program, make.make_event, make.make_agreement):
        hidden(state="draft")
    draft = make.make_meeting(state="draft", officials=[(make.make_official("Nobody"), body)])
    make.make_commitment(make.make_point(draft), agencies[1])


@pytest.mark.parametrize("noun", FILTERS)
def test_a_list_yields_each_public_record_once(everything, noun):
    model = FILTERS[noun]._meta.model
    descending = door.runs_by_date(model)
    found = paged(noun, descending=descending)
    assert len(found) == len(set(found)) == model.objects.published().count()
    assert set(found) == set(model.objects.published().values_list("pk", flat=True))


@pytest.mark.parametrize("noun", ["programs", "events"])
def test_unknown_dates_stand_last(everything, noun):
    model = FILTERS[noun]._meta.model
    dates = dict(model.objects.values_list("pk", "start"))
    assert [dates[pk] for pk in paged(noun, descending=True)] == ["2021-05", "2020", None]


def test_names_run_in_the_order_of_the_language(everything):
    names = dict(Participation.objects.values_list("official", "official__name_en"))
    assert [names[pk] for pk in paged("officials", descending=False)] == ["Ali", "Vüqar", "Zeynab"]


@pytest.mark.parametrize("noun", FILTERS)
def test_each_facet_counts_what_its_value_gives(everything, noun):
    counted = [(facet, value) for facet in facets(select(noun)) for value in facet.values]
    assert counted or noun == "topics"
    for facet, value in counted:
        assert door.total(select(noun, f"{facet.name}={value.value}")) == value.count, (facet.name, value)


@pytest.mark.parametrize("noun", FILTERS)
def test_any_position_can_be_asked_for(noun):
    make.make_meeting()
    for key in ("zz.1", ".1", "2020.1", "9999-99-99.5", "Ə.7"):
        position = door.Position.parse(key)
        for descending in (True, False):
            door.stretch(select(noun), Window(descending, after=position))
            door.stretch(select(noun), Window(descending, before=position))
