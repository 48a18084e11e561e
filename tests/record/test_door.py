import pytest
from django.http import QueryDict

from cooperation.record import door
from cooperation.record.door import Position, Window
from cooperation.record.filters import MeetingFilter, OfficialFilter
from tests.factories import (
    make_agency,
    make_body,
    make_event,
    make_meeting,
    make_official,
    make_program,
    make_topic,
)
from tests.once import once

pytestmark = pytest.mark.django_db


def select(query=""):
    filterset = MeetingFilter(QueryDict(query))
    assert filterset.is_valid(), filterset.errors
    return filterset.selection()


def found(query=""):
    return {row["pk"] for row in door.ids(select(query))}


@once
def record():
    unicef, who = make_agency("UNICEF", acronym="UNICEF"), make_agency("WHO", acronym="WHO")
    ministry = make_body("Ministry of Health")
    mines = make_topic("Mine action")
    awareness = make_topic("Mine awareness", parent=mines)
    minister, director = make_official("Minister"), make_official("Director")
    cop = make_event("COP29", acronym="COP29")
    program = make_program("Schools")
    return {
        "mines": make_meeting(
            "Mines", "2020-05", agencies=[unicef, ministry], topics=[mines], city="Baku", country="Azerbaijan"
        ),
        "awareness": make_meeting(
            "Awareness", "2021-03-02", agencies=[who], topics=[awareness], events=[cop], mode="video"
        ),
        "both": make_meeting(
            "Both",
            "2021",
            officials=[(minister, ministry), (director, unicef)],
            topics=[mines, awareness],
            programs=[program],
        ),
        "draft": make_meeting("Draft", "2021", state="draft", agencies=[unicef], topics=[mines]),
    }


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"mines", "awareness", "both"}),
        ("agency=unicef", {"mines", "both"}),
        ("agency=unicef&agency=who", {"mines", "awareness", "both"}),
        ("topic=mine-action", {"mines", "awareness", "both"}),
        ("topic=mine-awareness", {"awareness", "both"}),
        ("agency=unicef&topic=mine-awareness", {"both"}),
        ("body=ministry-of-health", {"mines", "both"}),
        ("official=minister&with=director", {"both"}),
        ("official=minister", {"both"}),
        ("program=schools", {"both"}),
        ("event=cop29", {"awareness"}),
        ("mode=video", {"awareness"}),
        ("place=baku", {"mines"}),
        ("place=azerbaijan", {"mines"}),
        ("year=2021", {"awareness", "both"}),
        ("from=2021", {"awareness", "both"}),
        ("from=2021-06", {"both"}),
        ("to=2020", {"mines"}),
        ("from=2020-05-31&to=2020-06", {"mines"}),
        ("q=aware", {"awareness", "both"}),
    ],
)
def test_a_filter_finds(record, query, names):
    assert found(query) == {record[name].pk for name in names}
    assert door.total(select(query)) == len(names)


def test_a_facet_counts_what_its_value_alone_would_give(record):
    counts = door.facet_counts(select("agency=unicef&year=2021"))
    by_slug = {
        record.slug: counts["agency"].get(str(record.pk))
        for record in (*record["mines"].participations.model.agency.get_queryset(),)
    }
    assert by_slug["unicef"] == 1
    assert by_slug["who"] == 1
    assert counts["year"] == {"2020": 1, "2021": 1}
    assert counts["mode"] == {"unknown": 1}


def test_a_topic_counts_a_meeting_once_with_those_below_it(record):
    mines = record["mines"].topics.get()
    assert door.facet_counts(select())["topic"][str(mines.pk)] == 3


def test_a_draft_program_or_event_is_never_counted():
    draft_program, draft_event = make_program("Secret", state="draft"), make_event("Secret", state="review")
    make_meeting(programs=[draft_program], events=[draft_event])
    counts = door.facet_counts(select())
    assert counts["program"] == {}
    assert counts["event"] == {}


@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize("count", [1, 3, 4, 5, 15])
def test_paging_forwards_then_backwards_yields_every_meeting_once(descending, count):
    dates = ["2024", "2024-01", "2024-01-11", "2023-12-31", "2024-01-11"] * 3
    made = [make_meeting(date=date) for date in dates[:count]]
    pages, stretch = [], door.stretch(select(), Window(descending, size=4))
    assert stretch.first is stretch.preceding is None
    pages.append(stretch)
    while stretch.last is not None:
        stretch = door.stretch(select(), Window(descending, after=stretch.last, size=4))
        pages.append(stretch)
    assert sorted(pk for page in pages for pk in page.ids) == sorted(meeting.pk for meeting in made)
    backwards = []
    while stretch.preceding is not None:
        stretch = door.stretch(select(), Window(descending, before=stretch.preceding, size=4))
        backwards.append(stretch)
    assert [page.ids for page in reversed(backwards)] == [page.ids for page in pages[:-1]]
    assert [page.first for page in reversed(backwards)] == [page.first for page in pages[:-1]]


def test_a_year_is_jumped_to_in_both_orders():
    first, second, third = (make_meeting(date=date) for date in ("2019-12-31", "2020", "2021-01"))
    assert door.stretch(select(), Window(year=2020)).ids == (second.pk, first.pk)
    assert door.stretch(select(), Window(descending=False, year=2020)).ids == (second.pk, third.pk)


@pytest.mark.parametrize(
    "text", ["", "x", "2024", "2024.", "2024.5\0", "2024.-5", "2024.٥", "a\0b.5", "2024." + "9" * 30, "x" * 300 + ".1"]
)
def test_a_broken_position_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        Position.parse(text)


def test_an_official_is_not_found_by_a_body_of_a_draft():
    person, shown, secret = make_official(), make_body(), make_body("Ministry of Secrets")
    make_meeting(officials=[(person, shown)])
    make_meeting(state="draft", officials=[(person, secret)])
    selection = OfficialFilter().selection()
    assert door.facet_counts(selection, ["body"])["body"] == {str(shown.pk): 1}
    assert [door.total(door.narrowed(selection, body=[body])) for body in (shown, secret)] == [1, 0]
