"""Signing in by a passkey alone; and what strangers leave behind who ask for it: nothing."""

import pytest
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.core import signing
from django.test import Client

from cooperation.editorial import account_urls, passkeys
from tests.passkeys import Passkey

pytestmark = pytest.mark.django_db

SIGN_IN = "/accounts/2fa/passkeys/login/"
ASKING = {"X-Requested-With": "XMLHttpRequest"}
TYPED = {"login": "leyla", "password": "x", "credential": "{}", "code": "1"}
REFUSED = "/accounts/login/?passkey=refused"


@pytest.fixture
def passkey(django_user_model):
    user = django_user_model.objects.create_user("leyla", is_staff=True)
    user.groups.add(Group.objects.get(name="Editor"))
    return Passkey(user)


def question(client):
    return client.get(SIGN_IN, headers=ASKING).json()["request_options"]


def answered(client, answer, **more):
    return client.post(SIGN_IN, {"credential": answer, **more}).url


def test_a_passkey_opens_the_desk(client, passkey):
    answer = passkey.answer(question(client))
    assert answered(client, answer, next="/admin/queue/") == "/admin/queue/"
    assert client.get("/admin/").status_code == 200
    assert client.cookies["passkey"].value == ""


def test_a_stranger_makes_no_session(passkey):
    """Whatever he asks for, whatever he sends, as often as he likes."""
    for pattern in account_urls.urlpatterns:
        address = "/accounts/" + str(pattern.pattern).replace("<int:pk>", "1")
        for headers in ({}, ASKING):
            for method in ("get", "post"):
                getattr(Client(), method)(address, TYPED, headers=headers)
                assert (Session.objects.count(), method, address) == (0, method, address)


def test_a_question_is_for_the_browser_that_asked(client, passkey):
    answer = passkey.answer(question(client))
    other = Client()
    question(other)
    assert answered(other, answer) == REFUSED
    assert answered(Client(), answer) == REFUSED


def test_an_answer_is_good_once(client, passkey):
    answer, asked = passkey.answer(question(client)), client.cookies["passkey"].value
    assert answered(client, answer) == "/admin/"
    thief = Client()
    thief.cookies["passkey"] = asked
    assert answered(thief, answer) == REFUSED


def test_a_question_holds_for_five_minutes(client, passkey, monkeypatch):
    answer, now = passkey.answer(question(client)), signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + passkeys.SECONDS + 1)
    assert client.cookies["passkey"]["max-age"] == passkeys.SECONDS == 300
    assert answered(client, answer) == REFUSED


def test_a_question_of_ones_own_making_is_none(client, passkey):
    options = question(client)
    client.cookies["passkey"] = signing.dumps({"challenge": options["publicKey"]["challenge"]}, salt="another")
    assert answered(client, passkey.answer(options)) == REFUSED


def test_who_is_refused_is_told_so_and_still_goes_where_he_wanted(client):
    where = answered(client, "{}", next="/admin/queue/")
    assert where == f"{REFUSED}&next=%2Fadmin%2Fqueue%2F"
    page = client.get(where).content.decode()
    assert 'data-passkey-failed role="alert">' in page
    assert 'value="/admin/queue/"' in page
    assert 'data-passkey-failed role="alert" hidden>' in client.get("/accounts/login/").content.decode()


def test_questions_to_passkeys_belong_to_the_host(client, settings):
    settings.SESSION_COOKIE_SECURE, settings.PASSKEY_COOKIE_NAME = True, "__Host-passkey"
    question(client)
    cookie = client.cookies["__Host-passkey"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Strict")
    assert (cookie["path"], cookie["domain"]) == ("/", "")
