"""What each role may do, by whatever request."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from cooperation.editorial.duplicates.merging import merge
from cooperation.models import Agency, Correction, Meeting, Official, Proposal, State, Version
from tests.factories import (
    make_agency,
    make_commitment,
    make_meeting,
    make_official,
    make_participation,
    make_point,
    make_program,
    make_source,
    make_topic,
)

from .posting import ADD, change_url, meeting_form, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def sign_in(django_user_model):
    def signed_in(role):
        user = django_user_model.objects.create_user(role, password="x", is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        client = Client()
        client.force_login(user)
        return client

    return signed_in


def act(client, record, action, **fields):
    address = f"/admin/cooperation/{record._meta.model_name}/"
    return client.post(address, {"action": action, "_selected_action": [record.pk], **fields})


def test_there_are_three_roles(db):
    assert set(Group.objects.values_list("name", flat=True)) == {"Contributor", "Editor", "Administrator"}


def test_a_contributor_writes_drafts_and_sends_them_to_review(sign_in):
    contributor = sign_in("Contributor")
    contributor.post(ADD, meeting_form())
    meeting = Meeting.objects.get()
    page = contributor.get(change_url(meeting))
    contributor.post(change_url(meeting), sent(page, venue="Hall"))
    act(contributor, meeting, "send_to_review")
    meeting.refresh_from_db()
    assert (meeting.venue, meeting.state) == ("Hall", "review")


def entered_by(client):
    """A meeting with a point and a commitment, as a form enters it."""
    agency = make_agency()
    point = {"order": 1, "kind": "informed", "text_en": "On the rebuilding."}
    promised = {"in_point": 1, "text_en": "To help", "made_by": agency.pk}
    client.post(ADD, meeting_form(points=[point], commitments=[promised]))
    return Meeting.objects.get()


def delete(client, record):
    """Whether the form leads to the page that deletes it; and what that page answers."""
    address = change_url(record).replace("/change/", "/delete/")
    return address in client.get(change_url(record)).content.decode(), client.post(address, {"post": "yes"}).status_code


def test_a_contributor_takes_back_a_draft_of_his_own_and_an_editor_recovers_it(sign_in):
    contributor, editor = sign_in("Contributor"), sign_in("Editor")
    meeting = entered_by(contributor)
    contributor.post(change_url(meeting), sent(contributor.get(change_url(meeting)), venue="Hall"))
    assert delete(contributor, meeting) == (True, 302)
    assert not Meeting.objects.exists()
    version = Version.objects.get(action="deleted", noun="meetings")
    assert (version.by_name, version.uid) == ("Contributor", meeting.uid)
    editor.post("/admin/cooperation/meeting/deleted/", {"recover": version.pk})
    found = Meeting.objects.get()
    assert (found.uid, found.venue, found.points.count(), found.commitments.count()) == (meeting.uid, "Hall", 1, 1)
    assert delete(contributor, found) == (False, 403)


def _another_writes(meeting, _contributor, editor):
    editor.post(change_url(meeting), sent(editor.get(change_url(meeting)), venue="Hall"))


def _the_author_may_only_look(_meeting, _contributor, _editor):
    Group.objects.get(name="Contributor").permissions.remove(Permission.objects.get(codename="add_meeting"))


def _steps(*taken):
    def take(meeting, contributor, editor):
        for who, step, said in taken:
            act({"author": contributor, "editor": editor}[who], meeting, step, **said)

    return take


@pytest.mark.parametrize(
    "meanwhile",
    [
        pytest.param(_another_writes, id="another wrote"),
        pytest.param(_the_author_may_only_look, id="the author may only look"),
        pytest.param(_steps(("author", "send_to_review", {})), id="waits for review"),
        pytest.param(_steps(("editor", "send_to_review", {})), id="another sent it to review"),
        pytest.param(
            _steps(("author", "send_to_review", {}), ("editor", "send_back", {"comment": "By whom?"})),
            id="was sent back",
        ),
        pytest.param(_steps(("editor", "publish", {})), id="is public"),
        pytest.param(_steps(("editor", "publish", {}), ("editor", "withdraw", {"reason": "Wrong."})), id="withdrawn"),
    ],
)
def test_what_others_had_a_hand_in_a_contributor_takes_back_no_more(sign_in, meanwhile):
    contributor, editor = sign_in("Contributor"), sign_in("Editor")
    meeting = entered_by(contributor)
    meanwhile(meeting, contributor, editor)
    assert delete(contributor, meeting) == (False, 403)
    assert Meeting.objects.count() == 1


def test_a_draft_of_another_and_one_that_was_loaded_stay(sign_in):
    contributor = sign_in("Contributor")
    theirs, loaded = entered_by(sign_in("Editor")), make_meeting(state=State.DRAFT)
    assert [delete(contributor, meeting) for meeting in (theirs, loaded)] == [(False, 403)] * 2


def test_a_draft_that_another_was_merged_into_stays(sign_in):
    contributor = sign_in("Contributor")
    mine, theirs = entered_by(contributor), make_meeting(state=State.DRAFT)
    merge(mine, theirs, by=User.objects.get(username="Contributor"))
    assert delete(contributor, mine) == (False, 403)


def test_a_correction_that_an_editor_wrote_keeps_a_draft(sign_in):
    contributor = sign_in("Contributor")
    meeting = entered_by(contributor)
    Correction.objects.create(meeting=meeting, text_en="The day was wrong.")
    delete(contributor, meeting)
    assert Meeting.objects.exists()


@pytest.mark.parametrize("action", ["publish", "withdraw", "send_back"])
@pytest.mark.parametrize("state", State.values)
def test_a_contributor_moves_nothing_else(sign_in, action, state):
    meeting = make_meeting(state=state)
    act(sign_in("Contributor"), meeting, action, reason="Why not?", comment="Why not?")
    assert Meeting.objects.get().state == state


def test_a_contributor_changes_nothing_that_is_public(sign_in):
    contributor = sign_in("Contributor")
    agency, official, source, topic = make_agency(), make_official(), make_source(), make_topic()
    meeting = make_meeting(officials=[(official, agency)], sources=[source], topics=[topic])
    made = make_commitment(make_point(meeting), agency)
    for record in (agency, official, source, topic, made, make_meeting(state=State.WITHDRAWN)):
        assert contributor.post(change_url(record), {"name_en": "Mine"}).status_code == 403
    for record in (agency, official, source, topic, meeting):
        assert contributor.post(change_url(record).replace("change", "delete"), {"post": "yes"}).status_code in {
            302,
            403,
        }
        act(contributor, record, "delete_selected", post="yes")
        assert type(record).objects.filter(pk=record.pk).exists()
    for noun in ("agency", "topic", "correction"):
        assert contributor.get(f"/admin/cooperation/{noun}/add/?_popup=1").status_code == 403
    assert Agency.objects.count() == 1


def test_a_contributor_enters_and_corrects_who_is_not_public_yet(sign_in):
    contributor = sign_in("Contributor")
    official = make_official("A Persn")
    make_participation(make_meeting(state=State.DRAFT), make_agency(), official)
    page = contributor.get(change_url(official))
    contributor.post(change_url(official), sent(page, name_en="A Person"))
    assert Official.objects.get().name_en == "A Person"
    assert contributor.get("/admin/cooperation/official/add/").status_code == 200


def test_an_editor_publishes_and_withdraws_but_has_no_accounts(sign_in):
    editor, program = sign_in("Editor"), make_program(state=State.DRAFT)
    act(editor, program, "publish")
    program.refresh_from_db()
    assert program.state == "published"
    act(editor, program, "withdraw", reason="Entered twice.")
    program.refresh_from_db()
    assert program.state == "withdrawn"
    assert editor.get("/admin/auth/user/").status_code == 403


def test_an_administrator_has_accounts_too(sign_in):
    administrator = sign_in("Administrator")
    assert administrator.get("/admin/auth/user/").status_code == 200
    assert administrator.get("/admin/cooperation/agency/add/").status_code == 200


def test_what_a_contributor_proposes_an_editor_publishes(sign_in):
    meeting = make_meeting("Of two")
    contributor, editor = sign_in("Contributor"), sign_in("Editor")
    contributor.post(change_url(meeting), sent(contributor.get(change_url(meeting)), title_en="Of three", _publish="1"))
    assert Meeting.objects.get().title_en == "Of two"
    editor.post(change_url(meeting), sent(editor.get(change_url(meeting)), _publish="1"))
    assert (Meeting.objects.get().title_en, Proposal.objects.count()) == ("Of three", 0)


@pytest.mark.parametrize("role", ["Contributor", "Editor"])
def test_who_writes_a_meeting_writes_its_tables(sign_in, role):
    agency = make_agency()
    seat = {"order": 1, "agency": agency.pk, "role": "host"}
    point = {"order": 1, "raised_by": 1, "kind": "informed", "text_en": "On the rebuilding."}
    promised = {"in_point": 1, "text_en": "To help", "made_by": agency.pk}
    client = sign_in(role)
    client.post(ADD, meeting_form(participations=[seat], points=[point], commitments=[promised]))
    meeting = Meeting.objects.get()
    assert [row.count() for row in (meeting.participations, meeting.points, meeting.commitments)] == [1, 1, 1]
    page = client.get(change_url(meeting))
    client.post(change_url(meeting), sent(page, **{"participations-0-role": "guest"}))
    assert meeting.participations.get().role == "guest"


def test_the_tables_of_what_is_only_looked_at_are_shown_and_kept(sign_in):
    official = make_official()
    official.appointments.create(title_en="Director", start="2020")
    make_participation(make_meeting(), make_agency(), official)
    page = sign_in("Contributor").get(change_url(official)).content.decode()
    assert "Director" in page
    assert 'name="appointments-0-title_en"' not in page
