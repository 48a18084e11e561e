"""Pictures in pages: each mark is a link to the list that holds as many as it says."""

import datetime
import re
from dataclasses import fields, is_dataclass
from html import unescape

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils.http import urlencode
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cooperation.browse import marks
from cooperation.models import PartialDate
from cooperation.record import door, pictures
from cooperation.record.filters import FILTERS
from cooperation.record.public import Period
from tests.browse.test_query_counts import make_record
from tests.cold import forget_all_but_the_index
from tests.factories import make_agency, make_body, make_meeting, make_official, make_program, make_topic
from tests.once import once
from tests.record.world import make_world, random_filter

pytestmark = pytest.mark.django_db


def total_at(url):
    """How many records the list at an address holds."""
    path, _mark, query = url.partition("?")
    filterset = FILTERS[path.strip("/")](QueryDict(query))
    assert filterset.is_valid(), url
    assert not filterset.unknown_parameters, url
    return door.total(filterset.selection())


def marks_in(value):
    """Every mark that a page was made from, wherever it stands."""
    if isinstance(value, marks.Mark):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from marks_in(getattr(value, field.name))
    elif isinstance(value, list | tuple):
        for each in value:
            yield from marks_in(each)


PICTURES = ("years", "charts", "by_grid", "matrix", "topics", "quiet", "pairs", "year_bars", "met", "met_grid")


def marks_of(response):
    return [mark for name in PICTURES if name in response.context for mark in marks_in(response.context[name])]


def linked(html):
    """Addresses in a page with the numbers that stand in their links."""
    results = html[html.index("<main") :]
    found = re.findall(r'<a (?:class="[^"]*" )?href="(/meetings/\?[^"]*)"[^>]*>\s*(?:<title>[^<]*: )?(\d+)', results)
    return [(unescape(url), int(number)) for url, number in found]


def check(html, found):
    for mark in found:
        assert total_at(mark.url) == mark.count, mark
    for url, number in linked(html):
        assert total_at(url) == number, url


class TestEveryMark(TestCase):
    @settings(max_examples=8)
    @given(seed=st.integers(0, 10**6), meetings=st.integers(0, 9))
    def test_links_to_as_many_meetings_as_it_says(self, seed, meetings):
        world = make_world(seed, meetings)
        for by in ("agency", "body", "topic"):
            query = urlencode({**random_filter(world), "by": by}, doseq=True)
            response = Client().get(f"/pictures/?{query}")
            assert response.status_code == 200, query
            check(response.content.decode(), marks_of(response))
            assert total_at(response.context["programs_url"]) == response.context["programs_total"]
            response = Client().get(f"/meetings/?{urlencode(random_filter(world), doseq=True)}")
            check(response.content.decode(), marks_of(response))
        for path in ("agencies/un-a", "agencies/ministry-a", "topics/topic-a", "officials/person-a"):
            response = Client().get(f"/{path}/")
            check(response.content.decode(), marks_of(response))


def test_the_check_of_marks_can_fail():
    make_meeting(agencies=[make_agency("WHO")])
    with pytest.raises(AssertionError):
        check("<main", [marks.Mark(2, "/meetings/?agency=who", "")])
    with pytest.raises(AssertionError):
        check('<main><a href="/meetings/?agency=who">2</a>', [])


@once
def record():
    who, ministry, health = make_agency("World Health Organization", acronym="WHO"), make_body("Ministry"), None
    health = make_topic("Health")
    person, minister = make_official("Envoy"), make_official("Minister")
    make_meeting("Vaccines", "2020-05", officials=[(person, who), (minister, ministry)], topics=[health], city="Baku")
    make_meeting("Hospitals", "2022-06-01", agencies=[who, ministry], topics=[health])
    make_meeting("Secret", "2023", "draft", agencies=[who, make_body("Hidden")], topics=[make_topic("Hush")])
    make_program("Clinics", agencies=[who], topics=[health], start="2019")
    make_program("Undated", agencies=[who])


def numbers(html):
    return dict(linked(html))


def test_every_kind_of_picture_is_there(client, record):
    html = client.get("/pictures/").content.decode()
    found = numbers(html)
    assert found["/meetings/?year=2020"] == 1
    assert found["/meetings/?agency=who&year=2022"] == 1
    assert found["/meetings/?body=ministry&agency=who"] == 2
    assert found["/meetings/?topic=health&year=2020"] == 1
    assert '<a href="/programs/clinics/"' in html
    assert "Last recorded contact" in html


def test_marks_keep_the_filter(client, record):
    found = numbers(client.get("/pictures/?q=vaccines&by=topic").content.decode())
    assert found == {
        "/meetings/?q=vaccines&year=2020": 1,
        "/meetings/?q=vaccines&topic=health": 1,
        "/meetings/?q=vaccines&topic=health&year=2020": 1,
        "/meetings/?q=vaccines&body=ministry": 1,
        "/meetings/?q=vaccines&agency=who": 1,
        "/meetings/?q=vaccines&body=ministry&agency=who": 1,
    }


def test_a_chosen_year_is_marked_and_all_years_show(client, record):
    response = client.get("/pictures/?year=2022")
    assert [(bar.year, bar.count, bar.selected) for bar in response.context["years"]] == [
        ("2020", 1, False), ("2021", 0, False), ("2022", 1, True),
    ]  # fmt: skip
    assert response.context["matrix"].rows[0].cells[0].count == 1


def test_nothing_unpublished_is_shown(client, record):
    html = client.get("/pictures/?by=body&all=1").content.decode()
    for word in ("Secret", "Hidden", "Hush", "2023"):
        assert word not in html


def test_the_pictures_are_one_click_from_the_list_and_back(client, record):
    assert 'href="/pictures/?topic=health&amp;q=vaccines"' in client.get(
        "/meetings/?q=vaccines&topic=health&sort=oldest"
    ).content.decode().replace("q=vaccines&amp;topic=health", "topic=health&amp;q=vaccines")
    assert client.get("/pictures/?q=vaccines&by=body").context["list_url"] == "/meetings/?q=vaccines"


def test_the_filter_of_the_pictures_stays_on_their_page(client, record):
    response = client.get("/pictures/?topic=health&by=body")
    panel = response.context["panel"]
    assert panel.action == "/pictures/"
    assert ("by", "body") in panel.hidden
    assert panel.unknown == []
    assert [(chip.value, chip.url) for chip in panel.chips] == [("Health", "/pictures/?by=body")]
    assert panel.clear_url == "/pictures/?by=body"


def test_a_filter_change_brings_the_results_alone(client, record):
    response = client.get("/pictures/", headers={"HX-Request": "true", "HX-Target": "results"})
    assert "<html" not in response.content.decode()
    assert 'id="announcement"' in response.content.decode()


@pytest.mark.parametrize("query", ["by=colour", "by=agency&topic=nothing-such", "from=2024&to=2020", "year=x"])
def test_what_cannot_be_drawn_says_so(client, record, query):
    response = client.get(f"/pictures/?{query}")
    assert response.status_code == 400
    assert "This filter cannot be answered" in response.content.decode()
    assert marks_of(response) == []


def test_a_former_slug_and_empty_fields_lead_on_to_the_pictures(client, record):
    response = client.get("/pictures/?topic=health&from=&by=topic")
    assert (response.status_code, response["Location"]) == (301, "/pictures/?topic=health&by=topic")


def test_an_empty_filter_says_so(client, record):
    assert "picture-years" not in client.get("/pictures/?q=nothing").content.decode()


def test_an_empty_record_is_no_fault(client, db):
    assert client.get("/pictures/").status_code == 200


def test_an_official_has_the_ones_met_over_time(client, record):
    response = client.get("/officials/minister/")
    assert numbers(response.content.decode())["/meetings/?official=minister&with=envoy"] == 1
    assert "2020 to 2020" in response.content.decode()


BAR = re.compile(r'<a href="([^"]*)" tabindex="-1"[^>]*><title>([^<]*)</title>')
CELL = re.compile(r'<td class="shade-\d"><a href="([^"]*)" aria-label="([^"]*)">')


@pytest.mark.parametrize("path", ["/pictures/", "/pictures/?by=body&q=vaccines", "/pictures/?by=topic&year=2022",
                                  "/officials/minister/", "/officials/envoy/"])  # fmt: skip
def test_each_bar_for_the_pointer_is_a_link_of_a_table(client, record, path):
    html = client.get(path).content.decode()
    bars = set(BAR.findall(html))
    assert bars
    assert bars <= set(CELL.findall(html))
    assert len(BAR.findall(html)) == html.count('<rect class="reach"')


@pytest.mark.parametrize("language", ["", "/az", "/ru"])
def test_marks_lead_on_in_the_language_of_the_page(client, record, language):
    response = client.get(f"{language}/pictures/")
    assert response.status_code == 200
    assert all(mark.url.startswith(f"{language}/meetings/") for mark in marks_of(response))


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2023-03", "20 months ago"),
        ("2024-10-20", "less than a month ago"),
        ("2024-10-15", "1 month ago"),
        ("2024-11", "this month"),
        ("2022-11", "2 years ago"),
        ("2020-12-31", "3 years ago"),
        ("2024", "this year"),
        ("2023", "1 year ago"),
        ("2024-12", ""),
        ("2025", ""),
    ],
)
def test_ago_is_no_more_precise_than_the_date(date, words):
    assert marks.ago(PartialDate(date), datetime.date(2024, 11, 15)) == words


@pytest.mark.parametrize(
    ("count", "shade"), [(0, 0), (1, 1), (2, 2), (3, 2), (4, 3), (7, 3), (8, 4), (15, 4), (16, 5), (900, 5)]
)
def test_shades_double(count, shade):
    assert marks.Mark(count, "", "").shade == shade


def a_run(start, end):
    dates = [PartialDate(each) if each else None for each in (start, end)]
    return pictures.Run(None, (), Period(*dates))


def test_programs_lie_on_a_scale_of_months():
    runs = [a_run("2021", "2022-06"), a_run("2023-03", None), a_run(None, "2018-04"), a_run("2025-01-02", "2025-01-05")]
    scale = marks.scale_of(runs, datetime.date(2024, 11, 15))
    assert (scale.first, scale.months, list(scale.labels), scale.today) == (2015, 180, [2015, 2020, 2025], 118)
    drawn = [marks.bar_of(run, scale) for run in runs]
    assert [(bar.x, bar.width, bar.outline) for bar in drawn] == [
        (72, 18, ""),
        # To today, and open there.
        (98, 3, "M118 8H101V16H118"),
        (37, 3, "M13 8H37V16H13"),
        (120, 3, ""),
    ]


@pytest.mark.parametrize(("start", "outline"), [("2024-10", ""), ("2024-11", ""), ("2025", "")])
def test_a_program_of_an_unknown_end_is_not_drawn_past_today(start, outline):
    scale = marks.scale_of([a_run(start, None)], datetime.date(2024, 11, 15))
    bar = marks.bar_of(a_run(start, None), scale)
    assert (bar.width, bar.outline) == (marks.KNOWN_MONTHS, outline)


@once(params=[1, 3])
def so_many(count):
    make_record(count)


@pytest.mark.parametrize("by", ["agency", "body", "topic"])
def test_pictures_cost_the_same_for_one_and_three(client, django_assert_num_queries, so_many, by):
    # The stamp of the record; agencies, bodies, topics; officials, programs and events of the facets; programs and
    # their agencies. All that is counted comes from the index of meetings.
    forget_all_but_the_index()
    with django_assert_num_queries(9):
        assert client.get(f"/pictures/?by={by}").status_code == 200
