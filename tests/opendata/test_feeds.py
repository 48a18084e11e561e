"""Feeds of changes as a feed reader reads them."""

import datetime
import re

import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cooperation.models import Correction, Meeting
from cooperation.record.indexing import postponed
from tests import factories as make
from tests.browse.test_leaks import SECRET, site  # noqa: F401
from tests.once import once
from tests.opendata.reading import as_cursor

pytestmark = pytest.mark.django_db

DAY = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)


def feed_of(client, path):
    response = client.get(path)
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = feedparser.parse(response.content)
    assert not feed.bozo, feed.bozo_exception
    assert feed.version == "atom10"
    return feed


def titles(feed):
    return [entry.title for entry in feed.entries]


def links(thing):
    return {link.rel: link.href for link in thing.links}


def changed(meeting, day, **fields):
    Meeting.objects.filter(pk=meeting.pk).update(**fields)
    make.note_change(meeting, DAY.replace(day=day))


@once
def three():
    """Meetings whose order of change is not that of their dates."""
    with postponed():
        made = [make.make_meeting(name, f"202{number}-01-01") for number, name in enumerate("ABC")]
        for meeting, day in zip(made, (2, 9, 5), strict=True):
            changed(meeting, day, published_at=DAY.replace(day=1))
    return made


def test_the_last_change_stands_first(client, three):
    feed = feed_of(client, "/meetings.atom")
    assert titles(feed) == ["B", "C", "A"]
    assert feed.feed.updated == feed.entries[0].updated == "2026-03-09T12:00:00+00:00"
    assert [entry.published for entry in feed.entries] == ["2026-03-01T12:00:00+00:00"] * 3


def test_an_entry_says_what_happened(client, three):
    fresh = make.make_meeting("New")
    changed(fresh, 20, published_at=DAY.replace(day=20))
    make_correction(three[0], DAY.replace(day=25), "The date was wrong.")
    feed = feed_of(client, "/meetings.atom")
    assert [(entry.title, entry.tags[0].term) for entry in feed.entries] == [
        ("A", "corrected"), ("New", "new"), ("B", "updated"), ("C", "updated"),
    ]  # fmt: skip
    assert feed.entries[0].updated == "2026-03-25T12:00:00+00:00"
    assert "Corrected on 25 March 2026: The date was wrong." in feed.entries[0].summary


def make_correction(meeting, moment, text, **fields):
    correction = Correction.objects.create(meeting=meeting, text_en=text, corrected_on=moment.date(), **fields)
    Correction.objects.filter(pk=correction.pk).update(modified=moment)
    if meeting.state == "published":
        make.note_change(meeting, moment)


def test_an_entry_leads_to_the_page_and_to_the_sources(client):
    topic = make.make_topic("Mine action")
    meeting = make.make_meeting(
        "Talks <b>& more</b>", "2024-02", topics=[topic], sources=[make.make_source("https://news.example/a?b=1&c=2")],
        city="Baku", summary_en="5 < 6 & <script>alert(1)</script>", published_at=timezone.now(),
    )  # fmt: skip
    [entry] = feed_of(client, "/meetings.atom").entries
    assert entry.title == "Talks <b>& more</b>"
    assert links(entry) == {
        "alternate": f"http://testserver{meeting.get_absolute_url()}",
        "via": "https://news.example/a?b=1&c=2",
    }
    assert entry.id == f"tag:testserver,2026:meetings/{meeting.uid}"
    assert entry.summary == "<p>February 2024, Baku</p><p>5 &lt; 6 &amp; &lt;script&gt;alert(1)&lt;/script&gt;</p>"
    assert [(tag.term, tag.label) for tag in entry.tags] == [("new", "New"), ("mine-action", "Mine action")]


def test_a_feed_says_whose_it_is_and_under_which_licence(client, three):
    feed = feed_of(client, "/meetings.atom?year=2020&year=2021").feed
    assert feed.title == "Meetings: 2020, 2021 – Azerbaijan–UN cooperation record"
    assert feed.id == "tag:testserver,2026:meetings?year=2020&year=2021"
    assert feed.author == "Azerbaijan–UN cooperation record"
    assert links(feed) == {
        "alternate": "http://testserver/meetings/?year=2020&year=2021",
        "self": "http://testserver/meetings.atom?year=2020&year=2021",
        "first": "http://testserver/meetings.atom?year=2020&year=2021",
        "license": "https://creativecommons.org/licenses/by/4.0/",
    }


def test_the_pages_of_a_feed_hold_each_record_once(client, three):
    with postponed():
        for number in range(4):
            # Four changes in one moment: the ids decide.
            changed(make.make_meeting(f"D{number}"), 5)
    path, found, pages = "/meetings.atom?page_size=2&from=2020", [], 0
    while path:
        feed = feed_of(client, path)
        assert links(feed.feed)["self"] == f"http://testserver{path}" or pages == 0
        found += titles(feed)
        path = links(feed.feed).get("next", "").removeprefix("http://testserver")
        pages += 1
    assert found == ["B", "D3", "D2", "D1", "D0", "C", "A"]
    assert pages == 4


MOMENT = "0001-01-01T00:00:00+00:00.1"


@pytest.mark.parametrize(
    "cursor",
    ["x", "", "%00", as_cursor("2024-01-11.1"), as_cursor(MOMENT), as_cursor("meetings:d:2024-01-11.1"),
     as_cursor("meetings:f:2024-01-11.1"), as_cursor(f"events:f:{MOMENT}"), as_cursor(f"meetings:d:{MOMENT}")],
)  # fmt: skip
def test_a_cursor_of_another_list_is_refused(client, three, cursor):
    response = client.get(f"/meetings.atom?cursor={cursor}")
    assert response.status_code == 400
    assert response.json()["parameter"] == "cursor"


def test_before_the_first_moment_of_the_calendar_nothing_changed(client, three):
    assert feed_of(client, f"/meetings.atom?cursor={as_cursor(f'meetings:f:{MOMENT}')}").entries == []


@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_a_feed_has_no_order_to_choose(client, three, order):
    response = client.get(f"/meetings.atom?sort={order}")
    assert (response.status_code, response.json()["code"]) == (400, "unknown-parameter")
    assert response.json()["parameter"] == "sort"


def test_a_page_in_another_order_leads_to_the_same_feed(client, three):
    for path, query in (("/meetings/?sort=oldest", ""), ("/meetings/?year=2021&sort=oldest", "?year=2021")):
        response = client.get(path)
        feed, table = re.findall(r"<(/meetings\.(?:atom|csv)[^>]*)>", response["Link"])[::-1]
        assert (feed, "sort=oldest" in table) == (f"/meetings.atom{query}", True)
        assert feed_of(client, feed).entries


def test_a_feed_follows_its_filter_and_knows_its_parameters(client, three):
    assert titles(feed_of(client, "/meetings.atom?year=2021")) == ["B"]
    empty = feed_of(client, "/meetings.atom?year=1999")
    assert (empty.entries, empty.feed.updated) == ([], "2026-01-01T00:00:00+00:00")
    for wrong in ("colour=red", "year=x", "agency=nobody", "page_size=0"):
        assert client.get(f"/meetings.atom?{wrong}").status_code == 400


def test_a_feed_speaks_the_language_of_its_path(client):
    meeting = make.make_meeting("Talks", title_ru="Переговоры", summary_en="Words.", summary_ru="Слова.")
    make.make_meeting("Untranslated", summary_en="Words.")
    feed = feed_of(client, "/ru/meetings.atom")
    assert {entry.title: entry.title_detail.language for entry in feed.entries} == {
        "Переговоры": "ru", "Untranslated": "en",
    }  # fmt: skip
    assert [entry.summary_detail.language for entry in feed.entries] == ["en", "ru"]
    assert feed.feed.language == "ru"
    assert feed.feed.title.startswith("Встречи")
    assert links(feed.feed)["self"] == "http://testserver/ru/meetings.atom"
    assert feed.entries[1].id == f"tag:testserver,2026:ru/meetings/{meeting.uid}"
    assert feed.entries[0].tags[0].label != "New"


def test_characters_that_xml_forbids_are_left_out(client):
    make.make_meeting("Bell\x07", summary_en="Form\x0cfeed \ufffe")
    [entry] = feed_of(client, "/meetings.atom").entries
    assert (entry.title, "Formfeed" in entry.summary) == ("Bell", True)


def one_of_each(count=1):
    with postponed():
        for _ in range(count):
            agency, body, official = make.make_agency(), make.make_body(), make.make_official()
            shared = {"topics": [make.make_topic()], "sources": [make.make_source()]}
            meeting = make.make_meeting(officials=[(official, body)], agencies=[agency], **shared)
            make.make_commitment(make.make_point(meeting, topics=shared["topics"]), agency, made_to=body)
            make.make_program(agencies=[agency], start="2020", **shared)
            make.make_event(organisers=[agency], start="2024-01", city="Baku", **shared)
            make.make_agreement(parties=[agency, body], signed="2024", **shared)
            make_correction(meeting, timezone.now(), "A name was spelt wrongly.")


@once
def each() -> None:
    one_of_each()


NOUNS = ["meetings", "agencies", "officials", "programs", "events", "topics", "agreements", "commitments"]


@pytest.mark.parametrize("noun", NOUNS)
def test_every_noun_has_a_feed_that_costs_the_same_for_one_and_three(client, each, noun):
    with CaptureQueriesContext(connection) as one:
        assert feed_of(client, f"/{noun}.atom").entries
    one_of_each(2)
    with CaptureQueriesContext(connection) as three:
        assert len(feed_of(client, f"/{noun}.atom").entries) >= 3
    assert len(three) == len(one)


@pytest.mark.parametrize("noun", NOUNS)
def test_every_record_has_a_feed(client, each, noun):
    [listed, *_others] = feed_of(client, f"/{noun}.atom").entries
    address = links(listed)["alternate"].removeprefix("http://testserver").rstrip("/")
    feed = feed_of(client, f"{address}.atom")
    assert [entry.id for entry in feed.entries] == [listed.id]
    assert feed.feed.id == f"{listed.id}/changes"
    assert links(feed.feed)["self"] == f"http://testserver{address}.atom"


@pytest.mark.parametrize("noun", NOUNS)
def test_nothing_unpublished_stands_in_a_feed(client, site, noun):  # noqa: F811
    for meeting in Meeting.objects.exclude(state="published"):
        make_correction(meeting, timezone.now(), SECRET)
    response = client.get(f"/{noun}.atom")
    assert feedparser.parse(response.content).entries
    assert SECRET.lower() not in response.content.decode().lower()


def test_the_feed_of_a_hidden_record_is_not_there(client, site):  # noqa: F811
    assert client.get("/meetings/2024-01-11-kumquat-draft.atom").status_code == 404
    assert client.get("/officials/kumquat-person-draft.atom").status_code == 404
    assert client.get("/meetings/2024-01-11-kumquat-withdrawn.atom").status_code == 410
