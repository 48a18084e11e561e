"""How administrators see to accounts."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.test import Client

pytestmark = pytest.mark.django_db

ADD = "/admin/auth/user/add/"


@pytest.fixture
def leyla(django_user_model):
    user = django_user_model.objects.create_user("leyla", password="correct horse", is_staff=True)
    user.groups.add(Group.objects.get(name="Contributor"))
    return user


@pytest.fixture
def administrator(client, django_user_model):
    user = django_user_model.objects.create_user("rauf", is_staff=True)
    user.groups.add(Group.objects.get(name="Administrator"))
    client.force_login(user)
    return client


def signed_in(user):
    """A browser that has come in by the page, with a session that is listed."""
    client = Client()
    client.post("/accounts/login/", {"login": user.username, "password": "correct horse"})
    assert client.get("/admin/").status_code == 200
    return client


def password_on(page):
    return re.search(r'<code class="new-password">(\w{16})</code>', page.content.decode())[1]


def test_a_new_account_gets_a_password_that_is_shown_once(administrator):
    page = administrator.post(ADD, {"username": "nigar", "groups": [Group.objects.get(name="Editor").pk]})
    user = User.objects.get(username="nigar")
    assert user.check_password(password_on(page))
    assert (user.is_staff, user.is_superuser, [str(group) for group in user.groups.all()]) == (True, False, ["Editor"])
    assert page["Cache-Control"] == "private, no-store"
    assert password_on(page) not in administrator.get(f"/admin/auth/user/{user.pk}/change/").content.decode()


def test_a_reset_gives_a_new_password_and_takes_all_else(administrator, leyla):
    browser = signed_in(leyla)
    TOTP.activate(leyla, generate_totp_secret())
    address = f"/admin/auth/user/{leyla.pk}/reset/"
    assert "new-password" not in administrator.get(address).content.decode()
    page = administrator.post(address)
    leyla.refresh_from_db()
    assert leyla.check_password(password_on(page))
    assert browser.get("/admin/").status_code == 302
    assert not Authenticator.objects.exists()


def test_all_sessions_of_an_account_end_and_its_password_stays(administrator, leyla):
    browser = signed_in(leyla)
    assert administrator.post(f"/admin/auth/user/{leyla.pk}/end-sessions/").status_code == 302
    assert browser.get("/admin/").status_code == 302
    assert not UserSession.objects.exists()
    signed_in(leyla)


@pytest.mark.parametrize("path", ["change", "delete", "reset", "end-sessions"])
def test_an_account_that_may_do_everything_is_out_of_reach(administrator, admin_user, path):
    address = f"/admin/auth/user/{admin_user.pk}/{path}/"
    before = User.objects.values_list("password", "username").get(pk=admin_user.pk)
    assert administrator.post(address, {"username": "mine", "post": "yes"}).status_code == 403
    assert User.objects.values_list("password", "username").get(pk=admin_user.pk) == before


@pytest.mark.parametrize("path", ["change", "reset", "end-sessions"])
def test_editors_see_to_nobody(client, leyla, django_user_model, path):
    editor = django_user_model.objects.create_user("rauf", is_staff=True)
    editor.groups.add(Group.objects.get(name="Editor"))
    client.force_login(editor)
    assert client.post(f"/admin/auth/user/{leyla.pk}/{path}/").status_code == 403


def test_nobody_makes_himself_a_superuser(administrator):
    user = User.objects.get(username="rauf")
    before = user.password
    data = {"username": "rauf", "groups": [Group.objects.get(name="Administrator").pk], "is_active": "on"}
    extra = {"is_superuser": "on", "is_staff": "on", "user_permissions": ["1"], "password": "typed"}
    administrator.post(f"/admin/auth/user/{user.pk}/change/", data | extra)
    user.refresh_from_db()
    assert (user.is_superuser, user.user_permissions.count(), user.password) == (False, 0, before)


def test_passwords_are_not_typed_for_others(admin_client, leyla):
    assert admin_client.get(f"/admin/auth/user/{leyla.pk}/password/").status_code != 200
    assert "password" not in admin_client.get(f"/admin/auth/user/{leyla.pk}/change/").context["adminform"].form.fields


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_of_one_and_of_three(admin_client, django_assert_num_queries, count):
    for number in range(count):
        user = User.objects.create_user(f"editor{number}")
        user.groups.add(Group.objects.get(name="Editor"))
    # Session, account; groups to filter by; how many, how many in all, the accounts, their groups.
    with django_assert_num_queries(7):
        admin_client.get("/admin/auth/user/")


def test_no_page_shows_the_keys_of_second_factors(admin_client):
    labels = {model._meta.app_label for model in admin.site._registry}
    assert labels == {"auth", "cooperation"}
    for address in ("mfa/authenticator/", "usersessions/usersession/", "account/emailaddress/"):
        assert admin_client.get(f"/admin/{address}").status_code == 404


def test_the_command_lets_the_owner_in_again(leyla, capsys):
    TOTP.activate(leyla, generate_totp_secret())
    call_command("reset_sign_in", "leyla")
    leyla.refresh_from_db()
    assert leyla.check_password(re.search(r"Password: (\w{16}) ", capsys.readouterr().out)[1])
    assert not Authenticator.objects.exists()


def test_the_command_says_who_is_missing_and_who_is_closed(leyla, capsys):
    with pytest.raises(CommandError, match="No account is called nobody"):
        call_command("reset_sign_in", "nobody")
    User.objects.update(is_active=False)
    call_command("reset_sign_in", "leyla")
    assert "not active" in capsys.readouterr().out
