"""A snapshot written back is the exact former record, its rows included."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cooperation.models import Address, Agency, Commitment, CommitmentChange, Meeting, Official, Point, Source, State
from cooperation.record.snapshots import RestoreError, Snapshot, differences, restore, snapshot, take
from tests.factories import (
    make_agency,
    make_body,
    make_commitment,
    make_meeting,
    make_official,
    make_participation,
    make_point,
    make_source,
    make_topic,
)


def full_meeting(**fields):
    agency, body = make_agency("UNICEF"), make_body("Ministry")
    official, source = make_official("A Person"), make_source()
    meeting = make_meeting("Of two", agencies=[agency], officials=[], sources=[source], topics=[make_topic()], **fields)
    seat = make_participation(meeting, body, official, order=2, reported_title_en="Minister")
    point = make_point(meeting, "They spoke", participation=seat, source=source, paragraph=3)
    made = make_commitment(point, agency, made_to=body, due="2025")
    CommitmentChange.objects.create(commitment=made, progress="fulfilled", on="2025-03", source=source)
    return meeting


def test_a_meeting_comes_back_with_every_row(db):
    meeting = full_meeting()
    taken = take(meeting)
    Commitment.objects.all().delete()
    Point.objects.all().delete()
    make_point(meeting, "Another", order=1)
    meeting.participations.filter(order=2).delete()
    meeting.topics.clear()
    Meeting.objects.update(title_en="Changed", venue="Hall", state=State.WITHDRAWN, withdrawal_reason_en="Twice.")
    assert snapshot(meeting) != taken.data
    restore(taken)
    assert snapshot(meeting) == taken.data | {"state": "withdrawn", "withdrawal_reason_en": "Twice."}


def test_a_deleted_draft_comes_back_with_its_address(db):
    meeting = full_meeting(state=State.DRAFT)
    taken, slug = take(meeting), meeting.slug
    meeting.delete()
    back = restore(taken)
    assert (snapshot(back), back.slug, back.get_absolute_url()) == (taken.data, slug, f"/meetings/{slug}/")


def test_a_deleted_official_takes_the_former_address_again(db):
    official = make_official("A Person")
    taken = take(official)
    official.delete()
    assert Address.objects.get(noun="officials").record_id is None
    back = restore(taken)
    assert Address.objects.get(noun="officials").record_id == back.pk


def test_what_is_gone_is_left_out_and_what_is_essential_refused(db):
    agency, topic = make_agency("UNICEF"), make_topic("Education")
    meeting = make_meeting(state=State.DRAFT, topics=[topic])
    taken = take(meeting)
    topic.delete()
    meeting.topics.clear()
    assert "topics" not in snapshot(restore(taken))
    made = make_commitment(make_point(meeting), agency)
    alone = take(made)
    meeting.delete()
    with pytest.raises(RestoreError, match="gone"):
        restore(alone)
    assert Commitment.objects.count() == 0


def test_rows_with_one_number_are_kept_apart(db):
    meeting = make_meeting()
    make_point(meeting, "One", order=1)
    make_point(meeting, "Other", order=1)
    taken = take(meeting)
    Point.objects.all().delete()
    restore(taken)
    assert sorted(Point.objects.values_list("text_en", flat=True)) == ["One", "Other"]


def test_differences_are_told_in_names_and_words(db):
    topic = make_topic("Education")
    meeting = full_meeting()
    before = take(meeting)
    Meeting.objects.update(title_en="Of three")
    meeting.topics.set([topic])
    Point.objects.update(text_en="They spoke long")
    Agency.objects.filter(name_en="UNICEF").update(name_en="Renamed")
    found = {(each.row, each.label): each for each in differences(before, take(meeting))}
    assert set(found) == {("", "Title"), ("", "Topics"), ("Point 1", "What was said")}
    assert [(piece.kind, piece.text) for piece in found["", "Title"].pieces] == [
        *(("same", "Of "), ("removed", "two"), ("added", "three"))
    ]
    assert found["", "Topics"].after == "Education"


def test_a_source_keeps_its_archived_copy(db):
    source = make_source(archived_url="https://archive.example/1")
    taken = take(source)
    Source.objects.update(archived_url="")
    restore(taken)
    assert Source.objects.get().archived_url == "https://archive.example/1"


texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=20)
point = st.fixed_dictionaries({"text": texts, "speaker": st.sampled_from([None, 0, 1]), "topic": st.booleans()})
state = st.fixed_dictionaries(
    {"venue": texts, "seats": st.lists(st.sampled_from([0, 1, 2]), unique=True), "points": st.lists(point, max_size=4)}
)


class AnyMeeting(TestCase):
    """Whatever a meeting was, and whatever became of it."""

    @classmethod
    def setUpTestData(cls):
        cls.agencies = [make_agency() for _ in range(3)]
        cls.topic = make_topic()

    def become(self, meeting, wanted):
        for made in (meeting.commitments, meeting.points, meeting.participations):
            made.all().delete()
        meeting.venue = wanted["venue"]
        meeting.save()
        seats = [
            make_participation(meeting, self.agencies[each], order=number)
            for number, each in enumerate(wanted["seats"], start=1)
        ]
        for number, each in enumerate(wanted["points"], start=1):
            speaker = seats[each["speaker"]] if each["speaker"] is not None and each["speaker"] < len(seats) else None
            topics = [self.topic] if each["topic"] else []
            text = each["text"] or "Said"
            said = make_point(meeting, text, topics, order=number, participation=speaker)
            make_commitment(said, self.agencies[0])

    @settings(max_examples=12)
    @given(state, state)
    def test_reverting_is_exact(self, first, second):
        meeting = make_meeting()
        self.become(meeting, first)
        taken = take(meeting)
        self.become(meeting, second)
        restore(taken)
        assert snapshot(meeting) == taken.data


def test_a_snapshot_needs_no_names(db):
    official = make_official("A Person")
    restore(Snapshot("officials", snapshot(official) | {"name_en": "Another"}))
    assert Official.objects.get().name_en == "Another"
