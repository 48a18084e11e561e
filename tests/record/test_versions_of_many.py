"""Versions of many records at once are those that each would get alone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cooperation.models import Action, Topic, Version
from cooperation.record.snapshots import take
from cooperation.record.snapshots.many import take_all
from cooperation.record.versions import record_aside, record_version
from cooperation.record.versions_of_many import commitments_of, record_many
from tests.factories import make_agency, make_commitment, make_meeting, make_point, make_topic

pytestmark = pytest.mark.django_db


def kept(action, **options):
    return record_many(take_all(Topic.objects.all()), by=None, action=action, **options)


def test_numbers_go_on_and_what_is_unchanged_needs_no_version(admin_user):
    one, other = make_topic("One"), make_topic("Other")
    record_version(one, by=None, action=Action.CREATED)
    record_aside(take(one), "One", by=None, action=Action.PROPOSED)
    found = kept(Action.FOUND)
    Topic.objects.filter(pk=one.pk).update(name_en="Once")
    left = record_many(take_all(Topic.objects.all()), by=admin_user, action=Action.IMPORTED, reason="Why")
    told = [(each.uid, each.number, each.action) for each in Version.objects.order_by("pk")]
    assert told[:3] == [(one.uid, 1, "created"), (one.uid, 2, "proposed"), (other.uid, 1, "found")]
    assert set(told[3:]) == {(one.uid, 3, "imported"), (other.uid, 2, "imported")}
    assert Version.objects.get(pk=found[str(one.uid)]).number == 1
    last = Version.objects.get(pk=left[str(one.uid)])
    assert (last.title, last.by_name, last.reason, last.digest) == ("Once", "admin", "Why", take(one).digest)


def test_questions_do_not_grow_with_the_records():
    make_topic(), make_topic()
    with CaptureQueriesContext(connection) as few:
        kept(Action.IMPORTED)
    [make_topic() for _ in range(6)]
    with CaptureQueriesContext(connection) as many:
        kept(Action.IMPORTED)
    # The topics and their parents' own, the versions that there are, and one insert.
    assert len(many) == len(few)


def test_commitments_are_found_by_their_meetings():
    meeting = make_meeting()
    made = make_commitment(make_point(meeting), make_agency())
    make_commitment(make_point(make_meeting()), make_agency())
    assert [record for record, _taken in commitments_of([meeting.pk])] == [made]
