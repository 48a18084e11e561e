"""The queue: what waits for whom, and nothing else."""

import pytest
from django.utils import timezone

from cooperation.editorial.proposals import proposal_of, propose, send_back
from cooperation.editorial.steps import move
from cooperation.models import State
from cooperation.record.snapshots import take
from tests.factories import make_meeting, make_program

pytestmark = pytest.mark.django_db


def titles(client):
    lists = client.get("/admin/queue/").context["lists"]
    return [[(each.title, each.note) for each in some.waiting] for some in lists]


def test_each_list_holds_what_waits_there(admin_client, admin_user):
    make_meeting("Draft", state=State.DRAFT)
    make_meeting("Public")
    make_program("In review", state=State.REVIEW)
    back = make_program("Sent back", state=State.REVIEW)
    move(back, State.DRAFT, by=admin_user, comment="Where?")
    proposed = make_program("Proposed")
    propose(proposed, take(proposed), based_on="", by=admin_user, reason="A typo")
    assert titles(admin_client) == [[("In review", "")], [("Proposed", "A typo")], [("Sent back", "Where?")]]
    send_back(proposal_of(proposed), by=admin_user, comment="Which?")
    assert titles(admin_client)[1:] == [[], [("Sent back", "Where?"), ("Proposed", "Which?")]]
    move(back, State.REVIEW, by=admin_user)
    assert titles(admin_client)[2] == [("Proposed", "Which?")]


def test_each_entry_says_who_brought_it_there_and_since_when(admin_client, admin_user):
    waits = make_program("In review", state=State.DRAFT)
    move(waits, State.REVIEW, by=admin_user)
    proposed = make_program("Proposed")
    propose(proposed, take(proposed), based_on="", by=admin_user)
    page = admin_client.get("/admin/queue/")
    for some in page.context["lists"][:2]:
        assert [(each.by, each.since.date()) for each in some.waiting] == [("admin", timezone.now().date())]
    assert page.content.decode().count(", admin)</span>") == 2


def test_a_list_that_is_cut_says_so(admin_client, monkeypatch):
    monkeypatch.setattr("cooperation.editorial.queue._SHOWN", 2)
    for number in (1, 2):
        make_program(f"Program {number}", state=State.REVIEW)
    assert "wait longest" not in admin_client.get("/admin/queue/").content.decode()
    make_meeting("The newest", state=State.REVIEW)
    page = admin_client.get("/admin/queue/")
    assert [each.title for each in page.context["lists"][0].waiting] == ["Program 1", "Program 2"]
    assert "These 2 wait longest" in page.content.decode()


def test_the_queue_is_for_those_who_may_see_records(client, django_user_model):
    assert client.get("/admin/queue/").status_code == 302
    client.force_login(django_user_model.objects.create_user("reader", password="x", is_staff=True))
    assert client.get("/admin/queue/").status_code == 403
