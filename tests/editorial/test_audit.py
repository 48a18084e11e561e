"""What the audit list holds, and who reads it."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import Group, Permission
from django.test import Client

from cooperation.editorial.resetting import reset
from cooperation.models import AuditEntry, State
from tests.factories import make_meeting, make_program
from tests.signing_in import code_of

from .posting import change_url, sent

pytestmark = pytest.mark.django_db

LIST = "/admin/cooperation/auditentry/"


@pytest.fixture
def leyla(django_user_model):
    user = django_user_model.objects.create_user("leyla", password="correct horse", is_staff=True)
    user.groups.add(Group.objects.get(name="Editor"))
    return user


def entries():
    """Action, who did it, and what about, the newest last."""
    return list(AuditEntry.objects.order_by("id").values_list("action", "by", "about"))


def noted(before):
    return entries()[len(before) :]


def test_a_new_site_has_nothing_to_tell(db):
    assert entries() == []


def test_every_step_of_a_sign_in_is_noted(leyla):
    secret, before, client = generate_totp_secret(), entries(), Client()
    TOTP.activate(leyla, secret)
    client.post("/accounts/login/", {"login": "leyla", "password": "wrong"})
    client.post("/accounts/login/", {"login": "leyla", "password": "correct horse"})
    client.post("/accounts/2fa/authenticate/", {"code": "1"})
    client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    client.post("/admin/logout/")
    assert noted(before) == [
        ("sign-in-failed", "", "leyla"),
        ("password-given", "", "leyla"),
        ("factor-failed", "", "leyla: totp"),
        ("factor-used", "leyla", "totp"),
        ("signed-in", "leyla", ""),
        ("signed-out", "leyla", ""),
    ]


def test_a_password_to_which_no_second_step_followed_is_noted(leyla):
    TOTP.activate(leyla, generate_totp_secret())
    before = entries()
    Client().post("/accounts/login/", {"login": "leyla", "password": "correct horse"})
    assert noted(before) == [("password-given", "", "leyla")]


def test_a_sign_in_of_one_step_is_noted_once(django_user_model):
    django_user_model.objects.create_user("rauf", password="correct horse", is_staff=True)
    django_user_model.objects.create_user("gone", password="correct horse", is_active=False)
    before = entries()
    for name in ("rauf", "gone"):
        Client().post("/accounts/login/", {"login": name, "password": "correct horse"})
    assert [(action, by) for action, by, _about in noted(before) if action != "sign-in-failed"] == [
        ("signed-in", "rauf")
    ]


@pytest.mark.parametrize(
    ("address", "fields", "entry"),
    [
        (
            "/accounts/password/",
            {"oldpassword": "wrong", "password1": "a quite new sentence", "password2": "b"},
            ("password-wrong", "rauf", ""),
        ),
        ("/accounts/reauthenticate/", {"password": "wrong"}, ("sign-in-failed", "rauf", "rauf")),
    ],
)
def test_a_wrong_present_password_is_noted(client, django_user_model, address, fields, entry):
    rauf = django_user_model.objects.create_user("rauf", password="correct horse")
    client.force_login(rauf)
    before = entries()
    client.post(address, fields)
    assert noted(before) == [entry]


def test_a_new_password_that_is_refused_is_no_wrong_one(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("rauf", password="correct horse"))
    before = entries()
    client.post("/accounts/password/", {"oldpassword": "correct horse", "password1": "a", "password2": "b"})
    assert noted(before) == []


def test_a_limit_is_noted_once_for_who_goes_on_knocking(client, leyla):
    for number in range(12):
        client.post("/accounts/login/", {"login": "leyla", "password": "wrong"})
        client.post("/accounts/login/", {"login": f"nobody{number}", "password": "wrong"}, REMOTE_ADDR="192.0.2.1")
    assert [entry for entry in entries() if entry[0] == "limit-reached"] == [
        ("limit-reached", "", "/accounts/login/"),
        ("limit-reached", "", "/accounts/login/"),
    ]


def test_a_refusal_at_the_desk_is_noted_once_an_address(client, django_user_model):
    contributor = django_user_model.objects.create_user("rauf", is_staff=True)
    contributor.groups.add(Group.objects.get(name="Contributor"))
    client.force_login(contributor)
    before = entries()
    for _ in range(3):
        assert client.get("/admin/cooperation/auditentry/").status_code == 403
        assert client.post("/admin/archive/").status_code == 403
    assert noted(before) == [("forbidden", "rauf", LIST), ("forbidden", "rauf", "/admin/archive/")]


def test_who_takes_the_archive_is_noted(admin_client):
    before = entries()
    assert admin_client.get("/admin/archive/").status_code == 404
    assert admin_client.post("/admin/archive/").getvalue()
    assert noted(before) == [("archive-taken", "admin", "")]


def test_what_was_typed_for_a_name_is_not_kept(client):
    client.post("/accounts/login/", {"login": "my secret password", "password": "x"})
    client.post("/accounts/2fa/passkeys/login/", {"credential": "{}"})
    assert entries() == [("sign-in-failed", "", ""), ("sign-in-failed", "", "")]


def test_publications_and_their_end_are_noted(client, leyla):
    program, draft = make_program("Schools", state=State.DRAFT), make_program("Wells", state=State.DRAFT)
    client.force_login(leyla)
    before = entries()
    for record, action in ((program, "publish"), (draft, "send_to_review"), (program, "withdraw")):
        fields = {"action": action, "_selected_action": [record.pk], "reason": "Entered twice."}
        client.post("/admin/cooperation/program/", fields)
    assert noted(before) == [
        ("published", "leyla", "programs: Schools"),
        ("taken-back", "leyla", "programs: Schools"),
    ]


def test_a_published_change_is_noted_and_a_proposed_one_is_not(client, leyla, django_user_model):
    meeting = make_meeting("Of two")
    contributor = django_user_model.objects.create_user("rauf", is_staff=True)
    contributor.groups.add(Group.objects.get(name="Contributor"))
    client.force_login(contributor)
    before = entries()
    client.post(change_url(meeting), sent(client.get(change_url(meeting)), title_en="Of three"))
    assert noted(before) == []
    client.force_login(leyla)
    before = entries()
    client.post(change_url(meeting), sent(client.get(change_url(meeting)), _publish="1"))
    assert noted(before) == [("change-published", "leyla", "meetings: 2024-01-11 Of three")]


def test_every_change_of_rights_is_noted(admin_client, leyla):
    before = entries()
    data = {
        "username": "leyla",
        "groups": [Group.objects.get(name="Administrator").pk],
        "is_active": "",
        "is_superuser": "on",
    }
    assert admin_client.post(f"/admin/auth/user/{leyla.pk}/change/", data).status_code == 302
    assert noted(before) == [
        ("rights-changed", "admin", "leyla: is_active=False, is_superuser=True"),
        ("rights-changed", "admin", "leyla: -Editor"),
        ("rights-changed", "admin", "leyla: +Administrator"),
    ]


def test_changed_groups_and_their_permissions_are_noted(db):
    group = Group.objects.create(name="Readers")
    group.permissions.add(Permission.objects.get(codename="view_meeting"))
    group.permissions.clear()
    group.delete()
    assert entries() == [
        ("group-made", "", "Readers"),
        ("rights-changed", "", "Readers: +view_meeting"),
        ("rights-changed", "", "Readers: -*"),
        ("group-deleted", "", "Readers"),
    ]


def test_a_reset_by_command_names_nobody(leyla):
    before = entries()
    reset(leyla)
    assert noted(before) == [("sign-in-reset", "", "leyla")]


@pytest.mark.parametrize(("role", "answer"), [("Contributor", 403), ("Editor", 403), ("Administrator", 200)])
def test_only_administrators_read_the_list(client, django_user_model, role, answer):
    user = django_user_model.objects.create_user("rauf", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    assert client.get(LIST).status_code == answer
    assert ("auditentry" in client.get("/admin/").content.decode()) == (answer == 200)


def test_nobody_changes_the_list(admin_client):
    entry = AuditEntry.objects.order_by("id").first()
    before = entries()
    assert admin_client.get(f"{LIST}add/").status_code == 403
    assert admin_client.post(f"{LIST}{entry.pk}/delete/", {"post": "yes"}).status_code == 403
    admin_client.post(f"{LIST}{entry.pk}/change/", {"about": "nothing"})
    admin_client.post(LIST, {"action": "delete_selected", "_selected_action": [entry.pk], "post": "yes"})
    assert entries()[: len(before)] == before
    assert {action for action, _by, _about in noted(before)} == {"forbidden"}


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_of_one_and_of_three(admin_client, django_assert_num_queries, count):
    AuditEntry.objects.all().delete()
    AuditEntry.objects.bulk_create(AuditEntry(action="published", by="leyla", about=str(n)) for n in range(count))
    # Session, account; the count, the span of dates, their days, the entries.
    with django_assert_num_queries(6):
        admin_client.get(LIST)
