"""The page of a record's versions: what changed, the way back, and what was deleted."""

import pytest

from cooperation.models import Meeting, Official, Proposal, State, Version
from cooperation.record.snapshots import snapshot
from tests.factories import make_agency, make_meeting, make_official, make_point, make_source, make_topic

from .posting import change_url, sent
from .test_keeping import whole_meeting

pytestmark = pytest.mark.django_db


def history_url(record):
    return change_url(record).replace("/change/", "/history/")


def edit(client, record, **changes):
    return client.post(change_url(record), sent(client.get(change_url(record)), **changes))


def test_the_page_tells_what_changed_and_why(admin_client):
    meeting = make_meeting("Of two", state=State.DRAFT)
    edit(admin_client, meeting, title_en="Of three", _reason="A third came")
    page = admin_client.get(history_url(meeting))
    assert [(d.label, d.before, d.after) for d in page.context["differences"]] == [("Title", "Of two", "Of three")]
    text = page.content.decode()
    assert "Of <del>two</del><ins>three</ins>" in text
    assert "A third came" in text


def test_reverting_a_draft_brings_all_rows_back_as_a_new_version(admin_client):
    meeting = whole_meeting(state=State.DRAFT)
    before = snapshot(meeting)
    gone = {"commitments-0-DELETE": "on", "points-0-DELETE": "on", "participations-0-DELETE": "on"}
    edit(admin_client, meeting, title_en="Emptied", **gone)
    assert "points" not in snapshot(meeting)
    admin_client.post(history_url(meeting), {"revert": "1"})
    assert snapshot(meeting) == before
    actions = Version.objects.of(meeting).order_by("number").values_list("action", flat=True)
    assert list(actions) == ["found", "edited", "reverted"]


def test_reverting_what_is_public_only_proposes(admin_client):
    meeting = make_meeting("Of two")
    edit(admin_client, meeting, title_en="Of three", _publish="1")
    public = snapshot(meeting)
    assert public["title_en"] == "Of three"
    admin_client.post(history_url(meeting), {"revert": "1"})
    assert snapshot(meeting) == public
    assert Proposal.objects.get().version.data["title_en"] == "Of two"


def test_reverting_never_moves_a_state(admin_client):
    meeting = make_meeting("Of two", state=State.DRAFT)
    edit(admin_client, meeting, title_en="Of three")
    admin_client.post("/admin/cooperation/meeting/", {"action": "send_to_review", "_selected_action": [meeting.pk]})
    admin_client.post(history_url(meeting), {"revert": "1"})
    assert (Meeting.objects.get().title_en, Meeting.objects.get().state) == ("Of two", "review")


def test_a_deleted_record_is_recovered_as_it_was(admin_client):
    meeting = whole_meeting(state=State.DRAFT)
    before = snapshot(meeting)
    admin_client.post(change_url(meeting).replace("/change/", "/delete/"), {"post": "yes"})
    assert Meeting.objects.count() == 0
    page = admin_client.get("/admin/cooperation/meeting/deleted/")
    assert "Of two" in page.content.decode()
    admin_client.post(page.request["PATH_INFO"], {"recover": Version.objects.get(action="deleted").pk})
    assert snapshot(Meeting.objects.get()) == before
    assert list(admin_client.get("/admin/cooperation/meeting/deleted/").context["deleted"]) == []


def test_a_discarded_proposal_stays_in_the_history(admin_client):
    meeting = make_meeting("Of two")
    edit(admin_client, meeting, title_en="Of three")
    admin_client.post(history_url(meeting), {"discard": "1", "comment": "No source"})
    assert Proposal.objects.count() == 0
    last = Version.objects.of(meeting).newest_first().first()
    assert (last.action, last.comment, last.data["title_en"]) == ("discarded", "No source", "Of three")


def test_a_proposal_is_sent_back_with_a_comment(admin_client):
    meeting = make_meeting("Of two")
    edit(admin_client, meeting, title_en="Of three")
    admin_client.post(history_url(meeting), {"send_back": "1", "comment": "Which third?"})
    assert Proposal.objects.get().returned
    assert Version.objects.get(action="returned").comment == "Which third?"


@pytest.mark.parametrize("make", [make_agency, make_official, make_topic, make_source, make_meeting])
def test_every_noun_has_its_history(admin_client, make):
    record = make()
    assert admin_client.get(history_url(record)).status_code == 200
    assert admin_client.get(change_url(record).rsplit("/", 3)[0] + "/deleted/").status_code == 200


def test_an_officials_posts_come_back(admin_client):
    official = make_official("A Person")
    before = snapshot(official)
    page = admin_client.get(change_url(official))
    rows = {"appointments-TOTAL_FORMS": 1, "appointments-0-title_en": "Director"}
    admin_client.post(change_url(official), sent(page, **rows))
    assert Official.objects.get().appointments.count() == 1
    admin_client.post(history_url(official), {"revert": "1"})
    assert snapshot(official) == before


def test_the_list_of_versions_takes_as_many_queries_for_three(admin_client, django_assert_num_queries):
    meeting = make_meeting("Of two", state=State.DRAFT)
    make_point(meeting)
    edit(admin_client, meeting, venue="1")
    for number in (1, 3):
        while Version.objects.of(meeting).count() < number + 1:
            edit(admin_client, meeting, venue=f"Hall {Version.objects.count()}")
        # What the saves had to say is read, and leaves the session.
        admin_client.get("/admin/guide/")
        # Session, user, record, its seats, what was merged into it, the version asked for, the newest, the one to
        # compare with as asked and as it was before, the proposal, the list. Nine for what stands there now: the
        # record's rows and relations.
        with django_assert_num_queries(20):
            admin_client.get(history_url(meeting))


def test_what_stands_there_now_is_not_offered_to_be_brought_back(admin_client):
    meeting = make_meeting("Of two", state=State.DRAFT)
    edit(admin_client, meeting, venue="Hall")
    now, former = (admin_client.get(history_url(meeting), {"version": number}) for number in (2, 1))
    assert (now.context["is_past"], former.context["is_past"]) == (False, True)
    assert b'name="revert"' in former.content
    assert b'name="revert"' not in now.content
