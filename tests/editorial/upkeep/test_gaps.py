"""What records lack: each list by itself, counted and one record at a time."""

import pytest

from cooperation.editorial.upkeep.gaps import GAPS, INCOMPLETE, completeness, counts, lacking
from cooperation.models import Agency, Agreement, Event, Meeting, Official, Program, Source, State
from tests import factories as make

pytestmark = pytest.mark.django_db

OTHERS = {"title_az": "B", "title_ru": "C"}


def whole_meeting():
    meeting = make.make_meeting(
        agencies=[make.make_agency(), make.make_body()],
        sources=[make.make_source(), make.make_source()],
        topics=[make.make_topic()],
        date="2024-01-11",
        city="Baku",
        summary_en="It was good.",
        **OTHERS,
    )
    for row in meeting.participations.all():
        row.official, row.reported_title_en = make.make_official("Ali Aliyev"), "Director"
        row.save()
    make.make_point(meeting)
    return meeting


def missing_of(record):
    return {gap.name for gap in completeness(type(record), [record.pk])[record.pk].missing}


def test_a_whole_meeting_lacks_nothing_and_an_empty_one_all_but_what_it_cannot():
    assert missing_of(whole_meeting()) == set()
    empty = make.make_meeting(agencies=[], date="2024")
    everything = {gap.name for gap in GAPS[Meeting]}
    assert missing_of(empty) == everything - {"title-held", "dead-link"}


def one_source(meeting):
    meeting.sources.remove(meeting.sources.first())


def no_title(meeting):
    meeting.participations.filter(order=1).update(reported_title_en="")


def dead(meeting):
    Source.objects.filter(pk=meeting.sources.first().pk).update(link_status="dead")


@pytest.mark.parametrize(
    ("spoil", "name"),
    [
        (one_source, "second-source"),
        (no_title, "title-held"),
        (dead, "dead-link"),
        (lambda meeting: Meeting.objects.filter(pk=meeting.pk).update(date="2024-01"), "day"),
        (lambda meeting: meeting.participations.filter(agency__side="un").delete(), "side"),
        (lambda meeting: Official.objects.filter(participations__meeting=meeting).update(name_en="Ali"), "full-names"),
        (lambda meeting: Meeting.objects.filter(pk=meeting.pk).update(title_ru=""), "translation"),
    ],
)
def test_each_list_finds_what_lacks_it_and_nothing_else(spoil, name):
    meeting, _other = whole_meeting(), whole_meeting()
    spoil(meeting)
    assert name in missing_of(meeting)
    assert list(lacking(Meeting.objects.all(), name)) == [meeting]


def test_an_archived_copy_makes_good_a_dead_link():
    source = make.make_source(link_status="dead")
    make.make_meeting(sources=[source])
    assert (
        lacking(Meeting.objects.all(), "dead-link").count() == lacking(Source.objects.all(), "dead-link").count() == 1
    )
    Source.objects.update(archived_url="https://archive.example/1")
    assert (
        lacking(Meeting.objects.all(), "dead-link").count() == lacking(Source.objects.all(), "dead-link").count() == 0
    )


def test_other_nouns_lack_things_of_their_own():
    assert missing_of(make.make_agreement(signed="2024", text_url="")) >= {"day", "text", "parties", "source"}
    assert missing_of(make.make_program()) >= {"start", "agencies", "summary", "topics"}
    assert missing_of(make.make_event(start=None)) >= {"day", "place", "topics", "source"}
    assert missing_of(make.make_official("Ali")) == {"full-name", "appointments", "translation"}
    assert missing_of(make.make_agency()) == {"website", "description", "translation"}
    assert missing_of(make.make_source()) == {"unchecked", "archived", "publisher", "published"}


def test_withdrawn_records_are_nobody_s_work():
    make.make_meeting(state=State.WITHDRAWN)
    waiting = make.make_meeting(state=State.REVIEW)
    assert list(lacking(Meeting.objects.all(), INCOMPLETE)) == [waiting]
    assert counts(Meeting)[0] == 1


@pytest.mark.parametrize("number", [1, 3])
def test_counts_and_marks_take_one_query_each(django_assert_num_queries, number):
    meetings = [make.make_meeting() for _ in range(number)]
    with django_assert_num_queries(1):
        total, found = counts(Meeting)
    assert (total, {gap.name: count for gap, count in found}["summary"]) == (number, number)
    with django_assert_num_queries(1):
        assert len(completeness(Meeting, [meeting.pk for meeting in meetings])) == number


def test_every_noun_is_counted():
    for model in (Agency, Agreement, Event, Meeting, Official, Program, Source):
        assert counts(model)[0] == 0
