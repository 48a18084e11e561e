"""One change in many records, by those who may publish and by those who propose."""

import pytest
from django.contrib.auth.models import Group, User

from cooperation.editorial.proposals import proposal_of, propose
from cooperation.models import PublicVersion, State, Version
from cooperation.record.snapshots import take
from tests import factories as make

pytestmark = pytest.mark.django_db

MEETINGS = "/admin/cooperation/meeting/"


@pytest.fixture
def come(client):
    def come(role):
        user = User.objects.create_user(role, password="x", is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        client.force_login(user)
        return client

    return come


def act(client, action, records, noun="meeting", **fields):
    data = {"action": action, "_selected_action": [record.pk for record in records], **fields}
    response = client.post(f"/admin/cooperation/{noun}/", data, follow=True)
    return [str(message) for message in response.context["messages"]] if response.context else []


def topics_of(record):
    return {topic.name_en for topic in record.topics.all()}


def test_an_editor_changes_topics_of_drafts_and_public_records_at_once(come):
    old, new = make.make_topic("Old"), make.make_topic("New")
    draft, public = make.make_meeting(state=State.DRAFT, topics=[old]), make.make_meeting(topics=[old])
    already = make.make_meeting(topics=[new])
    fields = {"add": [new.pk], "remove": [old.pk], "reason": "Another list of topics"}
    said = act(come("Editor"), "change_topics", [draft, public, already], **fields)
    assert said == ["2 records were changed.", "1 record was so already."]
    assert topics_of(draft) == topics_of(public) == topics_of(already) == {"New"}
    assert Version.objects.of(draft).newest_first().first().reason == "Another list of topics"
    assert PublicVersion.objects.filter(uid=public.uid).count() == 2


def test_what_a_contributor_changes_of_a_public_record_is_proposed(come):
    new = make.make_topic("New")
    draft, public = make.make_meeting(state=State.DRAFT), make.make_meeting()
    said = act(come("Contributor"), "change_topics", [draft, public], add=[new.pk], reason="")
    assert said == ["1 record was changed.", "1 change was kept as a proposal."]
    assert (topics_of(draft), topics_of(public)) == ({"New"}, set())
    assert proposal_of(public).version.data["topics"] == [str(new.uid)]


def test_a_record_with_a_proposal_is_left_alone(come):
    public = make.make_meeting()
    propose(public, take(public), based_on="", by=None)
    said = act(come("Editor"), "change_topics", [public], add=[make.make_topic().pk], reason="")
    assert said == ["1 record was left alone: a proposal waits there, to be decided first."]
    assert topics_of(public) == set()


def test_an_agency_is_replaced_wherever_it_sat_or_is_named(come):
    old, new = make.make_agency("Old"), make.make_agency("New")
    meeting, program = make.make_meeting(agencies=[old, make.make_body()]), make.make_program()
    program.agencies.set([old])
    client, fields = come("Editor"), {"old": old.pk, "new": new.pk, "reason": ""}
    act(client, "change_agency", [meeting], **fields)
    act(client, "change_agency", [program], "program", **fields)
    assert meeting.participations.filter(agency=new).exists()
    assert not meeting.participations.filter(agency=old).exists()
    assert list(program.agencies.all()) == [new]


def test_a_record_that_would_name_an_agency_twice_in_one_seat_is_refused_and_the_others_are_changed(come):
    old, new = make.make_agency("Old"), make.make_agency("New")
    both, one = make.make_meeting(agencies=[old, new]), make.make_meeting(agencies=[old])
    said = act(come("Editor"), "change_agency", [both, one], old=old.pk, new=new.pk, reason="")
    assert said == ["1 record was changed.", "1 record could not be changed: it would name the same twice."]
    assert both.participations.filter(agency=old).exists()


def test_more_than_may_be_changed_at_once_is_refused_as_a_whole(come, monkeypatch):
    monkeypatch.setattr("cooperation.editorial.admin.bulk.AT_MOST", 2)
    topic, meetings = make.make_topic("New"), [make.make_meeting() for _ in range(2)]
    withdrawn = make.make_meeting(state=State.WITHDRAWN)
    said = act(come("Editor"), "change_topics", [*meetings, withdrawn], add=[topic.pk], reason="")
    assert said == ["Choose from 1 to 2 records that you may change."]
    assert not topic.meetings.exists()


@pytest.mark.parametrize(
    ("action", "fields", "error"),
    [
        ("change_topics", {}, "Choose a topic to add or to take away."),
        ("change_topics", {"add": ["1000000"]}, "Select a valid choice. 1000000 is not one of the available choices."),
        ("change_agency", {"old": "x"}, "Select a valid choice. That choice is not one of the available choices."),
    ],
)
def test_a_form_that_says_too_little_is_asked_again(come, action, fields, error):
    meeting = make.make_meeting()
    data = {"action": action, "_selected_action": [meeting.pk], "reason": "", **fields}
    response = come("Editor").post(MEETINGS, data)
    form = response.context["form"]
    assert error in [message for messages in form.errors.values() for message in messages]


def test_agencies_of_two_sides_are_not_put_in_each_other_s_place(come):
    meeting = make.make_meeting()
    data = {"action": "change_agency", "_selected_action": [meeting.pk], "reason": ""}
    data |= {"old": make.make_agency().pk, "new": make.make_body().pk}
    assert "One of them is of the UN system" in come("Editor").post(MEETINGS, data).content.decode()
