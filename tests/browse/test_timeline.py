"""The strip of years above the timeline, and the heads of its years."""

import re
from html import unescape

import pytest

from tests.factories import make_agency, make_meeting
from tests.once import once

pytestmark = pytest.mark.django_db


@once
def record():
    agency = make_agency("UNICEF")
    for title, date in (("Early", "2019-03"), ("First", "2021-02-01"), ("Second", "2021-05")):
        make_meeting(title, date, agencies=[agency])
    make_meeting("Other", "2021")
    make_meeting("Secret", "2022", "draft", agencies=[agency])


def bars(client, path):
    return [(bar.year, bar.count, bar.selected, bar.url) for bar in client.get(path).context["years"]]


def test_each_bar_narrows_to_the_meetings_that_it_counts(client, record):
    found = bars(client, "/meetings/?agency=unicef&year=2021&sort=oldest")
    assert found == [
        ("2019", 1, False, "/meetings/?agency=unicef&year=2019&sort=oldest"),
        ("2020", 0, False, "/meetings/?agency=unicef&year=2020&sort=oldest"),
        ("2021", 2, True, "/meetings/?agency=unicef&year=2021&sort=oldest"),
    ]
    for _year, count, _selected, url in found:
        assert client.get(url).context["total"] == count


def head_of(client, path, year):
    html = client.get(path).content.decode()
    head = html[html.index(f'id="in-{year}"') :]
    link = re.search(r'<a href="([^"]*)">([^<]*)</a>', head[: head.index("</div>")])
    return unescape(link[1]), link[2]


def test_the_head_of_a_year_leads_to_it_alone(client, record):
    assert head_of(client, "/meetings/?agency=unicef", 2021) == ("/meetings/?agency=unicef&year=2021", "only 2021")


def test_the_head_of_a_chosen_year_leads_to_it_among_all_years(client, record):
    url, words = head_of(client, "/meetings/?agency=unicef&year=2021", 2021)
    assert (url, words) == ("/meetings/?agency=unicef&start=2021#y2021", "among all years")
    response = client.get(url)
    assert response.context["total"] == 3
    assert 'id="y2021"' in response.content.decode()


def test_a_single_year_has_no_strip(client):
    make_meeting("Only", "2021")
    assert 'class="histogram' not in client.get("/meetings/").content.decode()
