"""Corrections are entered in the admin, and are for readers of what is published."""

import re

import pytest
from django.urls import reverse

from cooperation.models import Correction
from tests import factories as make

pytestmark = pytest.mark.django_db

LIST, ADD = reverse("admin:cooperation_correction_changelist"), reverse("admin:cooperation_correction_add")


def test_an_editor_enters_a_correction(admin_client, client):
    meeting = make.make_meeting("Talks")
    typed = {"corrected_on": "2024-05-01", "text_en": "The city was wrong.", "meeting": meeting.pk}
    assert admin_client.post(ADD, typed).status_code == 302
    assert Correction.objects.get().record == meeting
    assert "The city was wrong." in client.get("/about/corrections/").content.decode()


def test_one_in_azerbaijani_is_listed_and_found(admin_client, client):
    typed = {"corrected_on": "2024-05-01", "text_az": "Şəhər səhv idi.", "meeting": make.make_meeting("Talks").pk}
    assert admin_client.post(ADD, typed).status_code == 302
    shown = '<span lang="az">Şəhər səhv idi.</span>'
    assert shown in admin_client.get(f"{LIST}?q=səhv").content.decode()
    assert shown in client.get("/about/corrections/").content.decode()


def test_one_in_no_language_is_refused_at_the_first(admin_client):
    page = admin_client.post(ADD, {"corrected_on": "2024-05-01", "meeting": make.make_meeting().pk})
    assert page.context["adminform"].form.errors == {
        "text_en": ["Write it in one language at least: English, Azerbaijani or Russian."]
    }


@pytest.mark.parametrize("named", [(), ("meeting", "agency")])
def test_one_record_must_be_named(admin_client, named):
    records = {"meeting": make.make_meeting().pk, "agency": make.make_agency().pk}
    typed = {"corrected_on": "2024-05-01", "text_en": "Wrong."} | {name: records[name] for name in named}
    page = admin_client.post(ADD, typed)
    assert page.status_code == 200
    assert "Name one record that was corrected" in page.content.decode()
    assert not Correction.objects.exists()


def test_the_pages_are_for_editors_and_have_no_inline_script_or_style(admin_client, client):
    correction = Correction.objects.create(text_en="Wrong.", agency=make.make_agency())
    for page in (LIST, ADD, reverse("admin:cooperation_correction_change", args=[correction.pk])):
        html = admin_client.get(page).content.decode()
        assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son\w+=|javascript:", html) == []
        assert client.get(page).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_of_one_and_of_three(admin_client, django_assert_num_queries, count):
    for _ in range(count):
        Correction.objects.create(text_en="Wrong.", agency=make.make_agency())
        Correction.objects.create(text_en="Wrong.", meeting=make.make_meeting())
    # session, user, the number found and of all, first and last day, the dates between, the rows
    with django_assert_num_queries(7):
        admin_client.get(LIST)
