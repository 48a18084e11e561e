"""What the link check suggests, taken by an editor."""

import pytest
from django.utils import timezone

from cooperation.models import LinkCheck, LinkStatus, Source, Version
from tests.factories import make_source

from .test_bulk import act

pytestmark = pytest.mark.django_db

COPY = "https://web.archive.org/web/20240111/http://news.example/gone"


def checked(url, **found):
    source = make_source(url=url, link_status=LinkStatus.DEAD)
    LinkCheck.objects.create(source=source, checked_at=timezone.now(), answer="404 Not Found", **found)
    return source


def test_a_copy_is_taken_as_a_version_of_the_source(admin_client):
    source, other = checked("http://news.example/gone", suggested_copy=COPY), checked("http://news.example/other")
    assert act(admin_client, "take_copies", [source, other], "source") == ["1 source was changed."]
    assert sorted(Source.objects.values_list("archived_url", flat=True)) == ["", COPY]
    assert Version.objects.of(source).newest_first().first().data["archived_url"] == COPY


def test_a_new_address_is_taken_and_has_to_be_checked_anew(admin_client):
    source = checked("http://news.example/old", moved_to="http://news.example/new")
    act(admin_client, "take_addresses", [source], "source")
    source.refresh_from_db()
    assert (source.url, source.link_status, LinkCheck.objects.count()) == ("http://news.example/new", "", 0)


def test_an_address_that_another_source_has_is_not_taken(admin_client):
    make_source(url="http://news.example/new")
    source = checked("http://news.example/old", moved_to="http://news.example/new")
    refusal, told = act(admin_client, "take_addresses", [source], "source")
    assert "This source is there already" in refusal
    assert told == "0 sources were changed."


def test_a_form_says_what_the_last_check_found(admin_client):
    source = checked("http://news.example/gone", suggested_copy=COPY)
    page = admin_client.get(f"/admin/cooperation/source/{source.pk}/change/").content.decode()
    assert "404 Not Found" in page
    assert COPY in page
