"""Every page of the admin, whatever the noun."""

import re

import pytest
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.contrib.auth.models import Permission
from django.forms import ModelChoiceField
from django.urls import reverse

from cooperation.models import CommitmentChange, Identifier
from cooperation.models import __all__ as names_of_models
from cooperation.record.indexing import postponed
from tests.factories import (
    make_agency,
    make_agreement,
    make_body,
    make_commitment,
    make_event,
    make_meeting,
    make_official,
    make_point,
    make_program,
    make_source,
    make_topic,
)
from tests.once import once

pytestmark = pytest.mark.django_db

NOUNS = ["meeting", "commitment", "agreement", "program", "event", "official", "agency", "topic", "source"]


def url(noun: str, page: str, *args) -> str:
    return reverse(f"admin:cooperation_{noun}_{page}", args=args)


@postponed()
def make_one_of_each() -> dict:
    """A meeting and all that it touches, each record full."""
    topic, source = make_topic(parent=make_topic()), make_source()
    agency, body = make_agency(parent=make_agency()), make_body()
    official = make_official()
    official.appointments.create(title_en="Director", agency=agency, source=source)
    Identifier.objects.create(agency=agency, scheme="wikidata", value=f"Q{agency.pk}")
    common = {"topics": [topic], "sources": [source]}
    program = make_program(agencies=[agency, body], start="2021", **common)
    event = make_event(organisers=[agency], start="2024-11", parent=make_event(), **common)
    meeting = make_meeting(
        officials=[(official, agency)], agencies=[body], programs=[program], events=[event], **common
    )
    point = make_point(meeting, topics=[topic], source=source, participation=meeting.participations.first())
    commitment = make_commitment(point, agency, made_to=body)
    agreement = make_agreement(parties=[agency, body], meeting=meeting, signed="2024", **common)
    CommitmentChange.objects.create(commitment=commitment, progress="under-way", on="2025", agreement=agreement)
    records = (meeting, commitment, agreement, program, event, official, agency, topic, source)
    return dict(zip(NOUNS, records, strict=True))


@once
def one_of_each() -> dict:
    return make_one_of_each()


@once(params=[1, 3])
def so_many(count: int) -> None:
    for _ in range(count):
        make_one_of_each()


@once
def two_of_each() -> tuple[dict, dict]:
    return make_one_of_each(), make_one_of_each()


def pages_of(noun: str, record) -> list[str]:
    pages = [url(noun, "changelist"), url(noun, "change", record.pk), url(noun, "delete", record.pk)]
    return pages if noun == "commitment" else [*pages, url(noun, "add")]


def test_the_nouns_are_all_there():
    registered = {model.__name__ for model in admin.site._registry if model._meta.app_label == "cooperation"}
    assert registered == {noun.capitalize() for noun in NOUNS} | {"Correction", "AuditEntry"}
    assert registered < set(names_of_models)


@pytest.mark.parametrize("noun", NOUNS)
def test_every_page_answers_an_editor_and_nobody_else(admin_client, client, one_of_each, noun):
    record = one_of_each[noun]
    for page in pages_of(noun, record):
        assert admin_client.get(page, follow=True).status_code == 200, page
        response = client.get(page)
        assert (response.status_code, response.url) == (302, f"/admin/login/?next={page}")


@pytest.mark.parametrize("noun", NOUNS)
def test_a_person_who_may_only_look_sees_the_record(client, django_user_model, one_of_each, noun):
    user = django_user_model.objects.create_user("reader", password="x", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(user)
    record = one_of_each[noun]
    page = client.get(url(noun, "change", record.pk))
    assert page.status_code == 200
    assert 'type="submit" value="Save' not in page.content.decode()
    assert client.post(url(noun, "change", record.pk), {}).status_code == 403


@pytest.mark.parametrize("noun", NOUNS)
def test_no_page_has_inline_script_or_style(admin_client, one_of_each, noun):
    record = one_of_each[noun]
    for page in pages_of(noun, record):
        html = admin_client.get(page, follow=True).content.decode()
        assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son\w+=|javascript:", html) == []


@pytest.mark.parametrize("noun", NOUNS)
def test_the_public_page_is_offered_only_where_there_is_one(admin_client, one_of_each, noun):
    record = one_of_each[noun]
    page = admin_client.get(url(noun, "change", record.pk)).content.decode()
    assert ("viewsitelink" in page) == (noun != "source")


@pytest.mark.parametrize("noun", NOUNS)
def test_every_relation_is_found_by_typing(admin_client, one_of_each, noun):
    record = one_of_each[noun]
    context = admin_client.get(url(noun, "change", record.pk)).context
    forms = [context["adminform"].form]
    forms += [inline.formset.empty_form for inline in context["inline_admin_formsets"]]
    for form in forms:
        for name, field in form.fields.items():
            if isinstance(field, ModelChoiceField) and not field.widget.is_hidden:
                assert isinstance(field.widget.widget, AutocompleteSelect | AutocompleteSelectMultiple), name


# Session, user, the number found and the number of all, and the rows: five. A date hierarchy adds
# the first and last day, and the dates between them. Then one for each list of values to filter by,
# what the rows show of other records, and how complete they are.
LIST_QUERIES = {
    "meeting": 5 + 2 + 4 + 1,  # topics and agencies to filter by; participations and their agencies
    "commitment": 5 + 2 + 2,  # who made it, and to whom, to filter by
    "agreement": 5 + 2 + 3 + 1,  # topics and parties to filter by; parties
    "program": 5 + 2 + 3 + 1,  # topics and agencies to filter by; agencies
    "event": 5 + 2 + 2 + 1,  # topics and organisers to filter by
    "official": 5 + 2 + 1,  # agencies to filter by; appointments
    "agency": 5 + 1,
    "topic": 5,
    "source": 5 + 1 + 1,  # languages to filter by
}


@pytest.mark.parametrize("noun", NOUNS)
def test_a_list_asks_the_same_of_one_and_of_three(admin_client, django_assert_num_queries, so_many, noun):
    with django_assert_num_queries(LIST_QUERIES[noun]):
        admin_client.get(url(noun, "changelist"))


@pytest.mark.parametrize("noun", ["meeting", "agreement", "program", "event", "commitment"])
def test_the_years_narrow_a_list(admin_client, one_of_each, noun):
    address = url(noun, "changelist")
    field = admin_client.get(address).context["cl"].date_hierarchy
    for year, found in ((2021, noun == "program"), (2024, noun != "program"), (1999, False)):
        page = admin_client.get(address, {f"{field}__year": year})
        assert (page.context["cl"].result_count > 0) == found, year


@pytest.mark.parametrize(
    ("noun", "parameter", "wanted"),
    [
        ("meeting", "topics__id__exact", "topic"),
        ("meeting", "participations__agency__id__exact", "agency"),
        ("program", "agencies__id__exact", "agency"),
        ("event", "organisers__id__exact", "agency"),
        ("agreement", "parties__id__exact", "agency"),
        ("official", "appointments__agency__id__exact", "agency"),
        ("commitment", "made_by__id__exact", "agency"),
    ],
)
def test_a_filter_narrows_a_list(admin_client, two_of_each, noun, parameter, wanted):
    first, second = two_of_each
    page = admin_client.get(url(noun, "changelist"), {parameter: first[wanted].pk})
    assert list(page.context["cl"].queryset) == [first[noun]]
    assert second[noun] not in page.context["cl"].queryset


def test_the_guide_is_at_the_desk_with_a_section_on_meetings(admin_client):
    page = admin_client.get("/admin/guide/").content.decode()
    assert '<h2 id="entering-a-meeting">Entering a meeting</h2>' in page
    form = admin_client.get(url("meeting", "add")).content.decode()
    assert '/admin/guide/#entering-a-meeting"' in form
    assert "/admin/guide/" in admin_client.get("/admin/").content.decode()
