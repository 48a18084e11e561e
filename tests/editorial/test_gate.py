"""Who must show a second factor, and where."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import Group, Permission

from cooperation.models import Meeting, State
from tests.factories import make_meeting
from tests.signing_in import with_password

from .posting import ADD, change_url, meeting_form

pytestmark = pytest.mark.django_db

DESK = "/admin/"
SET_UP = "/accounts/2fa/app/"
ASK = "/accounts/2fa/reauthenticate/"


@pytest.fixture
def account(django_user_model):
    def made(*roles, **fields):
        user = django_user_model.objects.create_user("leyla", password="x", is_staff=True, **fields)
        user.groups.set(Group.objects.filter(name__in=roles))
        return user

    return made


def with_factor(user):
    TOTP.activate(user, generate_totp_secret())
    return user


def leads(client, address=DESK):
    """Where the address leads; itself, where it is shown."""
    response = client.get(address)
    return response.url.partition("?")[0] if response.status_code == 302 else address


@pytest.mark.parametrize("roles", [["Editor"], ["Administrator"], ["Contributor", "Editor"]])
def test_who_may_publish_is_led_to_set_up_a_second_factor(account, roles):
    assert leads(with_password(account(*roles))) == SET_UP


def test_a_superuser_is_led_to_set_up_a_second_factor(account):
    assert leads(with_password(account(is_superuser=True))) == SET_UP


@pytest.mark.parametrize("permission", ["add_agency", "delete_meeting", "publish_event", "view_user"])
def test_one_permission_beyond_drafting_asks_for_a_second_factor(account, permission):
    user = account("Contributor")
    user.user_permissions.add(Permission.objects.get(codename=permission))
    assert leads(with_password(user)) == SET_UP


def test_a_password_publishes_nothing(account):
    meeting = make_meeting(state=State.DRAFT)
    client = with_password(account("Editor"))
    client.post("/admin/cooperation/meeting/", {"action": "publish", "_selected_action": [meeting.pk]})
    client.post(change_url(meeting), meeting_form(_publish="1"))
    assert Meeting.objects.get().state == State.DRAFT


def test_a_contributor_drafts_with_a_password(account):
    client = with_password(account("Contributor"))
    assert leads(client) == DESK
    client.post(ADD, meeting_form())
    assert Meeting.objects.get().state == State.DRAFT


def test_a_second_factor_that_is_there_is_asked_for(account):
    client = with_password(with_factor(account("Contributor")))
    assert leads(client) == ASK


def test_a_preview_is_for_those_who_have_shown_enough(account, client):
    address = f"/preview/{make_meeting(state=State.DRAFT).uid}/"
    editor = account("Editor")
    assert with_password(editor).get(address).status_code == 404
    client.force_login(editor)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "address", ["2fa/", "2fa/passkeys/add/", "2fa/codes/", "2fa/app/remove/", "password/", "sessions/"]
)
def test_a_session_without_the_factor_changes_nothing_of_the_sign_in(account, address):
    client = with_password(with_factor(account("Editor")))
    assert leads(client, f"/accounts/{address}") == ASK
    assert client.post(f"/accounts/{address}").url.startswith(ASK)
    assert Authenticator.objects.count() == 1


def test_promoted_to_editor_a_session_is_asked_at_once(account):
    user = account("Contributor")
    client = with_password(user)
    assert leads(client) == DESK
    user.groups.add(Group.objects.get(name="Editor"))
    assert leads(client) == SET_UP


@pytest.mark.parametrize(
    "address", [DESK, "/admin/cooperation/meeting/", "/accounts/login/", "/az/accounts/login/", SET_UP, ASK]
)
@pytest.mark.parametrize("known", [True, False])
def test_desk_and_account_are_never_kept(client, admin_client, known, address):
    response = (admin_client if known else client).get(address)
    assert response["Cache-Control"] == "private, no-store"


def test_pages_for_readers_do_not_ask_who_reads(client):
    response = client.get("/")
    assert "Cookie" not in response.get("Vary", "")
    assert response["Cache-Control"].startswith("public")
