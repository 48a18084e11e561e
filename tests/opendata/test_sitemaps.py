"""The sitemap as a search engine reads it."""

import datetime
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cooperation.models import Correction, Meeting
from cooperation.opendata import sitemaps
from cooperation.record.indexing import postponed
from tests import factories as make
from tests.browse.test_leaks import SECRET, site  # noqa: F401

pytestmark = pytest.mark.django_db

SITE = "http://testserver"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
DAY = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)


def read(client, path, kind):
    """The entries of a file: (address, last change, {language: address})."""
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    root = ElementTree.fromstring(response.content)
    return [
        (
            each.findtext("s:loc", namespaces=NAMES),
            each.findtext("s:lastmod", namespaces=NAMES),
            {link.get("hreflang"): link.get("href") for link in each.findall("x:link", NAMES)},
        )
        for each in root.findall(f"s:{kind}", NAMES)
    ]


def files_of(client):
    return {url.removeprefix(SITE): modified for url, modified, _links in read(client, "/sitemap.xml", "sitemap")}


def pages_of(client):
    """Every address of every file."""
    return [entry for path in files_of(client) for entry in read(client, path, "url")]


def test_every_page_stands_in_it_and_answers(client, site):  # noqa: F811
    urls = [url for url, _modified, _links in pages_of(client)]
    assert len(urls) == len(set(urls))
    for slug in ("meetings/2024-01-11-known-meeting", "officials/known-person", "topics/mines", "events/known-event"):
        assert {f"{SITE}{language}/{slug}/" for language in ("", "/az", "/ru")} <= set(urls)
    for url in urls:
        assert client.get(url.removeprefix(SITE)).status_code == 200


def test_nothing_unpublished_stands_in_it(client, site):  # noqa: F811
    whole = " ".join(url for url, _modified, _links in pages_of(client)).lower()
    assert "known-meeting" in whole
    assert SECRET.lower() not in whole


def test_each_language_names_the_others(client):
    make.make_topic("Mines")
    _pages, topics = files_of(client)
    found = read(client, topics, "url")
    assert [url for url, _modified, _links in found] == [
        f"{SITE}/topics/mines/", f"{SITE}/az/topics/mines/", f"{SITE}/ru/topics/mines/",
    ]  # fmt: skip
    for _url, _modified, links in found:
        assert links == {
            "en": f"{SITE}/topics/mines/",
            "az": f"{SITE}/az/topics/mines/",
            "ru": f"{SITE}/ru/topics/mines/",
            "x-default": f"{SITE}/topics/mines/",
        }


def test_the_last_change_is_that_of_the_record_or_its_correction(client):
    first, second = make.make_meeting("First"), make.make_meeting("Second")
    entered = Meeting.objects.with_last_change().get(pk=second.pk).changed
    Correction.objects.create(meeting=second, text_en="A name.", corrected_on=DAY.date())
    assert Meeting.objects.with_last_change().get(pk=second.pk).changed > entered
    make.note_change(first, DAY)
    make.note_change(second, DAY.replace(day=7))
    files = files_of(client)
    path = next(path for path in files if "meetings" in path)
    changed = {url: modified for url, modified, _links in read(client, path, "url")}
    assert moment(changed[f"{SITE}{first.get_absolute_url()}"]) == DAY
    assert moment(changed[f"{SITE}{second.get_absolute_url()}"]) == moment(files[path]) == DAY.replace(day=7)
    assert moment(files["/sitemap-pages.xml"]) == DAY.replace(day=7)


def moment(text):
    return datetime.datetime.fromisoformat(text)


def test_a_record_stays_in_its_file(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "RECORDS_A_FILE", 2)
    with postponed():
        topics = [make.make_topic(f"Topic {number}") for number in range(5)]
    before = {url: path for path in files_of(client) for url, *_rest in read(client, path, "url")}
    assert len({before[f"{SITE}{topic.get_absolute_url()}"] for topic in topics}) == 3
    topics[0].delete()
    after = {url: path for path in files_of(client) for url, *_rest in read(client, path, "url")}
    assert all(before[url] == path for url, path in after.items())
    assert len(before) - len(after) == 3


def test_an_empty_record_has_its_pages_all_the_same(client):
    assert files_of(client) == {"/sitemap-pages.xml": None}
    assert (f"{SITE}/ru/about/", None) in [(url, modified) for url, modified, _links in pages_of(client)]


@pytest.mark.parametrize("path", ["/sitemap-meetings-1.xml", "/sitemap-meetings-9999999999.xml"])
def test_a_file_that_is_not_there(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemap-pages.xml", "/sitemap-meetings-1.xml"])
def test_a_file_costs_the_same_for_one_and_three(client, monkeypatch, path):
    monkeypatch.setattr(sitemaps, "RECORDS_A_FILE", 10**9)
    counts = []
    for size in (1, 3):
        with postponed():
            for _ in range(size):
                make.make_meeting(officials=[(make.make_official(), make.make_body())], topics=[make.make_topic()])
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
