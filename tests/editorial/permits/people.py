"""Those who may ask for something: each role, with what it has shown of itself."""

from django.contrib.auth.models import Group, User
from django.test import Client

from cooperation.editorial.resetting import give_password
from tests.signing_in import with_password

# A stranger has an account that is none of the desk's; "half" is an editor who has shown a password alone; a newcomer
# is an administrator who has shown both factors, with a password that somebody else made.
ROLES = ("anonymous", "stranger", "nobody", "half", "newcomer", "contributor", "editor", "administrator")
_GROUPS = {
    "half": "Editor", "newcomer": "Administrator", "contributor": "Contributor", "editor": "Editor",
    "administrator": "Administrator",
}  # fmt: skip


def come_in(role: str) -> Client:
    """A browser of somebody in this role."""
    if role == "anonymous":
        return Client()
    user = User.objects.create_user(role, password="x", is_staff=role != "stranger")
    user.groups.set(Group.objects.filter(name=_GROUPS.get(role)))
    if role == "newcomer":
        give_password(user)
    if role == "half":
        return with_password(user)
    client = Client()
    client.force_login(user)
    return client
