"""The three roles of the desk, as groups of permissions.

They are made where they are missing and left alone where they are there: an administrator may change them.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.db.models import Q
from django.db.models.signals import post_migrate

CONTRIBUTOR, EDITOR, ADMINISTRATOR = "Contributor", "Editor", "Administrator"

# What a contributor enters. A new body or topic is public at once, a correction is, too: those are for editors.
_ENTERED = ("meeting", "agreement", "program", "event", "official", "source")
_CHANGED = (*_ENTERED, "commitment")
_NOUNS = (*_CHANGED, "agency", "topic", "correction")
_ACTIONS = ("view", "add", "change", "delete", "publish")


def connect() -> None:
    post_migrate.connect(_on_migrate, dispatch_uid="roles-migrate")


def _on_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    if sender.label == "cooperation":
        make_roles(using)


def make_roles(using: str = "default") -> None:
    """Make the groups that are missing."""
    from django.contrib.auth.models import Group, Permission

    for label in ("auth", "cooperation"):
        create_permissions(apps.get_app_config(label), using=using, verbosity=0)
    there = set(Group.objects.using(using).values_list("name", flat=True))
    for name, wanted in _roles().items():
        if name not in there:
            # In bulk, which sends no signal: that the site comes with roles is nobody's change of rights.
            [group] = Group.objects.using(using).bulk_create([Group(name=name)])
            given = Permission.objects.using(using).filter(wanted)
            held = Group.permissions.through
            held.objects.using(using).bulk_create(held(group=group, permission=each) for each in given)


def only_drafts(user: Any) -> bool:
    """Whether the account may do no more than a contributor: whatever else it may do could touch what is public."""
    return not user.is_superuser and user.get_all_permissions() <= {f"cooperation.{name}" for name in _drafting()}


def _drafting() -> set[str]:
    return {*_codenames(_NOUNS, "view"), *_codenames(_ENTERED, "add"), *_codenames(_CHANGED, "change")}


def _roles() -> dict[str, Q]:
    editor = Q(content_type__app_label="cooperation", codename__in=set(_codenames(_NOUNS, *_ACTIONS)))
    accounts = Q(content_type__app_label="auth", codename__in=set(_codenames(("user", "group"), *_ACTIONS)))
    return {
        CONTRIBUTOR: Q(content_type__app_label="cooperation", codename__in=_drafting()),
        EDITOR: editor,
        ADMINISTRATOR: editor | accounts,
    }


def _codenames(nouns: tuple[str, ...], *actions: str) -> Iterator[str]:
    return (f"{action}_{noun}" for action in actions for noun in nouns)
