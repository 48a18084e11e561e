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
from cooperation.opendata.rendering import facets_of
from cooperation.record.filters import FILTERS
from cooperation.record.formats import NOUNS, formats_of
from tests import factories as make
from tests.record.world import World, expected, make_world, random_filter


def fetch(client: Client, suffix: str, chosen: dict, noun: str) -> bytes:
    response = client.get(f"/{noun}.{suffix}", chosen)
    assert response.status_code == 200, (suffix, chosen, response.content)
    return b"".join(response.streaming_content) if response.streaming else response.content


def of_json(client: Client, chosen: dict, noun: str = "meetings") -> list[str]:
    """All pages, two records at a time."""
    path, query, uids = f"/api/v1/{noun}/", chosen | {"page_size": "2"}, []
    while path:
        page = client.get(path, query).json()
        uids += [each["uid"] for each in page["results"]]
        path, query = page["next"], {}
    assert page["count"] == len(uids)
    return uids


def of_suffixed_json(client: Client, chosen: dict, noun: str = "meetings") -> list[str]:
    return [each["uid"] for each in json.loads(fetch(client, "json", chosen, noun))["results"]]


def of_csv(client: Client, chosen: dict, noun: str = "meetings") -> list[str]:
    text = fetch(client, "csv", chosen, noun).decode("utf-8-sig")
    return [row["uid"] for row in csv.DictReader(io.StringIO(text, newline=""))]


def of_xlsx(client: Client, chosen: dict, noun: str = "meetings") -> list[str]:
    book = load_workbook(io.BytesIO(fetch(client, "xlsx", chosen, noun)), read_only=True)
    head, *rows = book[noun].iter_rows(values_only=True)
    book.close()
    return [row[head.index("uid")] for row in rows]


def of_ndjson(client: Client, chosen: dict, noun: str = "meetings") -> list[str]:
    return [json.loads(line)["uid"] for line in fetch(client, "ndjson", chosen, noun).splitlines()]


def of_atom(client: Client, chosen: dict, noun: str = "meetings") -> list[str]:
    """All pages of the feed; its order is that of change."""
    feed = feedparser.parse(fetch(client, "atom", chosen, noun))
    uids = []
    while True:
        uids += [entry.id.rpartition("/")[2] for entry in feed.entries]
        following = [link.href for link in feed.feed.links if link.rel == "next"]
        if not following:
            return uids
        feed = feedparser.parse(client.get(following[0]).content)


def of_ics(client: Client, chosen: dict, noun: str = "meetings") -> list[str]:
    return [str(event["UID"]) for event in Calendar.from_ical(fetch(client, "ics", chosen, noun)).events]


READERS: dict[str, Callable[[Client, dict, str], list[str]]] = {
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


def of_list(client: Client, chosen: dict, noun: str) -> set[str]:
    """The slugs of the records that the page of a list shows; a page holds all that is made here."""
    context = client.get(f"/{noun}/", chosen).context
    # A row names its own record first.
    own = re.compile(rf'href="/{noun}/([^"/]+)/"')
    return {own.search(row.html)[1] for _heading, found in context["groups"] for row in found}


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
                self.check(suffix, read(client, chosen, "meetings"), meetings_held)

    def check(self, suffix, found, meetings_held):
        # A calendar holds what is known to the day, and says how many are not.
        wanted = [str(meeting.uid) for meeting in meetings_held if suffix != "ics" or meeting.date.day]
        if suffix in OWN_ORDER:
            found, wanted = sorted(found), sorted(wanted)
        assert found == wanted, suffix


class TestEveryNoun(TestCase):
    @settings(max_examples=2)
    @given(seed=st.integers(0, 10**6))
    def test_holds_the_records_of_the_page_in_every_format(self, seed):
        world, client = make_world(seed, 5), Client()
        make_outcomes(world)
        for noun in [noun for noun in NOUNS if noun != "meetings"]:
            self.check(client, noun, a_filter(client, noun, world))

    def check(self, client, noun, chosen):
        uids = of_json(client, chosen, noun)
        found = MODELS[noun].objects.published().filter(uid__in=uids)
        assert len(uids) == len(set(uids)) == found.count(), (noun, chosen)
        assert set(found.values_list("slug", flat=True)) == of_list(client, chosen, noun), (noun, chosen)
        for each in formats_of(noun):
            if each.suffix != "ics":
                told = READERS[each.suffix](client, chosen, noun)
                told, wanted = (sorted(told), sorted(uids)) if each.suffix in OWN_ORDER else (told, uids)
                assert told == wanted, (noun, each.suffix, chosen)


def seats_of(row: dict) -> tuple:
    return row["meeting"], int(row["number"]), row["agency"], row["official"] or ""


def points_of(row: dict) -> tuple:
    return row["meeting"], int(row["number"]), row["kind"], row["text_en"]


def of_parts(client: Client, suffix: str, chosen: dict, noun: str) -> list[tuple]:
    """What tells rows from each other, as a format has it."""
    told = seats_of if noun == "participations" else points_of
    if suffix == "csv":
        text = fetch(client, suffix, chosen, noun).decode("utf-8-sig")
        return [told(row) for row in csv.DictReader(io.StringIO(text, newline=""))]
    if suffix == "xlsx":
        head, *rows = load_workbook(io.BytesIO(fetch(client, suffix, chosen, noun)))[noun].values
        return [told(dict(zip(head, row, strict=True))) for row in rows]
    if suffix == "ndjson":
        return [told(flat(json.loads(line))) for line in fetch(client, suffix, chosen, noun).splitlines()]
    return [told(flat(row)) for row in json.loads(fetch(client, suffix, chosen, noun))["results"]]


def flat(row: dict) -> dict:
    named = {name: row[name] and row[name]["slug"] for name in ("meeting", "agency", "official") if name in row}
    return row | named | {"text_en": row.get("text", {}).get("en")}


def of_pages_of_parts(client: Client, chosen: dict, noun: str) -> list[tuple]:
    told = seats_of if noun == "participations" else points_of
    path, query, rows = f"/api/v1/{noun}/", chosen | {"page_size": "2"}, []
    while path:
        page = client.get(path, query).json()
        rows += [told(flat(each)) for each in page["results"]]
        path, query = page["next"], {}
    assert page["count"] == len(rows)
    return rows


class TestParts(TestCase):
    @settings(max_examples=6)
    @given(seed=st.integers(0, 10**6), meetings=st.integers(0, 8))
    def test_are_those_of_the_meetings_that_the_filter_finds(self, seed, meetings):
        world, client = make_world(seed, meetings), Client()
        for _ in range(2):
            chosen = random_filter(world)
            wholes = held(world, chosen)
            if world.chance.random() < 0.3:
                chosen, wholes = chosen | {"sort": "oldest"}, wholes[::-1]
            self.check(client, "participations", *self.seats(world, chosen, wholes))
            self.check(client, "points", *self.points(world, chosen, wholes))

    def check(self, client, noun, chosen, wanted):
        assert of_pages_of_parts(client, chosen, noun) == wanted, chosen
        for each in formats_of(noun):
            assert of_parts(client, each.suffix, chosen, noun) == wanted, (each.suffix, chosen)

    def seats(self, world, chosen, wholes):
        """A question for seats, narrowed by some of their own filters, and the seats that answer it."""
        seats = [seat for meeting in wholes for seat in meeting.participations.order_by("order", "pk")]
        if bodies := world.some(world.un + world.bodies, 2):
            chosen = chosen | {"for": [body.slug for body in bodies]}
            seats = [seat for seat in seats if {seat.agency, seat.agency.parent} & set(bodies)]
        if persons := world.some(world.officials, 1):
            chosen = chosen | {"person": [person.slug for person in persons]}
            seats = [seat for seat in seats if seat.official in persons]
        return chosen, [
            (seat.meeting.slug, seat.order, seat.agency.slug, seat.official.slug if seat.official else "")
            for seat in seats
        ]

    def points(self, world, chosen, wholes):
        points = [point for meeting in wholes for point in meeting.points.order_by("order", "pk")]
        if kinds := world.some(["agreed", "asked"], 1):
            chosen, points = chosen | {"kind": kinds}, [point for point in points if point.kind in kinds]
        return chosen, [(point.meeting.slug, point.order, point.kind, point.text_en) for point in points]


MODELS = {noun: filters._meta.model for noun, filters in FILTERS.items()}


def make_outcomes(world: World) -> None:
    """What the world of meetings lacks: agreements and commitments, with and without what a filter asks for."""
    for number, meeting in enumerate(world.meetings):
        state, parties = world.chance.choice(["published", "draft"]), world.some(world.un + world.bodies, 2)
        make.make_agreement(state=state, parties=parties, topics=world.some(world.topics, 2), meeting=meeting)
        point = make.make_point(meeting, topics=world.some(world.topics, 1), order=number + 1)
        make.make_commitment(point, world.chance.choice(world.un + world.bodies))


def a_filter(client: Client, noun: str, world: World) -> dict:
    """Some values of the facets that the list has, or a word where it has none."""
    facets = client.get(f"/api/v1/{noun}/facets/").json()["facets"] if facets_of(noun) else []
    given = {each["name"]: [value["value"] for value in each["values"]] for each in facets if each["values"]}
    chosen = {name: world.some(values, 2) for name, values in given.items() if world.chance.random() < 0.5}
    return {name: values for name, values in chosen.items() if values} or {"q": [world.chance.choice("ABC")]}


def test_no_format_is_left_out():
    assert set(READERS) == {each.suffix for each in formats_of("meetings")}


@pytest.mark.django_db
def test_the_formats_could_differ():
    everything = held(make_world(1, 9), {})
    of_a_day = [meeting for meeting in everything if meeting.date.day]
    assert 0 < len(of_a_day) < len(everything) < Meeting.objects.count()
