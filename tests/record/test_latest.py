"""When records changed, and in which order they did."""

import datetime

import pytest

from cooperation.models import Agency, Correction, LastChange, Meeting
from cooperation.record.door import Position
from cooperation.record.filters import MeetingFilter
from cooperation.record.latest import latest, times_of, times_with
from tests import factories as make

pytestmark = pytest.mark.django_db

DAY = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)


def meeting(published, modified, corrected=None):
    made = make.make_meeting()
    Meeting.objects.filter(pk=made.pk).update(published_at=published)
    if corrected:
        note = Correction.objects.create(meeting=made, text_en="A date.")
        Correction.objects.filter(pk=note.pk).update(modified=corrected)
    make.note_change(made, max(modified, corrected or modified))
    return made


LATER = DAY + datetime.timedelta(days=3)


@pytest.mark.parametrize(
    ("modified", "corrected", "kind", "updated"),
    [
        (DAY + datetime.timedelta(seconds=2), None, "new", DAY + datetime.timedelta(seconds=2)),
        (DAY + datetime.timedelta(hours=1), None, "updated", DAY + datetime.timedelta(hours=1)),
        (DAY, LATER, "corrected", LATER),
        (LATER, DAY, "updated", LATER),
    ],
)
def test_what_happened_last(modified, corrected, kind, updated):
    made = meeting(DAY, modified, corrected)
    times = times_of(Meeting, [made.pk])[made.pk]
    assert (times.kind, times.updated, times.published) == (kind, updated, DAY)
    assert times == times_with(Meeting, made.uid)


def test_the_newest_of_several_corrections_counts():
    made = meeting(DAY, DAY, corrected=LATER)
    Correction.objects.create(meeting=made, text_en="Older.")
    Correction.objects.filter(text_en="Older.").update(modified=DAY)
    make.note_change(made, LATER)
    assert times_with(Meeting, made.uid).kind == "corrected"
    assert times_with(Meeting, made.uid).updated == LATER
    assert len(latest(MeetingFilter().selection(), None, 5)[0]) == 1


def test_an_agency_was_published_by_nothing_of_its_own():
    agency = make.make_agency()
    times = times_of(Agency, [agency.pk])[agency.pk]
    assert (times.published, times.kind) == (None, "new")


def test_the_sequence_goes_on_behind_a_position():
    made = [meeting(DAY, DAY.replace(day=day)) for day in (4, 9, 4, 2)]
    selection = MeetingFilter().selection()
    first, more = latest(selection, None, 2)
    assert ([each.id for each in first], more) == ([made[1].pk, made[2].pk], True)
    rest, more = latest(selection, Position.parse(str(first[-1].position)), 2)
    assert ([each.id for each in rest], more) == ([made[0].pk, made[3].pk], False)


def pages(size):
    """The sequence page by page, as a reader of the feed asks for it."""
    after, more = None, True
    while more:
        found, more = latest(MeetingFilter().selection(), after, size)
        after = Position.parse(str(found[-1].position))
        yield [each.id for each in found]


def test_what_changed_at_one_moment_is_paged_through_once():
    agency = make.make_agency("UNICEF")
    made = [make.make_meeting(agencies=[agency]).pk for _ in range(5)]
    Agency.objects.filter(pk=agency.pk).update(name_en="UNICEF, renamed")
    # As triggers wrote it: what Django would write may differ.
    LastChange.objects.update(changed=LastChange.objects.order_by("changed").values("changed")[:1])
    assert len({each.updated for each in times_of(Meeting, made).values()}) == 1
    assert list(pages(2)) == [[made[4], made[3]], [made[2], made[1]], [made[0]]]


@pytest.mark.parametrize(
    "key", ["2024", "2024-01-11", "x", "2026-03-01T12:00:00", "0001-01-01T00:00:00+14:00", "2026-03-01T12:00:00+04:00"]
)
def test_what_is_no_moment_is_no_position(key):
    with pytest.raises(ValueError, match=r"."):
        latest(MeetingFilter().selection(), Position(key, 1), 2)
