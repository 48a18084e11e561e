"""What stands within a record has one order: on its page, in every format of it, and in those of its list."""

import re

import icalendar
import pytest

from cooperation.models import MeetingEvent
from tests import factories as make
from tests.once import once
from tests.opendata.reading import content, sheets_of

pytestmark = pytest.mark.django_db

# By the day of publication, then by the publisher; entered otherwise.
PUBLISHED = {"4": ("2024-01", "B"), "2": ("2024-03", "B"), "1": ("2024-03", "A"), "3": ("2024-02", "A")}
ADDRESSES = [f"https://news.example/{number}" for number in sorted(PUBLISHED)]
CITING = {
    "meetings": lambda **fields: make.make_meeting("Talks", "2024-01-11", **fields),
    "programs": lambda **fields: make.make_program("Help", **fields),
    "events": lambda **fields: make.make_event("Forum", start="2024-01-11", end="2024-01-12", **fields),
    "agreements": lambda **fields: make.make_agreement("Pact", **fields),
}
PATHS = ["/{}/one/", "/{}/one.json", "/{}/one.atom", "/{}/one.xlsx", "/api/v1/{}/?expand=sources", "/{}.csv",
         "/{}.ndjson?expand=sources", "/{}.atom"]  # fmt: skip


@once(params=list(CITING))
def noun(noun):
    entered = [
        make.make_source(f"https://news.example/{number}", published=published, publisher=publisher)
        for number, (published, publisher) in PUBLISHED.items()
    ]
    for source in entered:
        source.refresh_from_db()
    CITING[noun](slug="one", sources=entered)
    return noun


def sources_in(text):
    return list(dict.fromkeys(re.findall(r"https://news\.example/\d", text)))


def text_of(response):
    if response["Content-Type"].startswith("text/calendar"):
        return str(icalendar.Calendar.from_ical(content(response)).walk("VEVENT")[0]["DESCRIPTION"])
    if "spreadsheet" in response["Content-Type"]:
        rows = (row for rows in sheets_of(response).values() for row in rows)
        return " ".join(str(cell) for row in rows for cell in row)
    return content(response).decode()


@pytest.mark.parametrize("path", PATHS)
def test_sources_have_one_order(client, noun, path):
    assert sources_in(text_of(client.get(path.format(noun)))) == ADDRESSES


@pytest.mark.parametrize("path", ["/{}/one.ics", "/{}.ics"])
@pytest.mark.parametrize("noun", ["meetings", "events"], indirect=True)
def test_so_they_have_in_calendars(client, noun, path):
    assert sources_in(text_of(client.get(path.format(noun)))) == ADDRESSES


def test_events_of_a_meeting_stand_by_their_names(client):
    meeting = make.make_meeting("Talks", slug="talks")
    for name in ("B forum", "C forum", "A forum"):
        MeetingEvent.objects.create(meeting=meeting, event=make.make_event(name), relation="discussed")
    for path in ("/meetings/talks/", "/meetings/talks.json", "/meetings.csv", "/meetings.ndjson?expand=events"):
        found = re.findall(r"[ABC] forum", text_of(client.get(path)))
        assert list(dict.fromkeys(found)) == ["A forum", "B forum", "C forum"], path
