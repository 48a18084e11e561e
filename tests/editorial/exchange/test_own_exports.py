"""What our own CSV and XLSX say changes nothing where it came from, and brings the same where nothing is."""

import pytest

from cooperation.editorial.exchange.applying import apply
from cooperation.editorial.exchange.planning import plan, readings
from cooperation.editorial.exchange.sheets import read
from cooperation.models import Agency, Identifier, Meeting, State
from tests.factories import (
    make_agency,
    make_body,
    make_event,
    make_meeting,
    make_official,
    make_participation,
    make_point,
    make_program,
    make_source,
    make_topic,
)
from tests.once import once

from .files import empty_the_record

pytestmark = pytest.mark.django_db
NOUNS = ("topics", "agencies", "officials", "programs", "events", "meetings")


@once
def world():
    topic, source = make_topic("=Topic", sdgs="3, 4", parent=make_topic("Above")), make_source("https://a.example/1")
    agency, body = make_agency("UNICEF", aliases="'+One\n-Two"), make_body("Ministry", description_az="@x\ny")
    Identifier.objects.create(agency=agency, scheme="wikidata", value="Q1")
    person, other = make_official("A Person"), make_official("Another")
    person.appointments.create(title_en="Minister", agency=body, start="2020-02")
    hidden = make_program(state=State.DRAFT)
    program = make_program("Program", start="2021-03", agencies=[agency], sources=[source])
    event = make_event("Event", start="2024", organisers=[agency], parent=make_event("Whole"))
    meeting = make_meeting(
        "Of two",
        "2024-01",
        agencies=[agency],
        topics=[topic],
        programs=[program, hidden],
        events=[event],
        sources=[source],
        venue="+Hall",
    )
    seat = make_participation(meeting, body, person, order=2, reported_title_en="=Minister")
    make_participation(meeting, body, other, order=3, reported_name="Anothr")
    make_point(meeting, "Said", [topic], participation=seat, source=source, paragraph=2)


def files_of(client, suffix):
    for table in (*NOUNS, *(("participations", "points", "appointments") if suffix == "csv" else ())):
        answer = client.get(f"/{table}.{suffix}")
        yield f"{table}.{suffix}", b"".join(answer.streaming_content)


def plan_of(name, content, empties=False, without=""):
    how = readings(read(name, content))
    for each in how:
        each.columns = {place: column for place, column in each.columns.items() if column != without}
    made = plan(name, how, seed=name, empties=empties)
    assert made.problems == []
    return made


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("empties", [False, True])
def test_our_own_files_change_nothing(client, world, suffix, empties):
    for name, content in files_of(client, suffix):
        made = plan_of(name, content, empties)
        assert made.due == [], name
        assert made.counts["unchanged"] > 0, name


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_our_own_files_bring_the_same_to_an_empty_record(client, world, suffix):
    files = list(files_of(client, suffix))
    empty_the_record()
    for name, content in files:
        # The meetings' own CSV does not say for whom an official sat there; that of the participants does.
        apply(plan_of(name, content, without="officials" if name == "meetings.csv" else ""), by=None)
    Meeting.objects.update(state=State.PUBLISHED, published_at="2024-01-01T00:00:00Z")
    meeting = Meeting.objects.get()
    seats = meeting.participations.values_list("order", "official__name_en", "reported_name", "reported_title_en")
    assert list(seats) == [(1, None, "", None), (2, "A Person", "", "=Minister"), (3, "Another", "Anothr", None)]
    assert (str(meeting.date), meeting.venue) == ("2024-01", "+Hall")
    assert [point.participation.order for point in meeting.points.all()] == [2]
    assert Agency.objects.get(slug="unicef").aliases == "'+One\n-Two"
