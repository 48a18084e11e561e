"""A preview is for editors, is never kept, and leaves no trace."""

import pytest

from cooperation.editorial.proposals import propose
from cooperation.models import LastChange, Meeting, State
from cooperation.record.snapshots import Snapshot, take
from tests.factories import make_agency, make_meeting

pytestmark = pytest.mark.django_db


def test_a_draft_is_shown_as_its_page_and_stays_a_draft(admin_client, client):
    meeting = make_meeting("Not yet public", state=State.DRAFT, agencies=[make_agency("UNICEF")])
    page = admin_client.get(f"/preview/{meeting.uid}/")
    assert page.status_code == 200
    assert "Not yet public" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert (Meeting.objects.get().state, Meeting.objects.get().published_at) == ("draft", None)
    assert not LastChange.objects.filter(noun="meetings").exists()
    client.logout()
    assert client.get(f"/preview/{meeting.uid}/").status_code == 404
    assert client.get(meeting.get_absolute_url()).status_code == 404


def test_a_proposal_is_shown_and_the_public_page_is_not_changed(admin_client, admin_user):
    meeting = make_meeting("Of two")
    taken = take(meeting)
    proposed = Snapshot("meetings", taken.data | {"title_en": "Of three", "slug": "other"})
    propose(meeting, proposed, based_on=taken.digest, by=admin_user)
    assert "Of three" in admin_client.get(f"/preview/{meeting.uid}/").content.decode()
    assert "Of three" not in admin_client.get(meeting.get_absolute_url()).content.decode()


def test_a_reader_with_an_account_gets_no_preview(client, django_user_model):
    meeting = make_meeting(state=State.DRAFT)
    user = django_user_model.objects.create_user("reader", password="x")
    client.force_login(user)
    assert client.get(f"/preview/{meeting.uid}/").status_code == 404
    user.is_staff = True
    user.save()
    assert client.get(f"/preview/{meeting.uid}/").status_code == 403
