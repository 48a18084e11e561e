"""What a browser kept of unsaved work comes back as a filled form that saves nothing; it is told what was saved."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from cooperation.editorial.steps import move
from cooperation.models import Meeting, Proposal, State
from tests.factories import make_agency, make_meeting, make_official, make_participation

from .posting import ADD, change_url, meeting_form, sent

pytestmark = pytest.mark.django_db

KEPT = {"_work": "abc123", "_restore": "1"}


def test_a_new_record_comes_back_and_is_not_saved(admin_client):
    agency, official = make_agency("UNESCO"), make_official("Vera Lindqvist")
    rows = [{"order": 1, "agency": agency.pk, "official": official.pk, "role": "guest"}, {"order": 2, "agency": ""}]
    points = [{"order": 1, "raised_by": 9, "kind": "", "text_en": "Half a"}]
    fields = meeting_form(title_en="", summary_en="They spoke.", participations=rows, points=points)
    page = admin_client.post(ADD, {**fields, **KEPT, "_save": "1", "_publish": "1"})
    assert (page.status_code, Meeting.objects.count()) == (200, 0)
    html = page.content.decode()
    for entered in ("They spoke.", "Half a", "selected>UNESCO</option>", "selected>Vera Lindqvist</option>"):
        assert entered in html
    assert "Nothing of it is saved yet." in html
    assert 'name="_work" value="abc123"' in html
    assert "errornote" not in html
    assert "errorlist" not in html


def test_its_next_save_saves(admin_client):
    page = admin_client.post(ADD, {**meeting_form(), **KEPT})
    response = admin_client.post(ADD, sent(page))
    assert (response.status_code, Meeting.objects.count()) == (302, 1)
    assert response.cookies["saved_work"].value == "abc123"


def test_work_on_what_others_changed_meanwhile_is_shown_beside_theirs(admin_client):
    meeting = make_meeting("Of two", state=State.DRAFT)
    make_participation(meeting, make_agency())
    opened = sent(admin_client.get(change_url(meeting)), venue="Hall")
    admin_client.post(change_url(meeting), sent(admin_client.get(change_url(meeting)), title_en="Of three"))
    page = admin_client.post(change_url(meeting), {**opened, **KEPT})
    assert Meeting.objects.get().venue == ""
    assert page.context["adminform"].form["venue"].value() == "Hall"
    page = admin_client.post(change_url(meeting), sent(page))
    assert [change.after for change in page.context["meanwhile"]] == ["Of three"]
    assert "saved_work" not in page.cookies


def test_work_on_a_public_record_proposes_nothing_before_it_is_saved(admin_client):
    meeting = make_meeting("Of two")
    opened = sent(admin_client.get(change_url(meeting)), venue="Hall")
    page = admin_client.post(change_url(meeting), {**opened, **KEPT, "_publish": "1"})
    assert page.context["adminform"].form["venue"].value() == "Hall"
    assert (Meeting.objects.get().venue, Proposal.objects.count()) == ("", 0)
    response = admin_client.post(change_url(meeting), sent(page))
    assert Proposal.objects.count() == 1
    assert response.cookies["saved_work"].value == "abc123"


@pytest.mark.parametrize(
    ("work", "title"), [("abc123", ""), ("", "A title"), ("a; path=/", "A title"), ("x" * 41, "A")]
)
def test_no_cookie_says_that_is_saved_what_is_not(admin_client, work, title):
    response = admin_client.post(ADD, meeting_form(title_en=title, _work=work))
    assert "saved_work" not in response.cookies


def test_every_page_of_the_desk_can_forget_and_no_window_of_the_plus_keeps(admin_client):
    assert "admin_site/unsaved.js" in admin_client.get("/admin/").content.decode()
    assert "admin_site/unsaved.js" in admin_client.get("/accounts/logout/").content.decode()
    page = "/admin/cooperation/official/add/"
    assert 'name="_work"' in admin_client.get(page).content.decode()
    assert 'name="_work"' not in admin_client.get(page, {"_popup": "1"}).content.decode()


@pytest.fixture
def contributor(django_user_model):
    user = django_user_model.objects.create_user("sevil", is_staff=True)
    user.groups.add(Group.objects.get(name="Contributor"))
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("restored", [{}, KEPT])
def test_who_may_no_longer_change_a_record_is_told_so_where_it_stands(contributor, admin_user, restored):
    meeting = make_meeting("Of two")
    page = contributor.get(change_url(meeting))
    assert 'data-unsaved="restore"' in page.content.decode()
    opened = sent(page, title_en="Of three")
    move(meeting, State.WITHDRAWN, by=admin_user, reason="Entered twice.")
    page = contributor.post(change_url(meeting), {**opened, **restored})
    html = page.content.decode()
    assert (page.status_code, Meeting.objects.get().title_en) == (403, "Of two")
    assert "you may no longer change this record." in html
    assert "You can copy it from here" in html
    for offered in ('data-unsaved="restore"', 'id="restored"', 'id="id_title_en"'):
        assert offered not in html


def test_who_may_not_even_see_a_record_learns_nothing(client, django_user_model):
    meeting = make_meeting("Secret", state=State.DRAFT)
    client.force_login(django_user_model.objects.create_user("reader", is_staff=True))
    page = client.post(change_url(meeting), meeting_form())
    assert page.status_code == 403
    assert "Secret" not in page.content.decode()


def test_the_page_for_a_text_leads_to_a_form_that_was_not_saved(admin_client):
    html = admin_client.get("/admin/cooperation/meeting/from-text/").content.decode()
    assert 'id="begun"' in html
    assert f'href="{ADD}"' in html


def test_a_form_that_outlived_its_session_and_its_token_leads_to_signing_in_and_back(db):
    browser = Client(enforce_csrf_checks=True)
    response = browser.post(ADD, meeting_form())
    assert (response.status_code, response.url) == (302, f"/accounts/login/?next={ADD}")
    assert browser.post("/admin/logout/").url == "/accounts/login/?next=/admin/"


def test_a_foreign_form_is_refused_and_leads_nowhere(contributor):
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = contributor.cookies
    assert browser.post(ADD, meeting_form()).status_code == 403
    assert Meeting.objects.count() == 0
