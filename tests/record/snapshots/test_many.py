"""Many snapshots at once are what each alone is, and ask no more."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cooperation.models import Meeting
from cooperation.record.snapshots import take
from cooperation.record.snapshots.many import take_all, take_these
from cooperation.record.snapshots.nouns import SHAPES
from tests.factories import make_agency, make_official, make_source, make_topic

from .test_restoring import full_meeting

pytestmark = pytest.mark.django_db


def test_each_is_what_it_is_alone():
    full_meeting()
    make_topic(parent=make_topic())
    official = make_official()
    official.appointments.create(title_en="Director", agency=make_agency(), source=make_source())
    for shape in SHAPES.values():
        for record, taken in take_all(shape.model._default_manager.all()):
            assert taken == take(record)


def test_questions_do_not_grow_with_the_records():
    full_meeting()
    one = questions()
    full_meeting(), full_meeting()
    # The meetings, and each of their tables with what those name.
    assert [one, questions()] == [18, 18]


def questions():
    with CaptureQueriesContext(connection) as asked:
        list(take_all(Meeting.objects.all()))
    return len(asked)


def test_those_that_are_gone_are_left_out():
    topic = make_topic()
    uids = [str(topic.uid), "c56a4180-65aa-42ec-a945-5fd21dec0538"]
    assert [taken.uid for _record, taken in take_these("topics", uids)] == [uids[0]]
