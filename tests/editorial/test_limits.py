"""How often one may try to sign in."""

import subprocess
import sys

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from tests.operations.commands import ROOT, clean_environment

LOGIN = "/accounts/login/"
CODE = "/accounts/2fa/authenticate/"
# What three processes do at once, each ten times.
TRYING = """
import django
django.setup()
from allauth.core.ratelimit import consume
from django.test import RequestFactory
requests = [RequestFactory().post("/", REMOTE_ADDR=f"192.0.2.{number}") for number in range(10)]
print(sum(consume(request, action="login_failed", key="leyla") for request in requests))
"""


def try_password(client, name="leyla", **more):
    return client.post(LOGIN, {"login": name, "password": "wrong"}, **more).status_code


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["leyla", "nobody"])
def test_five_wrong_passwords_of_one_account_are_enough(client, django_user_model, name):
    django_user_model.objects.create_user("leyla", password="right one")
    answers = [try_password(client, name, REMOTE_ADDR=f"192.0.2.{number}") for number in range(7)]
    assert answers == [200] * 5 + [429] * 2


@pytest.mark.django_db
def test_what_is_refused_says_how_long_to_wait_and_not_who_there_is(client, django_user_model):
    django_user_model.objects.create_user("leyla", password="right one")
    for _ in range(5):
        try_password(client)
    refused = client.post(LOGIN, {"login": "leyla", "password": "right one"})
    assert (refused.status_code, refused["Retry-After"]) == (429, "300")
    assert "leyla" not in refused.content.decode()
    assert refused["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_one_address_tries_ten_times_a_minute(client):
    answers = [try_password(client, f"name{number}") for number in range(12)]
    assert answers == [200] * 10 + [429] * 2


@pytest.mark.django_db
def test_five_wrong_codes_are_enough(client, django_user_model):
    user = django_user_model.objects.create_user("leyla", password="right one")
    TOTP.activate(user, generate_totp_secret())
    client.post(LOGIN, {"login": "leyla", "password": "right one"})
    # Anything but six digits, so that no guess is right by chance.
    assert [client.post(CODE, {"code": "1"}).status_code for _ in range(6)] == [200] * 5 + [429]


@pytest.mark.django_db
def test_what_stands_before_the_proxy_is_not_believed(settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    client = Client(headers={"X-Forwarded-Proto": "https"})
    answers = [
        try_password(client, f"name{number}", headers={"X-Forwarded-For": f"10.0.0.{number}, 192.0.2.1"})
        for number in range(11)
    ]
    assert answers[-1] == 429


@pytest.mark.engine("sqlite")
def test_processes_count_together_without_a_cache_server(tmp_path):
    environment = clean_environment(DATA_DIR=tmp_path, DJANGO_SETTINGS_MODULE="cooperation.settings")
    command = [sys.executable, "-c", TRYING]
    tries = [subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert sum(int(each.communicate(timeout=60)[0]) for each in tries) == 5
