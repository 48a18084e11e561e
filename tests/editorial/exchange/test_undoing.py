"""An import is taken back as a whole."""

import pytest

from cooperation.editorial.exchange.bounds import ForbiddenError, UnusableError
from cooperation.editorial.exchange.undoing import forbid_undoing, steps_of, undo
from cooperation.editorial.steps import move
from cooperation.models import Agency, Meeting, Source, State
from cooperation.record.snapshots import snapshot
from tests.factories import make_agency, make_meeting, make_participation, make_point

from .files import csv_of, imported

pytestmark = pytest.mark.django_db


def test_what_changed_is_as_it_was_and_what_was_made_is_gone(admin_user):
    agency = make_agency("UNICEF")
    meeting = make_meeting("Old")
    make_point(meeting, participation=make_participation(meeting, agency, order=2))
    before = snapshot(meeting)
    rows = (
        {"uid": meeting.uid, "date": "2023", "title_en": "New", "un_agencies": "", "sources": "https://a.example/1"},
        {"uid": "", "date": "2024", "title_en": "Another", "un_agencies": "UNICEF", "sources": "https://a.example/2"},
    )
    done = imported(csv_of(*rows), by=admin_user)
    assert (Meeting.objects.count(), Source.objects.count()) == (2, 2)
    assert undo(done, by=admin_user) == 4
    assert snapshot(Meeting.objects.get()) == before
    assert not Source.objects.exists()
    done.refresh_from_db()
    assert done.undone_by_name == "admin"
    with pytest.raises(UnusableError, match="before"):
        undo(done, by=admin_user)


def test_what_was_changed_since_hinders_or_is_left(admin_user):
    make_agency("UNICEF")
    rows = [{"date": "2024", "title_en": f"No. {number}"} for number in (1, 2, 3)]
    done = imported(csv_of(*rows), by=admin_user)
    Meeting.objects.filter(title_en="No. 1").update(venue="Hall")
    move(Meeting.objects.get(title_en="No. 2"), State.PUBLISHED, by=admin_user)
    assert [bool(step.hindrance) for step in steps_of(done)] == [False, True, True]
    with pytest.raises(UnusableError, match="changed since"):
        undo(done, by=admin_user)
    assert undo(done, by=admin_user, leaving=True) == 1
    assert sorted(Meeting.objects.values_list("title_en", flat=True)) == ["No. 1", "No. 2"]


def test_what_others_need_now_stops_all(admin_user):
    rows = [{"name_en": name, "side": "un", "kind": "other-un"} for name in ("One", "Two")]
    done = imported(csv_of(*rows), "agencies.csv", by=admin_user)
    make_meeting(agencies=[Agency.objects.get(name_en="One")])
    with pytest.raises(UnusableError, match="“One” cannot be undone"):
        undo(done, by=admin_user)
    assert Agency.objects.count() == 2


def test_what_is_public_is_undone_by_those_who_may_publish(admin_user, django_user_model):
    meeting = make_meeting("Old")
    done = imported(csv_of({"uid": meeting.uid, "title_en": "New"}), by=admin_user)
    other = django_user_model.objects.create_user("other", is_staff=True)
    forbid_undoing(done, steps_of(done), admin_user)
    for user in (other,):
        done.by = user
        with pytest.raises(ForbiddenError):
            forbid_undoing(done, steps_of(done), user)
