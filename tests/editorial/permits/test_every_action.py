"""Every action of every list, for every role, on records in each standing."""

from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.utils import timezone

from cooperation.models import LinkCheck, Proposal, State
from tests import factories as make

from .asking import ask, contents
from .people import come_in
from .rules import ACTIONS, UNKNOWN_ACTION
from .world import PUBLISHABLE, World

pytestmark = pytest.mark.django_db


def actions_of(model_admin: admin.ModelAdmin) -> list[str]:
    return [name for _function, name, _description in model_admin._get_base_actions()]


def changes(client: Client, noun: str, action: str, pk: int, **asked: Any) -> bool:
    """Whether the action, with all that its page asks for, changes anything."""
    fields = {"action": action, "_selected_action": [pk], "post": "yes", "reason": "Mine", "comment": "Mine", **asked}
    return ask(client, "post", f"/admin/cooperation/{noun}/", fields).now not in {"", contents()}


def test_every_action_is_known():
    for model_admin in admin.site._registry.values():
        for name in actions_of(model_admin):
            assert name in ACTIONS, UNKNOWN_ACTION.format(name=name)


@pytest.mark.parametrize("role", ["nobody", "half", "contributor", "editor"])
def test_an_action_is_for_its_roles_and_changes_what_it_is_for(role):
    world, client = World(), come_in(role)
    # What a proposal waits for is left alone by some.
    Proposal.objects.all().delete()
    old, new = make.make_body(), make.make_body()
    asked = {"add": [make.make_topic().pk], "old": old.pk, "new": new.pk}
    for state in State:
        make.make_participation(world.records[f"meeting:{state}"], old)
        world.records[f"program:{state}"].agencies.add(old)
    for name in ("meeting", "program"):
        for action in actions_of(admin.site.get_model_admin(type(world.records[f"{name}:draft"]))):
            roles, standings = ACTIONS[action]
            for state in State:
                changed = changes(client, name, action, world.records[f"{name}:{state}"].pk, **asked)
                assert changed == (role in roles and state in standings), (name, action, state)


@pytest.mark.parametrize("role", ["nobody", "contributor", "editor"])
def test_what_a_link_check_suggests_is_taken_for_a_public_source_by_editors_alone(role):
    world, client = World(), come_in(role)
    found = {
        "checked_at": timezone.now(),
        "answer": "",
        "suggested_copy": "https://a.example",
        "moved_to": "http://b.ex",
    }
    for standing, allowed in (("private", {"contributor", "editor"}), ("public", {"editor"})):
        source = world.records[f"source:{standing}"]
        LinkCheck.objects.create(source=source, **found)
        for action in ("take_copies", "take_addresses"):
            assert changes(client, "source", action, source.pk) == (role in allowed), (action, standing)


def test_a_contributor_deletes_nothing():
    world, client = World(), come_in("contributor")
    for label, record in world.records.items():
        noun, _mark, standing = label.partition(":")
        if noun not in PUBLISHABLE or standing == "draft":
            assert not changes(client, noun, "delete_selected", record.pk), label
