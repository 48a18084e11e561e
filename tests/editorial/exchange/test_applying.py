"""A plan is done as one import, or not at all."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cooperation.editorial.exchange.applying import apply
from cooperation.editorial.exchange.bounds import OvertakenError, UnusableError
from cooperation.editorial.proposals import propose
from cooperation.models import Import, Meeting, PublicVersion, Source, State, Version
from cooperation.record.snapshots import take
from tests.factories import make_agency, make_commitment, make_meeting, make_point, make_topic

from .files import csv_of, imported, planned, problems_of

pytestmark = pytest.mark.django_db


def row_of(number=1, **cells):
    return {"date": "2024-03", "title_en": f"No. {number}", "un_agencies": "UNICEF", **cells}


def test_an_import_leaves_a_version_of_each_record(admin_user):
    make_agency("UNICEF")
    meeting = make_meeting("Old", state=State.DRAFT)
    rows = row_of(uid=""), {"date": "2024", "title_en": "New title", "un_agencies": "", "uid": meeting.uid}
    done = imported(csv_of(*rows), by=admin_user)
    told = [(each.after.title, each.before and each.before.title, each.after.action) for each in done.records.all()]
    assert sorted(told) == [("2024 New title", "2024-01-11 Old", "imported"), ("2024-03 No. 1", None, "imported")]
    assert set(Version.objects.filter(action="imported").values_list("reason", "by")) == {("A reason", admin_user.pk)}
    assert Meeting.objects.get(title_en="No. 1").slug == "2024-03-no-1"
    assert done.name == "meetings.csv"


def test_what_a_row_has_wrong_stops_all_rows():
    make_agency("UNICEF")
    made = planned(csv_of(row_of(1), row_of(2, un_agencies="UNICFE")))
    with pytest.raises(UnusableError):
        apply(made, by=None)
    assert not Meeting.objects.exists()


def test_what_the_database_refuses_stops_all_and_is_told():
    make_agency("Other", acronym_en="UN1")
    rows = (
        {"name_en": "One", "acronym_en": "", "side": "un", "kind": "other-un"},
        {"name_en": "Two", "acronym_en": "UN1", "side": "un", "kind": "other-un", "slug": ""},
    )
    made = planned(csv_of(*[{"slug": "", **each} for each in rows]), "agencies.csv")
    with pytest.raises(UnusableError, match="Row 3 of “agencies”, Two, cannot be saved"):
        apply(made, by=None)
    assert (Version.objects.count(), Import.objects.count()) == (0, 0)


def test_a_record_that_others_changed_meanwhile_is_not_written_over():
    meeting = make_meeting("Old", venue="Hall")
    made = planned(csv_of({"uid": meeting.uid, "venue": "Room"}))
    Meeting.objects.update(city="Baku")
    with pytest.raises(OvertakenError):
        apply(made, by=None)
    assert Meeting.objects.get().venue == "Hall"


def test_a_public_record_that_changes_is_in_the_public_history():
    meeting = make_meeting("Old")
    imported(csv_of({"uid": meeting.uid, "title_en": "New"}))
    assert list(PublicVersion.objects.order_by("number").values_list("number", "reason")) == [(1, ""), (2, "A reason")]
    assert Meeting.objects.get().state == State.PUBLISHED


def test_a_proposal_that_waits_is_not_lost(admin_user):
    meeting = make_meeting("Old")
    propose(meeting, take(meeting), based_on="", by=admin_user)
    assert "waits" in problems_of(planned(csv_of({"uid": meeting.uid, "title_en": "New"})))[0][2]


def test_what_is_unchanged_is_not_written():
    meeting = make_meeting("Old", date="2024")
    made = planned(csv_of({"uid": meeting.uid, "date": "2024"}))
    assert (made.counts, made.due) == ({"unchanged": 1}, [])


def test_commitments_of_an_imported_meeting_keep_what_they_share():
    agency = make_agency("UNICEF")
    meeting = make_meeting("Old", state=State.DRAFT)
    made = make_commitment(make_point(meeting), agency)
    imported(csv_of({"uid": meeting.uid, "title_en": "New"}))
    assert list(Version.objects.filter(uid=made.uid).values_list("action", flat=True)) == ["found"]


def questions(rows):
    with CaptureQueriesContext(connection) as asked:
        made = planned(csv_of(*rows))
    with CaptureQueriesContext(connection) as written:
        apply(made, by=None)
    return len(asked), len(written)


def test_questions_do_not_grow_with_the_rows_but_for_the_writing():
    make_agency("UNICEF"), make_topic("Education")
    link = "https://news.example/"
    first = questions([row_of(1, topics="Education", sources=f"{link}1")])
    more = [row_of(number, topics="Education", sources=f"{link}{number}") for number in range(2, 12)]
    asked, written = questions(more)
    assert asked == first[0]
    # A meeting with a seat, a topic and a source, and the source itself: two savepoints each, two inserts of
    # the records, an address and its check, the seat, the links.
    assert (written - first[1]) / 9 <= 30
    assert Source.objects.count() == 11
