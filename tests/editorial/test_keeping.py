"""Every save is a version; a public record's is a proposal; two editors lose nothing."""

import pytest

from cooperation.models import (
    AuditAction,
    AuditEntry,
    Commitment,
    Meeting,
    Participation,
    Proposal,
    PublicVersion,
    State,
    Version,
)
from cooperation.record.snapshots import snapshot
from tests.factories import (
    make_agency,
    make_commitment,
    make_meeting,
    make_participation,
    make_point,
    make_source,
)

from .posting import ADD, change_url, errors_of, meeting_form, sent, table

pytestmark = pytest.mark.django_db


def actions():
    return list(Version.objects.order_by("id").values_list("noun", "action"))


def test_a_save_is_one_version_with_its_rows(admin_client, admin_user):
    agency = make_agency("UNICEF")
    seats = [{"order": 1, "agency": agency.pk, "role": "guest"}]
    admin_client.post(ADD, meeting_form(participations=seats, _reason="From the ministry"))
    version = Version.objects.get()
    assert (version.action, version.number, version.by, version.reason) == (
        "created",
        1,
        admin_user,
        "From the ministry",
    )
    assert version.data == snapshot(Meeting.objects.get())
    assert version.names[str(agency.uid)] == "UNICEF"


def test_what_was_never_kept_is_kept_before_it_changes(admin_client):
    meeting = make_meeting("Of two", state=State.DRAFT)
    page = admin_client.get(change_url(meeting))
    admin_client.post(change_url(meeting), sent(page, title_en="Of three"))
    assert actions() == [("meetings", "found"), ("meetings", "edited")]
    assert [version.data["title_en"] for version in Version.objects.order_by("number")] == ["Of two", "Of three"]


def test_a_save_that_changes_nothing_is_no_version(admin_client):
    meeting = make_meeting(state=State.DRAFT)
    page = admin_client.get(change_url(meeting))
    for _ in range(2):
        admin_client.post(change_url(meeting), sent(page))
    assert actions() == [("meetings", "found")]


def whole_meeting(**fields):
    agency = make_agency()
    meeting = make_meeting("Of two", **fields)
    seat = make_participation(meeting, agency)
    make_commitment(make_point(meeting, "Said", participation=seat), agency, "To build")
    return meeting


def test_editing_what_is_public_makes_a_proposal(admin_client):
    meeting = whole_meeting()
    before = snapshot(meeting)
    page = admin_client.get(change_url(meeting))
    admin_client.post(change_url(meeting), sent(page, title_en="Of three", **{"points-0-text_en": "Said aloud"}))
    assert snapshot(meeting) == before
    proposed = Proposal.objects.get().version.data
    assert (proposed["title_en"], proposed["points"][0]["text_en"]) == ("Of three", "Said aloud")


def test_a_proposal_with_new_rows_is_shown_gone_on_with_and_published(admin_client):
    meeting = whole_meeting()
    other = make_agency("UNDP")
    page = admin_client.get(change_url(meeting))
    more = {"participations-TOTAL_FORMS": 2, "participations-1-agency": other.pk, "participations-1-role": "guest"}
    admin_client.post(change_url(meeting), sent(page, **more))
    assert Participation.objects.count() == 1
    page = admin_client.get(change_url(meeting))
    assert "not what readers see" in page.content.decode()
    assert Participation.objects.count() == 1
    again = sent(page, title_en="Of three", _publish="1")
    assert again["participations-INITIAL_FORMS"] == 2
    admin_client.post(change_url(meeting), again)
    meeting.refresh_from_db()
    assert (meeting.title_en, meeting.state, Proposal.objects.count()) == ("Of three", "published", 0)
    assert set(Participation.objects.values_list("agency__name_en", flat=True)) >= {"UNDP"}
    assert Participation.objects.count() == 2
    assert Version.objects.filter(noun="meetings").order_by("-number").first().action == "accepted"


def test_a_contributor_can_only_propose(contributor):
    meeting = make_meeting("Of two")
    page = contributor.get(change_url(meeting))
    assert 'name="_publish"' not in page.content.decode()
    contributor.post(change_url(meeting), sent(page, title_en="Of three", _publish="1"))
    assert Meeting.objects.get().title_en == "Of two"
    assert Proposal.objects.get().version.data["title_en"] == "Of three"


def test_keys_are_told_where_something_can_be_entered_only(contributor):
    shown = {}
    for state in ("draft", "published", "withdrawn"):
        reason = {"withdrawal_reason_en": "Wrong"} if state == "withdrawn" else {}
        meeting = make_meeting(state=state, **reason)
        shown[state] = '<p class="keys">' in contributor.get(change_url(meeting)).content.decode()
    assert shown == {"draft": True, "published": True, "withdrawn": False}


def test_a_contributor_publishes_nothing(contributor):
    contributor.post(ADD, meeting_form(_publish="1"))
    assert Meeting.objects.get().state == "draft"
    for action in ("publish", "withdraw", "send_back"):
        data = {"action": action, "_selected_action": [Meeting.objects.get().pk]}
        contributor.post("/admin/cooperation/meeting/", data)
    assert Meeting.objects.get().state == "draft"


def test_steps_are_kept_with_who_and_why(admin_client, admin_user):
    meeting = make_meeting(state=State.REVIEW)
    data = {"action": "send_back", "_selected_action": [meeting.pk], "comment": "Where was it?"}
    admin_client.post("/admin/cooperation/meeting/", data)
    moved = Version.objects.get(action="moved")
    assert (moved.state_before, moved.state, moved.comment, moved.by) == (
        "review",
        "draft",
        "Where was it?",
        admin_user,
    )


@pytest.mark.parametrize("step", ["_publish", "_save"])
def test_a_save_of_what_is_public_that_changes_nothing_says_so(admin_client, step):
    meeting = make_meeting()
    page = admin_client.post(
        change_url(meeting), sent(admin_client.get(change_url(meeting)), **{step: "1"}), follow=True
    )
    assert "Nothing was changed." in [str(message) for message in page.context["messages"]]
    assert (Proposal.objects.count(), PublicVersion.objects.count()) == (0, 0)


def test_a_proposal_is_published_as_it_stands(admin_client, contributor):
    meeting = make_meeting()
    contributor.post(change_url(meeting), sent(contributor.get(change_url(meeting)), venue="Hall"))
    admin_client.post(change_url(meeting), sent(admin_client.get(change_url(meeting)), _publish="1"))
    assert (Meeting.objects.get().venue, Proposal.objects.count()) == ("Hall", 0)


def test_a_draft_is_saved_and_sent_to_review_at_once(contributor):
    contributor.post(ADD, meeting_form(_review="1"))
    meeting = Meeting.objects.get()
    assert meeting.state == State.REVIEW
    assert actions() == [("meetings", "created"), ("meetings", "moved")]


def test_only_a_draft_is_sent_to_review(contributor):
    meeting = make_meeting()
    fields = sent(contributor.get(change_url(meeting)), venue="Hall", _review="1")
    contributor.post(change_url(meeting), fields)
    assert (Meeting.objects.get().state, Proposal.objects.count()) == (State.PUBLISHED, 1)


def test_a_proposal_takes_nothing_back_that_became_public_after_it(admin_client, contributor):
    """Neither a field, nor what became of a commitment on its own page."""
    meeting = whole_meeting()
    contributor.post(change_url(meeting), sent(contributor.get(change_url(meeting)), venue="Hall", _reason="A letter"))
    commitment, source = Commitment.objects.get(), make_source()
    commitment.changes.create(progress="fulfilled", on="2024-05", source=source)
    Meeting.objects.filter(pk=meeting.pk).update(city="Ganja")
    page = admin_client.get(change_url(meeting))
    assert "City" in {change.label for change in page.context["since_proposed"]}
    assert {change.label for change in page.context["proposed"]} == {"Venue"}
    assert 'value="A letter"' in page.content.decode()
    admin_client.post(change_url(meeting), sent(page, _publish="1", _reason="A letter"))
    meeting.refresh_from_db()
    assert (meeting.venue, meeting.city) == ("Hall", "Ganja")
    assert Commitment.objects.get().changes.get().progress == "fulfilled"
    assert PublicVersion.objects.order_by("-number").first().reason == "A letter"


def test_what_became_of_a_commitment_stands_in_the_public_history_of_its_meeting(admin_client):
    meeting = whole_meeting()
    commitment = Commitment.objects.get()
    row = table("changes", [{"progress": "fulfilled", "on": "2024-05", "source": make_source().pk}])
    response = admin_client.post(change_url(commitment), sent(admin_client.get(change_url(commitment))) | row)
    assert response.status_code == 302, errors_of(response)
    assert [version.uid for version in PublicVersion.objects.order_by("number")] == [meeting.uid] * 2


def test_a_publication_is_a_step_in_history_and_audit(admin_client):
    admin_client.post(ADD, meeting_form(_publish="1", _reason="Complete now"))
    assert actions() == [("meetings", "created"), ("meetings", "moved")]
    assert AuditEntry.objects.filter(action=AuditAction.PUBLISHED).count() == 1
    assert PublicVersion.objects.get().reason == "Complete now"


def test_who_goes_on_with_what_was_sent_back_reads_why(admin_client, contributor):
    meeting = make_meeting(state=State.REVIEW)
    data = {"action": "send_back", "_selected_action": [meeting.pk], "comment": "Where was it?"}
    admin_client.post("/admin/cooperation/meeting/", data)
    assert "Where was it?" in contributor.get(change_url(meeting)).content.decode()
    contributor.post(change_url(meeting), sent(contributor.get(change_url(meeting)), _review="1"))
    assert "Where was it?" not in contributor.get(change_url(meeting)).content.decode()


def test_a_revert_leaves_a_proposal_that_waits(admin_client, contributor):
    meeting = make_meeting()
    contributor.post(change_url(meeting), sent(contributor.get(change_url(meeting)), venue="Hall"))
    page = admin_client.post(f"/admin/cooperation/meeting/{meeting.pk}/history/", {"revert": "1"}, follow=True)
    assert "A proposal waits here: decide on it first." in [str(message) for message in page.context["messages"]]
    assert Proposal.objects.get().version.data["venue"] == "Hall"
