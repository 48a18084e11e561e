"""While the index of meetings is being made, who needs it waits: it is there long before the database has counted."""

import threading
import time
from unittest import mock

import pytest
from django.db import DatabaseError

from cooperation.record import door
from cooperation.record.filters import MeetingFilter
from cooperation.record.index import keeper as keepers
from cooperation.record.index.keeper import keeper
from cooperation.record.index.meetings import MeetingIndex
from tests import factories as make

LONGER_THAN_ANY_TEST = 60


@pytest.fixture(autouse=True)
def _beside_requests(settings):
    settings.INDEX_IN_BACKGROUND = True
    keeper.forget()
    yield
    for thread in threading.enumerate():
        if thread.name == "index":
            thread.join(LONGER_THAN_ANY_TEST)
    keeper.forget()


@pytest.mark.django_db(transaction=True)
def test_a_question_waits_for_the_index():
    make.make_meeting()
    made = MeetingIndex.build

    def build():
        time.sleep(0.1)
        return made()

    with mock.patch.object(MeetingIndex, "build", side_effect=build):
        index = keeper.current()
    assert index is not None
    assert len(index.timeline) == 1


@pytest.mark.django_db(transaction=True)
def test_the_database_answers_where_the_index_takes_too_long(monkeypatch):
    make.make_meeting()
    monkeypatch.setattr(keepers, "SECONDS_TO_WAIT", 0)
    released = threading.Event()
    made = MeetingIndex.build

    def build():
        released.wait(LONGER_THAN_ANY_TEST)
        return made()

    with mock.patch.object(MeetingIndex, "build", side_effect=build):
        assert keeper.current() is None
        assert door.total(MeetingFilter().selection()) == 1
        released.set()
        monkeypatch.setattr(keepers, "SECONDS_TO_WAIT", LONGER_THAN_ANY_TEST)
        assert keeper.current() is not None


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_an_index_that_cannot_be_made(monkeypatch):
    make.make_meeting()
    monkeypatch.setattr(keepers, "SECONDS_TO_WAIT", LONGER_THAN_ANY_TEST)
    away = mock.patch.object(MeetingIndex, "build", side_effect=DatabaseError("away"))
    with away, mock.patch.object(keepers.log, "warning") as warning:
        assert keeper.current() is None
        assert door.total(MeetingFilter().selection()) == 1
    assert "could not be made" in warning.call_args.args[0]
    assert keeper.current() is not None


@pytest.mark.django_db(transaction=True)
def test_a_change_while_the_index_is_made_is_followed():
    make.make_meeting()
    made = MeetingIndex.build

    def build():
        index = made()
        make.make_meeting(date="2025")
        return index

    with mock.patch.object(MeetingIndex, "build", side_effect=build):
        assert len(keeper.current().timeline) == 1
    assert len(keeper.current().timeline) == 2
