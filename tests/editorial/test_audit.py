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
        ("factor-failed", "", "leyla: totp"),
        ("factor-used", "leyla", "totp"),
        ("signed-in", "leyla", ""),
        ("signed-out", "leyla", ""),
    ]


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
    assert entries() == before


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_of_one_and_of_three(admin_client, django_assert_num_queries, count):
    AuditEntry.objects.all().delete()
    AuditEntry.objects.bulk_create(AuditEntry(action="published", by="leyla", about=str(n)) for n in range(count))
    # Session, account; the count, the span of dates, their days, the entries.
    with django_assert_num_queries(6):
        admin_client.get(LIST)
