"""What a briefing says, and what it leaves out."""

import datetime

import pytest
from django.http import QueryDict

from cooperation.models import Appointment, CommitmentChange
from cooperation.record import briefings, outcomes
from cooperation.record.filters import MeetingFilter
from tests import factories as make
from tests.once import once

pytestmark = pytest.mark.django_db

AT = datetime.date(2026, 5, 20)


def briefing(query="", at=AT):
    return briefings.briefing(MeetingFilter(QueryDict(query)).selection(), at=at)


@once
def sides():
    return make.make_agency("UNICEF"), make.make_body("Ministry")


def titles(part):
    return [str(each.record.entry.title) for each in part.entries]


def names(part):
    return [str(each.record.link.name) for each in part.entries]


def test_the_last_meetings_stand_newest_first_and_the_rest_are_counted(sides):
    for number in range(20):
        make.make_meeting(f"Meeting {number}", f"20{10 + number % 10}-0{1 + number // 10}", agencies=sides)
    part = briefing("agency=unicef").meetings
    assert part.total == 20
    assert part.is_cut
    assert len(part.entries) == briefings.MEETINGS_AT_MOST
    assert titles(part)[:2] == ["Meeting 19", "Meeting 9"]


def test_long_outcomes_leave_less_room_for_meetings(sides):
    long = "as long as the title of an agreement may well become " * 5
    for number in range(20):
        make.make_meeting(f"Meeting {number}", "2024", agencies=sides, summary_en=long)
        make.make_agreement(f"{number} {long}", parties=sides)
        make.make_program(f"{number} {long}", agencies=sides)
    found = briefing("agency=unicef")
    assert briefings.MEETINGS <= len(found.meetings.entries) < briefings.MEETINGS_AT_MOST
    assert len(found.agreements.entries) < briefings.LIMITS["agreements"][0]


def test_the_period_narrows_the_meetings_and_their_people(sides):
    early, late = make.make_official("Early Person"), make.make_official("Late Person")
    make.make_meeting("Early", "2019-03", officials=[(early, sides[0])])
    make.make_meeting("Late", "2024-03", officials=[(late, sides[0])])
    found = briefing("agency=unicef&from=2020")
    assert titles(found.meetings) == ["Late"]
    assert [str(each.record.official.name) for each in found.profiles[0].seated.entries] == ["Late Person"]


def test_a_person_stands_with_the_last_title_and_date(sides):
    person, source = make.make_official("Person"), make.make_source()
    for date, title in (("2020-01", "Deputy"), ("2024-02", "Head")):
        meeting = make.make_meeting(date=date, agencies=[sides[1]], sources=[source])
        make.make_participation(meeting, sides[0], person, reported_title_en=title)
    seated = briefing("agency=unicef").profiles[0].seated.entries[0]
    assert (seated.record.title, seated.record.last, seated.record.meetings) == ("Head", "2024-02", 2)
    assert [note.source.url for note in seated.notes] == [source.url]


def test_a_pair_is_two_profiles_and_the_people_of_both(sides):
    one, two = make.make_official("One"), make.make_official("Two")
    make.make_meeting("Together", "2024", officials=[(one, sides[0]), (two, sides[1])])
    make.make_meeting("Again", "2025", agencies=[sides[1]], officials=[(one, sides[0])])
    make.make_meeting("Apart", "2025", officials=[(two, sides[1])])
    found = briefing("agency=unicef&body=ministry")
    assert [profile.record.link.slug for profile in found.profiles] == ["unicef", "ministry"]
    assert [(str(each.official.name), each.meetings) for each in found.people] == [("One", 2), ("Two", 1)]


def test_a_period_without_meetings_shows_what_was_last_before_it(sides):
    early, late = make.make_official("Early Person"), make.make_official("Late Person")
    make.make_meeting("Early", "2019-03", officials=[(early, sides[0])])
    make.make_meeting("Late", "2024-03", officials=[(late, sides[0])], agencies=[sides[1]])
    make.make_meeting("Hidden", "2024-04", "draft", officials=[(early, sides[0])])
    found = briefing("agency=unicef&from=2025-11-24")
    seated = found.profiles[0].seated
    assert (titles(found.meetings), found.meetings.is_earlier, found.meetings.is_cut) == (["Late"], True, False)
    assert [str(each.record.official.name) for each in seated.entries] == ["Late Person", "Early Person"]
    assert (seated.is_earlier, seated.is_cut) == (True, False)


@pytest.mark.parametrize("period", ["from=2024-03", "from=1900", "to=1950", ""])
def test_nothing_is_earlier_than_a_period_with_meetings_or_without_a_beginning(sides, period):
    make.make_meeting("Late", "2024-03", officials=[(make.make_official("Person"), sides[0])])
    found = briefing(f"agency=unicef&{period}")
    assert not found.meetings.is_earlier
    assert not found.profiles[0].seated.is_earlier


def test_nothing_is_earlier_where_nothing_was(sides):
    found = briefing("agency=unicef&from=1900-02")
    assert (found.meetings.entries, found.meetings.total) == ((), 0)


def test_an_official_stands_with_posts_and_their_sources(sides):
    person, source = make.make_official("Person"), make.make_source()
    make.make_meeting(officials=[(person, sides[0])], agencies=[sides[1]])
    Appointment.objects.create(official=person, agency=sides[0], title_en="Head", start="2020", source=source)
    post = briefing("official=person").profiles[0].posts[0]
    assert (post.record.title, post.notes[0].source.url) == ("Head", source.url)


def test_the_people_met_are_those_of_the_other_side_by_number_of_meetings(sides):
    own, often, once = (make.make_official(name) for name in ("Own", "Often", "Once"))
    make.make_meeting(date="2024", officials=[(own, sides[0]), (often, sides[1])])
    make.make_meeting(date="2025", officials=[(own, sides[0]), (often, sides[1]), (once, sides[1])])
    for query in ("agency=unicef", "official=own"):
        found = briefing(query)
        assert [(str(each.official.name), each.meetings) for each in found.people] == [("Often", 2), ("Once", 1)]


def test_a_source_has_one_number_and_numbers_rise_down_the_page(sides):
    shared, own = make.make_source(), make.make_source()
    make.make_meeting("First", "2024-02", agencies=sides, sources=[shared])
    make.make_meeting("Second", "2024-01", agencies=sides, sources=[shared, own])
    make.make_agreement(parties=sides, sources=[own])
    found = briefing("agency=unicef")
    assert [[note.number for note in each.notes] for each in found.meetings.entries] == [[1], [1, 2]]
    assert [note.number for note in found.agreements.entries[0].notes] == [2]
    assert [note.source.url for note in found.notes] == [shared.url, own.url]


@pytest.mark.parametrize(
    ("due", "progress", "overdue"),
    [
        ("2026-05-19", "open", True),
        ("2026-05-20", "open", False),
        ("2026-05", "open", False),
        ("2026-04", "under-way", True),
        ("2026", "open", False),
        ("2025", "fulfilled", False),
        ("2025", "lapsed", False),
        (None, "open", False),
    ],
)
def test_a_commitment_is_overdue_when_all_of_its_due_date_is_over(sides, due, progress, overdue):
    meeting = make.make_meeting(agencies=sides)
    commitment = make.make_commitment(make.make_point(meeting), sides[0], due=due)
    if progress != "open":
        CommitmentChange.objects.create(commitment=commitment, progress=progress, on="2024", meeting=meeting)
    shown = briefing("agency=unicef").commitments.entries[0].record
    assert (shown.progress, outcomes.is_overdue(shown, AT)) == (progress, overdue)


def test_what_still_stands_is_told_whatever_the_period(sides):
    meeting = make.make_meeting(date="2015", agencies=sides)
    open_one = make.make_commitment(make.make_point(meeting), sides[0], "Open still")
    settled = make.make_commitment(make.make_point(meeting), sides[0], "Done")
    CommitmentChange.objects.create(commitment=settled, progress="fulfilled", on="2016", meeting=meeting)
    make.make_agreement("In force", parties=sides, signed="2015", in_force_until="2030")
    make.make_agreement("Over", parties=sides, signed="2015", in_force_until="2018")
    make.make_agreement("Of the month", parties=sides, signed="2024-01")
    found = briefing("agency=unicef&from=2024-01-15")
    assert names(found.commitments) == [open_one.text_en]
    assert names(found.agreements) == ["Of the month", "In force"]
    assert names(briefing("agency=unicef").agreements) == ["Of the month", "Over", "In force"]


def test_programs_run_on_the_day_and_a_stated_end_stands_first(sides):
    for name, start, end in [
        ("Over", "2020", "2026-04"), ("Ending", "2020", "2026-05"), ("Endless", "2019", None),
        ("Coming", "2026-06", "2028"), ("Unknown", None, None),
    ]:  # fmt: skip
        make.make_program(name, agencies=sides, start=start, end=end)
    assert names(briefing("agency=unicef").programs) == ["Ending", "Endless", "Unknown"]


def test_events_to_come_are_organised_by_the_subject_or_spoken_of(sides):
    spoken = make.make_event("Spoken of", start="2027")
    make.make_event("Organised", organisers=[sides[0]], start="2026-06")
    make.make_event("Held", organisers=[sides[0]], start="2026-04")
    make.make_event("Cancelled", organisers=[sides[0]], start="2027", status="cancelled")
    make.make_event("Elsewhere", start="2027")
    make.make_meeting(agencies=sides, events=[spoken])
    assert names(briefing("agency=unicef").events) == ["Organised", "Spoken of"]


def test_what_only_meetings_are_filtered_by_leads_through_them(sides):
    person = make.make_official("Person")
    program, other = make.make_program("Spoken of"), make.make_program("Other", agencies=sides)
    meeting = make.make_meeting(officials=[(person, sides[0])], programs=[program])
    make.make_meeting(date="2023", agencies=sides, programs=[other])
    make.make_agreement("Signed there", meeting=meeting)
    make.make_agreement("Of the agency", parties=sides)
    found = briefing("official=person")
    assert names(found.programs) == ["Spoken of"]
    assert names(found.agreements) == ["Signed there"]


def test_gaps_say_how_long_the_silence_is_and_who_kept_it(sides):
    quiet, lively = make.make_body("Quiet ministry"), make.make_body("Lively ministry")
    make.make_body("Never met")
    make.make_meeting(date="2023-05", agencies=[sides[0], quiet])
    make.make_meeting(date="2026-02", agencies=[sides[0], lively])
    make.make_meeting(date="2026-09", agencies=[sides[0], lively])
    gaps = briefing("agency=unicef").gaps
    assert gaps.last == "2026-02"
    assert [(str(link.name), last) for link, last in gaps.silent] == [("Quiet ministry", "2023-05")]
    assert gaps.silent_since == datetime.date(2024, 5, 20)


def test_a_body_is_not_silent_while_one_below_it_meets(sides):
    part = make.make_body("Part", parent=sides[1])
    make.make_meeting(date="2020", agencies=sides)
    make.make_meeting(date="2026-01", agencies=[sides[0], part])
    assert briefing("agency=unicef").gaps.silent == ()


def test_gaps_count_what_no_source_states(sides):
    titled, untitled = make.make_official(), make.make_official()
    meeting = make.make_meeting(date="2024-03", agencies=[sides[1]], officials=[(untitled, sides[0])])
    make.make_participation(meeting, sides[0], titled, reported_title_en="Head")
    make.make_meeting(date="2024-03-02", agencies=[sides[0]], sources=[make.make_source(), make.make_source()])
    gaps = briefing().gaps
    assert (gaps.without_day, gaps.without_source, gaps.unnamed, gaps.untitled) == (1, 1, 2, 1)


def test_an_empty_selection_is_a_briefing_without_facts(sides):
    found = briefing("agency=unicef&year=1999", at=datetime.date(2028, 2, 29))
    assert (found.meetings.total, found.notes, found.gaps.last) == (0, (), None)
    assert found.gaps.silent_since == datetime.date(2026, 2, 28)


def test_more_chosen_records_than_there_is_room_for_are_not_all_introduced():
    agencies = [make.make_agency(f"A{number}") for number in range(4)]
    make.make_meeting(agencies=agencies)
    assert len(briefing("agency=a0&agency=a1&agency=a2&agency=a3").profiles) == briefings.PROFILES


def test_topics_are_weighed_but_not_those_chosen(sides):
    topics = [make.make_topic("Health"), make.make_topic("Mines")]
    make.make_meeting(agencies=sides, topics=topics)
    make.make_meeting(date="2023", agencies=sides, topics=topics[:1])
    weighed = {each.name: [(link.slug, count) for link, count in each.entries] for each in briefing().weights}
    assert weighed == {"topic": [("health", 2), ("mines", 1)], "agency": [("unicef", 2)], "body": [("ministry", 2)]}
    assert [each.name for each in briefing("topic=health&agency=unicef").weights] == ["body"]
