"""From a password to the desk, and back out."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.signing_in import code_of

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"
CODE = "/accounts/2fa/authenticate/"
PASSWORD = "correct horse battery"


@pytest.fixture
def editor(django_user_model):
    user = django_user_model.objects.create_user("leyla", password=PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name="Editor"))
    return user


@pytest.fixture
def secret(editor):
    secret = generate_totp_secret()
    TOTP.activate(editor, secret)
    return secret


def show_password(client, password=PASSWORD, name="leyla", **more):
    return client.post(LOGIN, {"login": name, "password": password, **more})


def sign_in(secret, **headers):
    client = Client(**headers)
    show_password(client)
    client.post(CODE, {"code": code_of(secret)})
    return client


@pytest.mark.django_db(transaction=True)
def test_the_first_sign_in_sets_up_an_app_and_shows_recovery_codes(client, editor):
    assert client.get("/admin/", follow=True).redirect_chain[-1][0].startswith(LOGIN)
    assert show_password(client).url == "/admin/"
    page = client.get("/admin/", follow=True)
    key = page.context["form"].secret
    assert key in page.content.decode()
    page = client.post("/accounts/2fa/app/", {"code": code_of(key)}, follow=True)
    codes = page.context["unused_codes"]
    assert len(codes) == 10
    assert all(code in page.content.decode() for code in codes)
    assert client.get("/admin/").status_code == 200


def test_a_password_alone_signs_nobody_in(client, editor, secret):
    assert show_password(client).url == CODE
    assert client.get("/admin/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_a_code_leads_to_where_one_wanted_to_go(client, editor, secret):
    show_password(client, next="/admin/queue/")
    assert client.post(CODE, {"code": code_of(secret)}).url == "/admin/queue/"
    assert client.get("/admin/queue/").status_code == 200


def test_another_site_is_nowhere_to_go(client, editor, secret):
    show_password(client, next="https://elsewhere.example/")
    assert client.post(CODE, {"code": code_of(secret)}).url == "/admin/"


def test_a_code_is_taken_once(editor, secret):
    code = code_of(secret)
    first, second = Client(), Client()
    for client in (first, second):
        show_password(client)
        client.post(CODE, {"code": code})
    assert first.get("/admin/").status_code == 200
    assert second.get("/admin/").status_code == 302


def test_a_recovery_code_works_once(editor, secret):
    recovery = RecoveryCodes.activate(editor)
    code = recovery.get_unused_codes()[0]
    assert [recovered(code), recovered(code)] == [200, 302]


def recovered(code):
    client = Client()
    show_password(client)
    client.post(CODE, {"code": code})
    return client.get("/admin/").status_code


def test_sign_up_and_mail_have_no_address():
    for name in ("account_signup", "account_reset_password", "account_email", "account_confirm_email"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_what_is_wrong_says_nothing_of_who_there_is(client, editor):
    answers = [show_password(client, "wrong", name=name) for name in ("leyla", "nobody", "LEYLA")]
    pages = {re.sub('value="[^"]*"', "", answer.content.decode()) for answer in answers}
    assert len(pages) == 1
    assert 'role="alert"' in pages.pop()


def test_nobody_is_told_faster_than_a_wrong_password(client, editor, settings, monkeypatch):
    hashed = []
    monkeypatch.setattr(
        "django.contrib.auth.hashers.MD5PasswordHasher.encode", lambda *a: hashed.append(1) or "md5$x$x"
    )
    for name in ("leyla", "nobody"):
        show_password(client, "wrong", name=name)
    assert len(hashed) == 2


def test_a_closed_account_is_not_let_in(client, editor):
    editor.is_active = False
    editor.save()
    assert show_password(client).url == "/accounts/inactive/"
    assert client.get("/admin/").status_code == 302


def test_sessions_are_listed_and_ended_one_by_one(editor, secret):
    phone, desk = sign_in_twice(secret)
    page = desk.get("/accounts/sessions/").content.decode()
    assert "Phone" in page
    assert "Desk" in page
    other = UserSession.objects.get(user_agent="Phone")
    assert desk.post(f"/accounts/sessions/{other.pk}/end/").url == "/accounts/sessions/"
    assert phone.get("/admin/").status_code == 302
    assert desk.get("/admin/").status_code == 200


def sign_in_twice(secret):
    """Two browsers of one editor; a code is taken once, so the second shows the next one."""
    phone = sign_in(secret, HTTP_USER_AGENT="Phone")
    desk = Client(HTTP_USER_AGENT="Desk")
    show_password(desk)
    desk.post(CODE, {"code": code_of(secret, ahead=1)})
    return phone, desk


def test_all_other_sessions_end_at_once(editor, secret):
    phone, desk = sign_in_twice(secret)
    desk.post("/accounts/sessions/")
    assert (phone.get("/admin/").status_code, desk.get("/admin/").status_code) == (302, 200)


def test_nobody_ends_the_session_of_another(client, editor, secret, admin_client):
    sign_in(secret)
    session = UserSession.objects.get(user=editor)
    assert admin_client.post(f"/accounts/sessions/{session.pk}/end/").status_code == 404
    assert UserSession.objects.filter(pk=session.pk).exists()


def test_no_address_of_a_client_is_kept(editor, secret):
    sign_in(secret, REMOTE_ADDR="192.0.2.77")
    assert UserSession.objects.get().ip == "0.0.0.0"


def test_without_the_app_one_has_to_set_up_another(editor, secret):
    client = sign_in(secret)
    assert client.post("/accounts/2fa/app/remove/").url == "/accounts/2fa/"
    assert not Authenticator.objects.exists()
    assert client.get("/admin/").url == "/accounts/2fa/app/"


@pytest.mark.parametrize("password", ["short-word", "123456789012345", "password1234", "leyla-leyla"])
def test_weak_passwords_are_refused(editor, secret, password):
    client = sign_in(secret)
    typed = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    page = client.post("/accounts/password/", typed)
    assert page.context["form"].errors
    editor.refresh_from_db()
    assert editor.check_password(PASSWORD)


def test_a_new_password_ends_the_other_sessions(editor, secret):
    phone, desk = sign_in_twice(secret)
    new = "quite another sentence"
    assert (
        desk.post("/accounts/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new}).status_code
        == 302
    )
    assert (phone.get("/admin/").status_code, desk.get("/admin/").status_code) == (302, 200)


def test_signing_out_ends_the_session(editor, secret):
    client = sign_in(secret)
    client.post("/admin/logout/")
    assert client.get("/admin/").status_code == 302
