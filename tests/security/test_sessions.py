"""Whose session it is, and when it ends; what a stranger can learn by trying to sign in."""

import random
import time

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import Group
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

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
def at_the_desk(editor):
    secret = generate_totp_secret()
    TOTP.activate(editor, secret)
    client = Client()
    client.post(LOGIN, {"login": "leyla", "password": PASSWORD})
    client.post(CODE, {"code": code_of(secret)})
    assert client.get("/admin/").status_code == 200
    return client


def test_a_session_that_was_planted_is_not_the_one_of_who_signs_in(editor):
    client = Client()
    client.get(LOGIN)
    planted = client.session
    planted["planted"] = True
    planted.save()
    client.cookies["sessionid"] = planted.session_key
    client.post(LOGIN, {"login": "leyla", "password": PASSWORD})
    assert client.session.session_key != planted.session_key
    assert not planted.exists(planted.session_key)


def test_a_second_factor_gives_a_new_session(editor):
    secret = generate_totp_secret()
    TOTP.activate(editor, secret)
    client = Client()
    client.post(LOGIN, {"login": "leyla", "password": PASSWORD})
    before = client.session.session_key
    client.post(CODE, {"code": code_of(secret)})
    assert client.session.session_key != before


def test_a_session_ends_with_the_account(at_the_desk, editor):
    editor.is_active = False
    editor.save()
    assert at_the_desk.get("/admin/").status_code == 302


def test_a_session_ends_with_the_rights(at_the_desk, editor):
    editor.is_staff = False
    editor.save()
    assert at_the_desk.get("/admin/").status_code != 200


def test_a_session_ends_after_twelve_hours(at_the_desk, settings):
    assert at_the_desk.cookies["sessionid"]["max-age"] <= settings.SESSION_COOKIE_AGE == 12 * 60 * 60
    Session.objects.update(expire_date=timezone.now())
    assert at_the_desk.get("/admin/").status_code == 302


@pytest.mark.parametrize("address", ["/admin/", "/accounts/2fa/"])
def test_however_busy_a_session_is_it_ends_after_twelve_hours(at_the_desk, settings, address):
    session = at_the_desk.session
    records = session[AUTHENTICATION_METHODS_SESSION_KEY]
    for hours, status in ((11, 200), (13, 302)):
        for record in records:
            record["at"] = time.time() - hours * 60 * 60
        session[AUTHENTICATION_METHODS_SESSION_KEY] = records
        session.save()
        assert at_the_desk.get(address).status_code == status
    assert "_auth_user_id" not in at_the_desk.session


def test_a_key_that_was_signed_out_opens_nothing(at_the_desk):
    key = at_the_desk.session.session_key
    at_the_desk.post("/admin/logout/")
    other = Client()
    other.cookies["sessionid"] = key
    assert other.get("/admin/").status_code == 302


@pytest.mark.parametrize("address", ["/accounts/logout/", "/admin/logout/"])
def test_who_signs_out_leaves_nothing_in_the_browser(at_the_desk, address):
    assert at_the_desk.post(address)["Clear-Site-Data"] == '"cache", "storage"'


def test_signing_in_takes_a_token(editor):
    client = Client(enforce_csrf_checks=True)
    assert client.post(LOGIN, {"login": "leyla", "password": PASSWORD}).status_code == 403
    assert "_auth_user_id" not in client.session


def test_what_passkeys_are_asked_for_says_not_whose_there_are(client, editor):
    def challenge():
        answer = client.get(reverse("mfa_login_webauthn"), headers={"X-Requested-With": "XMLHttpRequest"}).json()
        answer["request_options"]["publicKey"].pop("challenge")
        return answer

    before = challenge()
    Authenticator.objects.create(user=editor, type="webauthn", data={})
    assert challenge() == before
    assert not before["request_options"]["publicKey"].get("allowCredentials")


def test_keys_of_sessions_cannot_be_guessed(at_the_desk):
    # 32 letters of 36: 165 bits.
    assert len(at_the_desk.session.session_key) == 32
    keys = [SessionStore()._get_new_session_key() for _ in range(1_000)]
    assert len({*keys, at_the_desk.session.session_key}) == 1_001
    # Any letter stands at any place: that chance leaves one out happens once in a thousand million times.
    assert {len(set(letters)) for letters in zip(*keys, strict=True)} == {36}


def test_keys_of_sessions_follow_from_nothing():
    """They come from the system's generator, which nobody can set to a beginning that he knows."""
    made = []
    for _ in range(2):
        random.seed(1)
        made.append(SessionStore()._get_new_session_key())
    assert made[0] != made[1]


CHANGE = "/accounts/password/"


def change(client, old, new):
    return client.post(CHANGE, {"oldpassword": old, "password1": new, "password2": new})


def test_a_new_password_needs_the_old_one(at_the_desk, editor):
    assert change(at_the_desk, "not this one", "quite another sentence").status_code == 200
    editor.refresh_from_db()
    assert editor.check_password(PASSWORD)


@pytest.mark.parametrize(
    "sentence",
    [
        "all small letters here",
        "Ə ğ ş 中文 🙂 слова и ещё",
        "seven grey herons over Shirvan, " * 4 + "y",
        " with blanks around ",
    ],
)
def test_a_password_may_be_any_sentence(at_the_desk, editor, sentence):
    assert change(at_the_desk, PASSWORD, sentence).status_code == 302
    editor.refresh_from_db()
    assert editor.check_password(sentence)
    assert not editor.check_password(sentence.strip() if sentence != sentence.strip() else sentence.upper())
    assert not editor.check_password(sentence[:72] if len(sentence) > 72 else sentence[:-1])


def test_the_field_hides_a_password_and_takes_what_is_pasted(client, at_the_desk):
    sign_in = client.get(LOGIN).content.decode()
    assert 'type="password"' in sign_in
    assert 'autocomplete="current-password"' in sign_in
    changing = at_the_desk.get(CHANGE).content.decode()
    assert changing.count('type="password"') == 3
    assert "onpaste" not in sign_in + changing
