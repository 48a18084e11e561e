"""Every action of every list, for every role, on records in each standing."""

import pytest
from django.contrib import admin
from django.test import Client

from cooperation.models import State

from .asking import ask, contents
from .people import come_in
from .rules import ACTIONS, UNKNOWN_ACTION
from .world import PUBLISHABLE, World

pytestmark = pytest.mark.django_db


def actions_of(model_admin: admin.ModelAdmin) -> list[str]:
    return [name for _function, name, _description in model_admin._get_base_actions()]


def changes(client: Client, noun: str, action: str, pk: int) -> bool:
    """Whether the action, with all that its page asks for, changes anything."""
    fields = {"action": action, "_selected_action": [pk], "post": "yes", "reason": "Mine", "comment": "Mine"}
    return ask(client, "post", f"/admin/cooperation/{noun}/", fields).now not in {"", contents()}


def test_every_action_is_known():
    for model_admin in admin.site._registry.values():
        for name in actions_of(model_admin):
            assert name in ACTIONS, UNKNOWN_ACTION.format(name=name)


@pytest.mark.parametrize("role", ["nobody", "half", "contributor", "editor"])
def test_an_action_is_for_its_roles_and_changes_what_it_is_for(role):
    world, client = World(), come_in(role)
    for name in ("meeting", "program"):
        for action in actions_of(admin.site.get_model_admin(type(world.records[f"{name}:draft"]))):
            roles, standings = ACTIONS[action]
            for state in State:
                changed = changes(client, name, action, world.records[f"{name}:{state}"].pk)
                assert changed == (role in roles and state in standings), (name, action, state)


def test_a_contributor_deletes_nothing():
    world, client = World(), come_in("contributor")
    for label, record in world.records.items():
        noun, _mark, standing = label.partition(":")
        if noun not in PUBLISHABLE or standing == "draft":
            assert not changes(client, noun, "delete_selected", record.pk), label
