"""Every address of the desk, for every role, looked at and acted on; built from the site's map."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from .addresses import desk_addresses
from .asking import CRAFTED, Answer, ask, contents
from .people import ROLES, come_in
from .rules import WRITERS, Rule, rule_of
from .world import World

pytestmark = pytest.mark.django_db

ASKED = {"admin:autocomplete": {"app_label": "cooperation", "model_name": "participation", "field_name": "agency"}}
Target = tuple[str, str, str, Rule]


def targets(world: World, user: User | None) -> list[Target]:
    """The name of each address, what it is of, the address itself and its rule."""
    return [
        (name, record, address_of(name, arguments), rule_of(name, record))
        for name, pattern in desk_addresses().items()
        for record, arguments in world.arguments(name, pattern, user)
    ]


def address_of(name: str, arguments: dict[str, Any]) -> str:
    if "admin/" not in name:
        return reverse(name, kwargs=arguments)
    path = name.removeprefix("admin:").replace("(?P<url>.*)$", "{url}").replace("<path:object_id>", "{object_id}")
    return "/" + path.format(**arguments)


def answers(client: Client, role: str, there: list[Target]) -> Iterator[tuple[str, bool, Answer]]:
    """What each address answers, once for each rule; what a writer may not do, for every record."""
    seen = set()
    for name, record, address, rule in there:
        for method, allowed in (("get", rule.look), ("post", rule.act)):
            may = role in allowed
            if (method, name, rule) in seen and (may or role not in WRITERS):
                continue
            if role == "administrator" and "editor" in allowed:
                continue
            seen.add((method, name, rule))
            sent = CRAFTED if method == "post" else ASKED.get(name, {})
            yield f"{role}: {method.upper()} {name} {record}", may, ask(client, method, address, sent)


def test_each_role_reaches_what_it_may_and_nothing_else():
    world, wrong = World(), []
    for role in ROLES:
        client = come_in(role)
        there = targets(world, User.objects.filter(username=role).first())
        before = contents()
        for asked, may, answer in answers(client, role, there):
            if answer.is_barred if may else not answer.is_refused:
                wrong.append(f"{asked}: {answer.response.status_code}")
            if (not may or "GET" in asked) and answer.now not in {"", before}:
                wrong.append(f"{asked} changed the database")
    assert wrong == []


def test_an_administrator_may_all_that_an_editor_may():
    """So the requests above ask for the rest alone."""
    editor, administrator = (
        set(Group.objects.get(name=name).permissions.all()) for name in ("Editor", "Administrator")
    )
    assert editor < administrator
