"""Agreements are entered on the form of the meeting where they were signed, each as a draft of its own."""

import pytest

from cooperation.models import Agreement, Meeting, Proposal, State, Version
from tests.factories import make_agency, make_agreement, make_body, make_meeting, make_source

from .permits.people import come_in
from .posting import ADD, change_url, errors_of, meeting_form, sent, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def row():
    parties = [make_agency().pk, make_body().pk]
    return {"title_en": "Memorandum on mines", "kind": "memorandum", "signed": "2024-01-11", "parties": parties}


def test_an_agreement_is_entered_with_its_meeting(admin_client, admin_user, row):
    source = make_source()
    response = admin_client.post(ADD, meeting_form(agreements=[row], sources=[source.pk], _publish="1"))
    assert response.status_code == 302, errors_of(response)
    meeting, agreement = Meeting.objects.get(), Agreement.objects.get()
    assert (agreement.meeting, agreement.state, agreement.state_changed_by) == (meeting, State.DRAFT, admin_user)
    assert (meeting.state, str(agreement.signed)) == (State.PUBLISHED, "2024-01-11")
    assert {party.pk for party in agreement.parties.all()} == set(row["parties"])
    assert list(agreement.sources.all()) == [source]
    data = Version.objects.get(uid=agreement.uid).data
    assert len(data["parties"]) == 2


def test_an_agreement_of_a_public_meeting_waits_for_nothing_and_shows_nothing(client, row):
    """The change of the meeting is a proposal; the agreement is a draft, as it would be by its own form."""
    meeting, contributor = make_meeting(), come_in("contributor")
    page = contributor.get(change_url(meeting))
    contributor.post(change_url(meeting), sent(page, venue="Hall") | table("agreements", [row]))
    assert (Proposal.objects.count(), Meeting.objects.get().venue) == (1, "")
    assert Agreement.objects.values_list("meeting", "state").get() == (meeting.pk, "draft")
    assert "Memorandum on mines" not in client.get(meeting.get_absolute_url()).content.decode()


def test_an_agreement_is_entered_once_when_another_saved_meanwhile(admin_client, row):
    meeting = make_meeting(state=State.DRAFT)
    opened = sent(admin_client.get(change_url(meeting)), venue="Hall") | table("agreements", [row])
    admin_client.post(change_url(meeting), sent(admin_client.get(change_url(meeting)), title_en="Of three"))
    page = admin_client.post(change_url(meeting), opened)
    assert (page.status_code, Agreement.objects.count()) == (200, 0)
    admin_client.post(change_url(meeting), sent(page))
    assert (Agreement.objects.count(), Meeting.objects.get().venue) == (1, "Hall")
    assert Agreement.objects.get().parties.count() == 2


def test_what_is_there_is_no_row_of_the_form(admin_client, row):
    meeting = make_meeting(state=State.DRAFT)
    agreement = make_agreement("Signed there", meeting=meeting)
    page = admin_client.get(change_url(meeting))
    assert "Signed there" in page.content.decode()
    assert page.context["inline_admin_formsets"][-1].formset.forms == []
    stolen = sent(page) | table("agreements", [row | {"id": agreement.pk}])
    admin_client.post(change_url(meeting), stolen)
    assert Agreement.objects.get().title_en == "Signed there"


def test_a_half_filled_agreement_saves_nothing(admin_client, row):
    response = admin_client.post(ADD, meeting_form(agreements=[row | {"kind": ""}]))
    assert errors_of(response) == {"agreements-0-kind": ["This field is required."]}
    assert Meeting.objects.count() == Agreement.objects.count() == 0


def test_a_save_that_only_enters_an_agreement_says_so(row):
    meeting, contributor = make_meeting(), come_in("contributor")
    fields = sent(contributor.get(change_url(meeting))) | table("agreements", [row])
    page = contributor.post(change_url(meeting), fields, follow=True)
    said = [str(message) for message in page.context["messages"]]
    assert said[0].startswith("Entered as a draft of its own: <a href=")
    assert "Memorandum on mines" in said[0]
    assert "Nothing was changed." not in said
    assert not Proposal.objects.exists()
