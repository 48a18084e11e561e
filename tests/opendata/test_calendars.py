"""Calendars as calendar programs read them: two readers, neither of them ours."""

import datetime
import re

import icalendar
import pytest
import vobject
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from cooperation.opendata import calendars
from cooperation.record.indexing import postponed
from tests import factories as make
from tests.browse.test_leaks import SECRET, site  # noqa: F401
from tests.once import once

pytestmark = pytest.mark.django_db


def body_of(client, path):
    response = client.get(path)
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return response.getvalue()


def calendar_of(client, path):
    return icalendar.Calendar.from_ical(body_of(client, path))


def entries_of(calendar):
    return calendar.walk("VEVENT")


@once
def talks():
    agency, body = make.make_agency("UNICEF", acronym="UNICEF"), make.make_body("Ministry", acronym="MOF")
    official = make.make_official("Aydın Əliyev")
    meeting = make.make_meeting(
        "Talks; on schools, and\nmore", "2024-02-29", agencies=[agency], officials=[(official, body)],
        title_az="Məktəblər haqqında", summary_en="A long word: " + "ə" * 90, city="Baku", country="Azerbaijan",
        topics=[make.make_topic("Mine action"), make.make_topic("Health, all")],
        sources=[make.make_source("https://news.example/talks")],
    )  # fmt: skip
    meeting.participations.filter(official=official).update(reported_title_en="Minister")
    return meeting


def test_a_meeting_is_a_whole_day_with_all_that_a_calendar_shows(client, talks):
    [entry] = entries_of(calendar_of(client, "/meetings.ics"))
    assert entry.start == datetime.date(2024, 2, 29)
    assert entry.end == datetime.date(2024, 3, 1)
    assert entry["DTSTART"].params["VALUE"] == "DATE"
    assert (entry["UID"], entry["SUMMARY"], entry["LOCATION"]) == (str(talks.uid), talks.title_en, "Baku, Azerbaijan")
    assert sorted(entry.categories) == ["Health, all", "Mine action"]
    assert entry["URL"] == f"http://testserver{talks.get_absolute_url()}"
    assert entry["TRANSP"] == "TRANSPARENT"
    assert entry["DESCRIPTION"].split("\n") == [
        talks.summary_en,
        "UNICEF",
        "Aydın Əliyev, Minister, MOF",
        "Source: https://news.example/talks",
        f"http://testserver{talks.get_absolute_url()}",
    ]


def test_the_version_of_an_entry_stays_until_the_record_changes(client, talks):
    first = body_of(client, "/meetings.ics")
    assert body_of(client, "/meetings.ics") == first
    later = talks.created + datetime.timedelta(seconds=75)
    make.note_change(talks, later)
    [entry] = entries_of(calendar_of(client, "/meetings.ics"))
    assert entry["SEQUENCE"] == 75
    assert entry.LAST_MODIFIED == entry.DTSTAMP == later.replace(microsecond=0)


def test_lines_are_folded_at_75_octets_with_crlf(client, talks):
    body = body_of(client, "/meetings.ics")
    lines = body.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert body.endswith(b"END:VCALENDAR\r\n")


def test_another_reader_reads_the_same(client, talks):
    make.make_meeting("Later talks", "2025-06-01")
    read = vobject.readOne(body_of(client, "/meetings.ics").decode())
    found = [(entry.uid.value, entry.summary.value, entry.dtstart.value) for entry in read.vevent_list]
    assert found == [
        (str(entry["UID"]), str(entry["SUMMARY"]), entry.start)
        for entry in entries_of(calendar_of(client, "/meetings.ics"))
    ]
    assert len(found) == 2


def test_a_calendar_says_what_it_is_and_how_often_to_come_back(client, talks):
    calendar = calendar_of(client, "/meetings.ics?topic=mine-action")
    assert calendar["NAME"] == calendar["X-WR-CALNAME"] == "Meetings: Mine action – Azerbaijan–UN cooperation record"
    assert calendar["SOURCE"] == "http://testserver/meetings.ics?topic=mine-action"
    assert calendar["URL"] == "http://testserver/meetings/?topic=mine-action"
    assert calendar["REFRESH-INTERVAL"].dt == datetime.timedelta(days=1)
    assert calendar["LAST-MODIFIED"].dt == entries_of(calendar)[0].LAST_MODIFIED
    assert re.search(rb"REFRESH-INTERVAL;VALUE=DURATION:P1D\r\n", body_of(client, "/meetings.ics"))


def test_names_of_calendars_are_escaped_as_texts_are(client):
    make.make_topic("Health; care, and more")
    body = body_of(client, "/meetings.ics?topic=health-care-and-more").replace(b"\r\n ", b"")
    for line in (b"NAME;LANGUAGE=en:", b"X-WR-CALNAME:"):
        assert line + b"Meetings: Health\\; care\\, and more" in body
    body = body_of(client, "/meetings.ics?year=1999")
    assert vobject.readOne(body.decode()).contents["x-wr-caldesc"][0].value == "This list holds no record."


def test_no_day_is_invented_and_what_is_left_out_is_counted(client):
    with postponed():
        for date in ("2024", "2024-02", "2024-02-03"):
            make.make_meeting(f"Met {date}", date)
    calendar = calendar_of(client, "/meetings.ics")
    assert [str(entry["SUMMARY"]) for entry in entries_of(calendar)] == ["Met 2024-02-03"]
    assert calendar["DESCRIPTION"].startswith("2 records of this list are left out")
    # This reader leaves escapes as they are in names that it does not know.
    assert calendar["DESCRIPTION"] == calendar["X-WR-CALDESC"].replace("\\,", ",")
    only = calendar_of(client, "/meetings.ics?from=2024-02-02&to=2024-02-04&q=03")
    assert only["DESCRIPTION"] == "Every record of this list is known to the day."


EVENTS = {
    ("2024-11-11", "2024-11-22"): (datetime.date(2024, 11, 11), datetime.date(2024, 11, 23)),
    ("2024-11-11", "2024-11-11"): (datetime.date(2024, 11, 11), datetime.date(2024, 11, 12)),
    ("2024-11-11", "2024-12"): None,
    ("2024-11", None): None,
    (None, "2024-11-22"): None,
    (None, None): None,
}


@pytest.mark.parametrize(("dates", "shown"), EVENTS.items())
def test_an_event_stands_on_the_days_that_are_known(client, dates, shown):
    event = make.make_event("Forum", start=dates[0], end=dates[1])
    found = [(entry.start, entry.end) for entry in entries_of(calendar_of(client, "/events.ics"))]
    assert found == ([shown] if shown else [])
    response = client.get(f"/events/{event.slug}.ics")
    if shown:
        assert [each.start for each in entries_of(icalendar.Calendar.from_ical(response.content))] == [shown[0]]
    else:
        assert (response.status_code, response.json()["code"]) == (404, "no-day")


@pytest.mark.parametrize(
    ("prefix", "said"),
    [("", "Last day not stated by any source."), ("/az", "Son günü heç bir mənbədə göstərilməyib."),
     ("/ru", "Последний день не указан ни в одном источнике.")],
)  # fmt: skip
def test_no_last_day_is_invented(client, prefix, said):
    event = make.make_event("Forum", start="2024-11-11")
    make.make_event("Fair", start="2023-11-11", end="2023-11-11")
    unended, ended = entries_of(calendar_of(client, f"{prefix}/events.ics"))
    assert unended["DTSTART"].dt == datetime.date(2024, 11, 11)
    assert "DTEND" not in unended
    assert "DURATION" not in unended
    assert said in unended["DESCRIPTION"].split("\n")
    assert "DTEND" in ended
    assert said not in ended["DESCRIPTION"]
    [alone] = entries_of(calendar_of(client, f"{prefix}/events/{event.slug}.ics"))
    assert alone.to_ical() == unended.to_ical()


@pytest.mark.parametrize(
    ("status", "said"), [("held", "CONFIRMED"), ("cancelled", "CANCELLED"), ("announced", None), ("unknown", None)]
)
def test_the_status_of_an_event_is_said_where_a_calendar_has_a_word_for_it(client, status, said):
    make.make_event("Forum", start="2024-11-11", status=status)
    [entry] = entries_of(calendar_of(client, "/events.ics"))
    assert entry.get("STATUS") == said


def test_a_calendar_speaks_the_language_of_its_path(client, talks):
    make.make_meeting("Untranslated", "2023-01-01")
    calendar = calendar_of(client, "/az/meetings.ics")
    titles = {str(entry["SUMMARY"]): entry["SUMMARY"].params["LANGUAGE"] for entry in entries_of(calendar)}
    assert titles == {"Məktəblər haqqında": "az", "Untranslated": "en"}
    assert calendar["NAME"].startswith("Görüşlər")
    assert "known to the day" not in calendar["DESCRIPTION"]
    assert calendar["SOURCE"] == "http://testserver/az/meetings.ics"
    assert entries_of(calendar)[0]["URL"].startswith("http://testserver/az/meetings/")
    assert entries_of(calendar)[0]["UID"] == entries_of(calendar_of(client, "/meetings.ics"))[0]["UID"]


def test_the_language_said_is_that_of_the_words(client):
    told = make.make_topic("Told", name_az="Deyilib", sort_key_en="1")
    bare = make.make_topic("Bare", sort_key_en="2")
    make.make_meeting("A", "2024-01-02", summary_en="In English.", summary_az="Azərbaycanca.", topics=[told, bare])
    make.make_meeting("B", "2024-01-01", summary_en="In English alone.")
    told_in_both, bare = entries_of(calendar_of(client, "/az/meetings.ics"))
    assert (told_in_both["DESCRIPTION"].params["LANGUAGE"], bare["DESCRIPTION"].params["LANGUAGE"]) == ("az", "en")
    categories = {str(each.cats[0]): each.params["LANGUAGE"] for each in told_in_both["CATEGORIES"]}
    assert categories == {"Deyilib": "az", "Bare": "en"}


def test_a_calendar_of_nothing_says_so(client):
    calendar = calendar_of(client, "/meetings.ics")
    assert (entries_of(calendar), calendar["DESCRIPTION"]) == ([], "This list holds no record.")


def test_a_calendar_keeps_its_language_whoever_sends_it(client, talks):
    response = client.get("/az/meetings.ics")
    with translation.override("ru"):
        [entry] = entries_of(icalendar.Calendar.from_ical(response.getvalue()))
    assert entry["SUMMARY"] == "Məktəblər haqqında"
    assert "/az/meetings/" in entry["URL"]


def test_what_no_calendar_may_hold_is_left_out(client):
    make.make_meeting("Bell \x07 and\x7f tab\t", summary_en="One\r\nTwo\x0b")
    body = body_of(client, "/meetings.ics")
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", body)
    [entry] = entries_of(icalendar.Calendar.from_ical(body))
    assert entry["DESCRIPTION"].startswith("One\nTwo\n")


def test_every_record_is_there_beyond_one_reading(client, monkeypatch):
    monkeypatch.setattr(calendars, "AT_ONCE", 2)
    with postponed():
        made = [make.make_meeting(date=f"2024-01-0{day}") for day in range(1, 8)]
    found = [str(entry["UID"]) for entry in entries_of(calendar_of(client, "/meetings.ics"))]
    assert found == [str(meeting.uid) for meeting in reversed(made)]


def test_one_record_has_its_own_calendar(client, talks):
    [entry] = entries_of(calendar_of(client, f"/meetings/{talks.slug}.ics"))
    [listed] = entries_of(calendar_of(client, "/meetings.ics"))
    assert entry.to_ical() == listed.to_ical()


@pytest.mark.parametrize("path", ["/meetings.ics", "/events.ics"])
def test_a_calendar_costs_the_same_for_one_and_three(client, path):
    counts = []
    for size in (1, 3):
        with postponed():
            for number in range(size):
                shared = {"topics": [make.make_topic()], "sources": [make.make_source()]}
                official, body = make.make_official(), make.make_body()
                make.make_meeting(officials=[(official, body)], agencies=[make.make_agency()], **shared)
                make.make_event(start="2024-01-0" + str(number + 1), organisers=[body], **shared)
        with CaptureQueriesContext(connection) as queries:
            body_of(client, path)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("path", ["/meetings.ics", "/events.ics", "/az/meetings.ics"])
def test_nothing_unpublished_stands_in_a_calendar(client, site, path):  # noqa: F811
    make.make_event("Known fair", start="2024-03-01")
    body = body_of(client, path).replace(b"\r\n ", b"").decode()
    assert "Known" in body
    assert SECRET.lower() not in body.lower()


@pytest.mark.parametrize("state", ["draft", "review", "withdrawn"])
def test_the_calendar_of_a_hidden_record_is_not_there(client, state):
    event = make.make_event(SECRET, start=timezone.localdate().isoformat(), state=state)
    response = client.get(f"/events/{event.slug}.ics")
    assert response.status_code == (410 if state == "withdrawn" else 404)


@pytest.mark.parametrize("noun", ["agencies", "officials", "programs", "topics", "agreements", "commitments"])
def test_what_has_no_day_has_no_calendar(client, noun):
    response = client.get(f"/{noun}.ics")
    assert (response.status_code, response.json()["code"]) == (404, "unknown-format")
