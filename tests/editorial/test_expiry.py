"""Sessions that have ended leave the database, with what stands beside them."""

import datetime

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

pytestmark = pytest.mark.django_db


@pytest.fixture
def rauf(django_user_model):
    return django_user_model.objects.create_user("rauf", password="correct horse", is_staff=True)


def sign_in():
    client = Client()
    assert client.post("/accounts/login/", {"login": "rauf", "password": "correct horse"}).status_code == 302
    return client.session.session_key


def age(key, hours):
    """As if the session had begun so many hours ago, and twelve hours were its time."""
    now = timezone.now()
    Session.objects.filter(pk=key).update(expire_date=now + datetime.timedelta(hours=12 - hours))
    UserSession.objects.filter(session_key=key).update(created_at=now - datetime.timedelta(hours=hours))


def kept():
    listed = UserSession.objects.values_list("session_key", flat=True)
    return set(Session.objects.values_list("pk", flat=True)), set(listed)


def test_a_sign_in_clears_the_sessions_that_have_ended(rauf):
    ended, going_on = sign_in(), sign_in()
    age(ended, 13)
    age(going_on, 11)
    begun = sign_in()
    assert kept() == ({going_on, begun}, {going_on, begun})


def test_a_long_session_that_is_still_used_stays(rauf):
    long = sign_in()
    age(long, 20)
    Session.objects.filter(pk=long).update(expire_date=timezone.now() + datetime.timedelta(hours=1))
    assert long in kept()[0]
    begun = sign_in()
    assert kept() == ({long, begun}, {long, begun})
