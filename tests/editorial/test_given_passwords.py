"""A password that somebody else made opens one page: the one to choose another."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client

from cooperation.editorial.resetting import give_password, reset
from cooperation.models import GivenPassword, State
from cooperation.operations.start import create_administrator
from tests.factories import make_meeting
from tests.signing_in import code_of

from .test_accounts import password_on

pytestmark = pytest.mark.django_db

LOGIN, CHANGE, SET_UP = "/accounts/login/", "/accounts/password/", "/accounts/2fa/app/"
# Where the desk leads who is signed out.
SIGNED_OUT = "/admin/login/"
OWN = "seven grey herons over Shirvan"


def sign_in(name, password):
    client = Client()
    client.post(LOGIN, {"login": name, "password": password})
    return client


def choose(client, old, new=OWN, **more):
    return client.post(CHANGE, {"oldpassword": old, "password1": new, "password2": new, **more})


def leads(client, address="/admin/"):
    """Where the address leads; itself, where it is shown."""
    response = client.get(address)
    return response.url.partition("?")[0] if response.status_code == 302 else address


@pytest.fixture
def sevil(django_user_model):
    """A contributor, who may do without a second factor."""
    user = django_user_model.objects.create_user("sevil", is_staff=True)
    user.groups.add(Group.objects.get(name="Contributor"))
    return user


def test_the_owner_chooses_a_password_and_is_where_he_wanted_to_go(sevil):
    given = give_password(sevil)
    client = sign_in("sevil", given)
    page = client.get("/admin/queue/", follow=True)
    assert page.redirect_chain == [(f"{CHANGE}?next=/admin/queue/", 302)]
    html = page.content.decode()
    assert "Choose your own password" in html
    assert 'name="next" value="/admin/queue/"' in html
    assert choose(client, given, next="/admin/queue/").url == "/admin/queue/"
    assert leads(client, "/admin/queue/") == "/admin/queue/"
    assert leads(sign_in("sevil", OWN)) == "/admin/"
    assert leads(sign_in("sevil", given)) == SIGNED_OUT


@pytest.mark.parametrize("address", ["2fa/", "2fa/app/", "2fa/passkeys/add/", "2fa/codes/", "sessions/"])
def test_nothing_of_the_account_is_changed_before(sevil, address):
    client = sign_in("sevil", give_password(sevil))
    assert leads(client, f"/accounts/{address}") == CHANGE
    assert client.post(f"/accounts/{address}").url.startswith(CHANGE)


def test_who_asks_elsewhere_is_nobody_before(sevil):
    given = give_password(sevil)
    address = f"/preview/{make_meeting(state=State.DRAFT).uid}/"
    client = sign_in("sevil", given)
    assert client.get(address).status_code == 404
    choose(client, given)
    assert client.get(address).status_code == 200


def test_one_may_sign_out_instead(sevil):
    client = sign_in("sevil", give_password(sevil))
    assert "/accounts/logout/" in client.get(CHANGE).content.decode()
    assert client.post("/accounts/logout/").status_code == 302
    assert leads(client) == SIGNED_OUT


@pytest.mark.parametrize("new", ["", "short", "password1234"])
def test_a_bad_one_leaves_everything_as_it_was(sevil, new):
    given = give_password(sevil)
    client = sign_in("sevil", given)
    assert choose(client, given, new).status_code == 200
    assert leads(client) == CHANGE
    assert GivenPassword.objects.filter(user=sevil).exists()


def test_the_given_one_is_not_its_own_successor(sevil):
    given = give_password(sevil)
    client = sign_in("sevil", given)
    assert "This is your present password" in choose(client, given, given).content.decode()
    assert leads(client) == CHANGE


def test_other_sessions_with_the_given_one_end(sevil):
    given = give_password(sevil)
    client, other = sign_in("sevil", given), sign_in("sevil", given)
    choose(client, given)
    assert (leads(client), leads(other)) == ("/admin/", SIGNED_OUT)


@pytest.mark.django_db(transaction=True)
def test_the_first_administrator_comes_in():
    name, given = create_administrator()
    client = sign_in(name, given)
    assert leads(client) == CHANGE
    assert choose(client, given, next="/admin/").url == "/admin/"
    page = client.get("/admin/", follow=True)
    assert page.redirect_chain == [(SET_UP, 302)]
    client.post(SET_UP, {"code": code_of(page.context["form"].secret)})
    assert leads(client) == "/admin/"


def test_a_reset_by_command_asks_again_and_as_often_as_one_likes(sevil, capsys):
    sign_in("sevil", give_password(sevil))
    for _time in range(2):
        call_command("reset_sign_in", "sevil")
        given = capsys.readouterr().out.split()[3]
        client = sign_in("sevil", given)
        assert leads(client) == CHANGE
        choose(client, given, f"{OWN} {given}")
        assert leads(client) == "/admin/"


def test_a_reset_ends_what_was_chosen(sevil):
    given = give_password(sevil)
    client = sign_in("sevil", given)
    choose(client, given)
    reset(sevil)
    assert leads(client) == SIGNED_OUT
    assert GivenPassword.objects.filter(user=sevil).exists()


def test_an_account_of_the_admin_has_a_given_password(admin_client):
    group = Group.objects.get(name="Contributor").pk
    page = admin_client.post("/admin/auth/user/add/", {"username": "nigar", "groups": [group]})
    assert leads(sign_in("nigar", password_on(page))) == CHANGE


def test_a_password_that_its_owner_has_typed_stays(django_user_model):
    django_user_model.objects.create_superuser("leyla", password=OWN)
    assert leads(sign_in("leyla", OWN)) == SET_UP


def test_a_second_factor_that_is_there_comes_first(sevil):
    client = sign_in("sevil", give_password(sevil))
    TOTP.activate(sevil, generate_totp_secret())
    assert leads(client) == "/accounts/2fa/reauthenticate/"
    assert leads(client, CHANGE) == "/accounts/2fa/reauthenticate/"


def test_an_account_goes_with_its_mark(admin_client, sevil):
    give_password(sevil)
    page = admin_client.post(f"/admin/auth/user/{sevil.pk}/delete/", {"post": "yes"})
    assert page.status_code == 302
    assert not GivenPassword.objects.exists()
