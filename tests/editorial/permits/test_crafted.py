"""A contributor sends what no form of his shows: nothing that is public changes, and nothing becomes public."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.urls import reverse

from cooperation.models import Agency, Correction, Official, Point, PublicVersion, State, Topic
from cooperation.record.snapshots import take
from tests.editorial.exchange.files import csv_of
from tests.editorial.posting import ADD, change_url, meeting_form, sent, table
from tests.editorial.test_importing import upload, yes
from tests.once import once

from .asking import CRAFTED
from .people import come_in
from .world import PUBLISHABLE, World

pytestmark = pytest.mark.django_db

FOR_ALL = "agency topic official source commitment correction"


@once
def world() -> World:
    return World()


@pytest.fixture
def contributor() -> Client:
    return come_in("contributor")


def public_of(world: World) -> dict[str, Any]:
    """All that readers see, or saw: each record with its rows, how many there are, and the public history."""
    shown = {
        label: (take(record).data, type(record).objects.values("state", "published_at").get(pk=record.pk))
        if hasattr(record, "state")
        else take(record).data
        for label, record in world.records.items()
        if label.endswith((":published", ":withdrawn", ":public"))
    }
    models = {type(record) for record in world.records.values()}
    counts = {model.__name__: model.objects.published().count() for model in models}
    others = [model.objects.count() for model in (Agency, Topic, Correction, PublicVersion)]
    return {**shown, "counts": counts, "others": others}


def forms(world: World) -> Iterator[tuple[str, str]]:
    for label, record in world.records.items():
        yield label, change_url(record)


def fields_of(client: Client, address: str) -> dict[str, Any]:
    page = client.get(address)
    return sent(page) if page.status_code == 200 and "adminform" in page.context else {}


def test_no_crafted_form_changes_what_is_public(world, contributor):
    before = public_of(world)
    for label, address in forms(world):
        with transaction.atomic():
            contributor.post(address, {**fields_of(contributor, address), **CRAFTED})
            assert public_of(world) == before, label
            transaction.set_rollback(True)


def test_no_crafted_step_in_a_history_changes_what_is_public(world, contributor):
    before = public_of(world)
    for label in (
        "meeting:published",
        "meeting:withdrawn",
        "program:published",
        "official:public",
        "commitment:public",
    ):
        record = world.records[label]
        address = reverse(f"admin:cooperation_{record._meta.model_name}_history", args=[record.pk])
        for step in ({"revert": "1"}, {"discard": "1"}, {"send_back": "1", "comment": "Mine"}):
            contributor.post(address, {**step, "_publish": "1", "state": "published"})
            assert public_of(world) == before, (label, step)


def test_a_new_record_is_a_draft_whatever_is_sent(world, contributor):
    before = public_of(world)
    contributor.post(ADD, meeting_form(**CRAFTED))
    for noun in (*PUBLISHABLE, *FOR_ALL.split()):
        contributor.post(f"/admin/cooperation/{noun}/add/?_popup=1", {**meeting_form(), **CRAFTED})
    assert public_of(world) == before


def test_rows_of_a_public_meeting_are_no_rows_of_a_draft(world, contributor):
    public, draft = world.records["meeting:published"], world.records["meeting:draft"]
    before = public_of(world)
    row = {"id": Point.objects.filter(meeting=public).first().pk, "order": 1, "kind": "informed", "text_en": "Mine"}
    stolen = fields_of(contributor, change_url(draft)) | table("points", [row])
    contributor.post(change_url(draft), stolen | {"_uids-points": ""})
    assert public_of(world) == before


def test_a_text_enters_no_public_record(world, contributor):
    text = {"intake-text": "The minister received the director.", "new_source_url": "https://mine.example/1"}
    before = public_of(world)
    contributor.post(ADD, {**meeting_form(), **text, **CRAFTED})
    assert public_of(world) == before
    assert Official.objects.published().count() == 1


def test_no_import_changes_what_is_public(world, contributor):
    public = world.records["meeting:published"]
    before = public_of(world)
    rows = [{"uid": public.uid, "title_en": "Mine", "state": "published"}, {"date": "2024", "title_en": "New"}]
    address = upload(
        contributor, csv_of(*({"uid": "", "state": "published", "date": "2024-01-11", **row} for row in rows))
    )
    yes(contributor, address, states="1", state="published")
    assert public_of(world) == before


def test_no_merge_changes_what_is_public(world, contributor):
    before = public_of(world)
    for noun in ("meeting", "program", "event", "official"):
        one, other = (world.records.get(f"{noun}:{name}") for name in _pair(noun))
        for kept, gone in ((one, other), (other, one)):
            address = reverse("admin:merge", args=[one.noun, kept.pk, gone.pk])
            page = contributor.get(address)
            contributor.post(address, {"_seen": page.context["seen"], "_merge": "1", **CRAFTED})
    assert public_of(world) == before


def _pair(noun: str) -> tuple[str, str]:
    return ("public", "private") if noun == "official" else (State.PUBLISHED, State.DRAFT)


def test_no_account_is_raised(world, contributor):
    own = User.objects.get(username="contributor")
    fields = {"username": "contributor", "groups": ["2", "3"], "is_superuser": "on", "is_active": "on"}
    contributor.post(f"/admin/auth/user/{own.pk}/change/", fields)
    contributor.post("/accounts/password/", fields)
    own.refresh_from_db()
    assert (own.is_superuser, [group.name for group in own.groups.all()]) == (False, ["Contributor"])
