"""Rows changed past `save()` come back with every column."""

import pytest
from django.db import IntegrityError, connection, transaction

from cooperation.models import Meeting, Official
from cooperation.record.journal import Journal, rows, take_back
from tests.factories import make_agency, make_meeting, make_official

pytestmark = pytest.mark.django_db


def test_a_changed_and_a_removed_row_come_back():
    official, meeting = make_official("A Person", name_ru="Человек"), make_meeting(date="2024-01", venue="Hall")
    before = rows(Official), rows(Meeting)
    journal = Journal()
    journal.change(Meeting, meeting.pk, venue="", date="2024-01-11")
    journal.remove(Official, official.pk)
    assert (Meeting.objects.get().venue, Official.objects.count()) == ("", 0)
    take_back(journal.entries)
    assert (rows(Official), rows(Meeting)) == before


def test_what_changed_again_or_is_gone_stays_so():
    meeting, official = make_meeting(venue="Hall"), make_official("A Person")
    journal = Journal()
    journal.change(Meeting, meeting.pk, venue="Tent", city="Baku")
    journal.change(Official, official.pk, name_az="Şəxs")
    Meeting.objects.update(venue="Palace")
    official.delete()
    take_back(journal.entries)
    assert (Meeting.objects.get().venue, Meeting.objects.get().city) == ("Palace", "")


def test_a_row_that_others_need_is_not_removed():
    official, journal = make_official(), Journal()
    make_meeting(officials=[(official, make_agency())])
    with pytest.raises(IntegrityError):
        _removed(journal, official)
    assert Official.objects.count() == 1


@transaction.atomic
def _removed(journal, record):
    journal.remove(type(record), record.pk)
    connection.check_constraints()


def test_what_is_the_same_is_not_noted():
    meeting, journal = make_meeting(venue="Hall"), Journal()
    journal.change(Meeting, meeting.pk, venue="Hall")
    with journal.following(meeting):
        pass
    assert journal.entries == []
