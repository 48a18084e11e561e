"""For random records and filters every format holds the records that the page holds, whoever reads it."""

import csv
import io
import json
import re
from collections.abc import Callable

import feedparser
import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from icalendar import Calendar
from openpyxl import load_workbook

from cooperation.models import Meeting
from cooperation.record.formats import formats_of
from tests.record.world import World, expected, make_world, random_filter


def fetch(client: Client, suffix: str, chosen: dict) -> bytes:
    response = client.get(f"/meetings.{suffix}", chosen)
    assert response.status_code == 200, (suffix, chosen, response.content)
    return b"".join(response.streaming_content) if response.streaming else response.content


def of_json(client: Client, chosen: dict) -> list[str]:
    """All pages, two records at a time."""
    path, query, uids = "/api/v1/meetings/", chosen | {"page_size": "2"}, []
    while path:
        page = client.get(path, query).json()
        uids += [each["uid"] for each in page["results"]]
        path, query = page["next"], {}
    assert page["count"] == len(uids)
    return uids


def of_suffixed_json(client: Client, chosen: dict) -> list[str]:
    return [each["uid"] for each in json.loads(fetch(client, "json", chosen))["results"]]


def of_csv(client: Client, chosen: dict) -> list[str]:
    text = fetch(client, "csv", chosen).decode("utf-8-sig")
    return [row["uid"] for row in csv.DictReader(io.StringIO(text, newline=""))]


def of_xlsx(client: Client, chosen: dict) -> list[str]:
    book = load_workbook(io.BytesIO(fetch(client, "xlsx", chosen)), read_only=True)
    head, *rows = book["meetings"].iter_rows(values_only=True)
    book.close()
    return [row[head.index("uid")] for row in rows]


def of_ndjson(client: Client, chosen: dict) -> list[str]:
    return [json.loads(line)["uid"] for line in fetch(client, "ndjson", chosen).splitlines()]


def of_atom(client: Client, chosen: dict) -> list[str]:
    """All pages of the feed; its order is that of change."""
    feed = feedparser.parse(fetch(client, "atom", chosen))
    uids = []
    while True:
        uids += [entry.id.rpartition("/")[2] for entry in feed.entries]
        following = [link.href for link in feed.feed.links if link.rel == "next"]
        if not following:
            return uids
        feed = feedparser.parse(client.get(following[0]).content)


def of_ics(client: Client, chosen: dict) -> list[str]:
    return [str(event["UID"]) for event in Calendar.from_ical(fetch(client, "ics", chosen)).events]


READERS: dict[str, Callable[[Client, dict], list[str]]] = {
    "json": of_suffixed_json,
    "csv": of_csv,
    "xlsx": of_xlsx,
    "ndjson": of_ndjson,
    "atom": of_atom,
    "ics": of_ics,
}
# A feed runs by change.
OWN_ORDER = {"atom"}
ENTRY = re.compile(r'href="/meetings/([^"/]+)/"')


def of_page(client: Client, chosen: dict) -> list[str]:
    """The slugs of the meetings that the pages of the timeline show, in their order."""
    path, query, slugs = "/meetings/", chosen, []
    while path:
        context = client.get(path, query).context
        entries = [entry for year in context.get("groups", []) for month in year.months for entry in month.entries]
        # Events stand among them.
        slugs += [found[1] for entry in entries if (found := ENTRY.search(entry.html))]
        path, query = (context["paging"].next_url if entries else None), {}
    return slugs


def held(world: World, chosen: dict) -> list[Meeting]:
    """What the filter means."""
    ids = expected(world, chosen)
    found = Meeting.objects.in_bulk(ids)
    return [found[pk] for pk in ids]


class TestEveryFormat(TestCase):
    @settings(max_examples=6)
    @given(seed=st.integers(0, 10**6), meetings=st.integers(0, 8))
    def test_holds_the_records_of_the_page(self, seed, meetings):
        world, client = make_world(seed, meetings), Client()
        for _ in range(2):
            chosen = random_filter(world)
            meetings_held = held(world, chosen)
            assert of_page(client, chosen) == [meeting.slug for meeting in meetings_held], chosen
            assert of_json(client, chosen) == [str(meeting.uid) for meeting in meetings_held], chosen
            for suffix, read in READERS.items():
                self.check(suffix, read(client, chosen), meetings_held)

    def check(self, suffix, found, meetings_held):
        # A calendar holds what is known to the day, and says how many are not.
        wanted = [str(meeting.uid) for meeting in meetings_held if suffix != "ics" or meeting.date.day]
        if suffix in OWN_ORDER:
            found, wanted = sorted(found), sorted(wanted)
        assert found == wanted, suffix


def test_no_format_is_left_out():
    assert set(READERS) == {each.suffix for each in formats_of("meetings")}


@pytest.mark.django_db
def test_the_formats_could_differ():
    everything = held(make_world(1, 9), {})
    of_a_day = [meeting for meeting in everything if meeting.date.day]
    assert 0 < len(of_a_day) < len(everything) < Meeting.objects.count()
