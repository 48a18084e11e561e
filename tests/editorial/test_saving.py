"""What is refused, in the form, in Python and in the database; and two editors at once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models.signals import pre_save
from django.test import Client

from cooperation.models import Agency, CommitmentChange, Event, Identifier, Official, Program, Source
from tests.factories import make_agency, make_commitment, make_meeting, make_official, make_point, make_source

from .posting import change_url, errors_of, table

pytestmark = pytest.mark.django_db

ADD_SOURCE = "/admin/cooperation/source/add/"
NO_WEB = [
    "javascript:alert(1)",
    "JavaScript:alert(1)//https://x.example",
    "data:text/html,x",
    "ftp://x.example/a",
    "/a",
]


@pytest.mark.parametrize("field", ["url", "archived_url"])
@pytest.mark.parametrize("address", NO_WEB)
def test_only_web_addresses_are_taken(admin_client, field, address):
    data = {"url": "https://x.example/"} | {field: address}
    assert list(errors_of(admin_client.post(ADD_SOURCE, data))) == [field]
    with pytest.raises(ValidationError, match=field):
        Source(**data).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        Source.objects.create(**data)
    assert Source.objects.count() == 0


def test_another_spelling_of_a_link_is_the_same_source(admin_client):
    make_source("https://www.mfa.example/1/", title="A visit")
    response = admin_client.post(ADD_SOURCE, {"url": "http://mfa.example/1"})
    assert errors_of(response) == {"url": ["This source is there already: A visit"]}


@pytest.mark.parametrize("noun", ["program", "event"])
def test_an_end_before_the_start_is_an_error_of_the_form(admin_client, noun):
    data = {"name_en": "A plan", "start": "2024", "end": "2023", "kind": "forum", "status": "held"}
    response = admin_client.post(f"/admin/cooperation/{noun}/add/", data)
    assert errors_of(response) == {"__all__": ["The end lies before the start."]}
    assert (Program.objects.count(), Event.objects.count()) == (0, 0)


def test_a_post_may_not_end_before_it_began(admin_client):
    rows = [{"title_en": "Minister", "start": "2024", "end": "2020"}]
    data = {"name_en": "A person"} | table("appointments", rows) | table("identifiers", [])
    response = admin_client.post("/admin/cooperation/official/add/", data)
    assert errors_of(response) == {"appointments-0-__all__": ["The end lies before the start."]}


def test_an_official_is_entered_with_posts_and_identifiers(admin_client):
    agency = make_agency()
    posts = [{"title_en": "Director", "agency": agency.pk, "start": "2020-07"}]
    data = {"name_en": "Regina De Dominicis"} | table("appointments", posts)
    data |= table("identifiers", [{"scheme": "wikidata", "value": "Q1"}])
    assert admin_client.post("/admin/cooperation/official/add/", data).status_code == 302
    official = Official.objects.get()
    assert official.appointments.get().agency == agency
    assert Identifier.objects.get().official == official


def test_a_body_is_entered_with_identifiers(admin_client):
    data = {"name_en": "UNICEF", "side": "un", "kind": "fund-or-programme"}
    data |= table("identifiers", [{"scheme": "iati", "value": "XM-DAC-41122"}])
    assert admin_client.post("/admin/cooperation/agency/add/", data).status_code == 302
    assert Agency.objects.get().identifiers.get().value == "XM-DAC-41122"


def test_a_body_is_no_predecessor_of_itself(admin_client):
    agency = make_agency("UNICEF")
    data = {"name_en": "UNICEF", "side": "un", "kind": "x", "predecessor": agency.pk} | table("identifiers", [])
    response = admin_client.post(change_url(agency), data | {"kind": "fund-or-programme"})
    assert "agency_not_its_own_relative" in errors_of(response)["__all__"][0]


def change_of_progress(**row):
    commitment = make_commitment(make_point(make_meeting()), make_agency())
    data = {"text_en": "To help", "made_by": commitment.made_by_id} | table("changes", [row])
    return commitment, data


def test_a_change_of_progress_moves_the_commitment(admin_client):
    later = make_source()
    commitment, data = change_of_progress(progress="fulfilled", on="2025", source=later.pk)
    assert admin_client.post(change_url(commitment), data).status_code == 302
    commitment.refresh_from_db()
    assert commitment.progress == "fulfilled"


def test_a_change_of_progress_cites_a_record(admin_client):
    commitment, data = change_of_progress(progress="fulfilled", on="2025")
    errors = errors_of(admin_client.post(change_url(commitment), data))
    assert errors == {"changes-0-__all__": ["Cite the meeting, program, event, agreement or source that shows this."]}


def test_a_change_that_is_taken_back_leaves_the_commitment_as_before(admin_client):
    commitment, data = change_of_progress()
    change = CommitmentChange.objects.create(
        commitment=commitment, progress="fulfilled", on="2025", source=make_source()
    )
    row = {"id": change.pk, "progress": "fulfilled", "on": "2025", "source": change.source_id, "DELETE": "on"}
    data |= table("changes", [row])
    assert admin_client.post(change_url(commitment), data).status_code == 302
    commitment.refresh_from_db()
    assert (commitment.changes.count(), commitment.progress) == (0, "open")


def test_the_words_of_a_public_commitment_are_changed_with_its_meeting_only(admin_client):
    later = make_source()
    commitment, data = change_of_progress(progress="fulfilled", on="2025", source=later.pk)
    page = admin_client.get(change_url(commitment))
    assert list(page.context["adminform"].form.fields) == []
    assert f'<a href="{change_url(commitment.meeting)}">the form of the meeting</a>' in page.content.decode()
    data |= {"text_en": "To hinder", "due": "2030", "slug": "other"}
    assert admin_client.post(change_url(commitment), data).status_code == 302
    before = commitment.text_en, commitment.due, commitment.slug
    commitment.refresh_from_db()
    assert (commitment.text_en, commitment.due, commitment.slug) == before
    assert commitment.progress == "fulfilled"


def test_the_words_of_a_commitment_are_changed_on_its_page_while_its_meeting_is_a_draft(admin_client):
    commitment, data = change_of_progress(progress="fulfilled", on="2025", source=make_source().pk)
    type(commitment.meeting).objects.update(state="draft")
    assert admin_client.post(change_url(commitment), data | {"text_en": "To hinder"}).status_code == 302
    commitment.refresh_from_db()
    assert commitment.text_en == "To hinder"


def test_commitments_are_made_on_the_meeting_form_only(admin_client):
    assert admin_client.get("/admin/cooperation/commitment/add/").status_code == 403


@pytest.fixture
def a_rival():
    """Another editor's source with the same link, written after this form was checked."""

    def write(sender, instance, **kwargs):
        pre_save.disconnect(write, sender=Source)
        Source.objects.create(url=instance.url)

    pre_save.connect(write, sender=Source)
    yield
    pre_save.disconnect(write, sender=Source)


@pytest.mark.usefixtures("a_rival")
def test_a_save_that_was_overtaken_keeps_what_was_typed(admin_client):
    response = admin_client.post(ADD_SOURCE, {"url": "https://x.example/", "title": "Typed by hand"})
    assert "in the same moment" in errors_of(response)["__all__"][0]
    assert 'value="Typed by hand"' in response.content.decode()
    assert Source.objects.count() == 0


def test_two_saves_of_one_address_hold_to_one(admin_client):
    first = make_official("Jeyhun Bayramov")
    data = {"name_en": "Another", "slug": first.slug} | table("appointments", []) | table("identifiers", [])
    response = admin_client.post("/admin/cooperation/official/add/", data)
    assert list(errors_of(response)) == ["slug"]


# A SQLite database in memory has one connection, so nobody can save at the same time.
@pytest.mark.engine("postgresql")
@pytest.mark.django_db(transaction=True)
def test_two_editors_at_once_enter_one_source_once(django_user_model):
    """Both forms have passed their checks before either is written."""
    editor = django_user_model.objects.create_superuser("editor")
    both_checked = threading.Barrier(2, timeout=20)

    def meet(**kwargs):
        both_checked.wait()

    def enter(_):
        client = Client()
        client.force_login(editor)
        try:
            return client.post(ADD_SOURCE, {"url": "https://x.example/"})
        finally:
            connection.close()

    pre_save.connect(meet, sender=Source)
    try:
        with ThreadPoolExecutor(2) as pool:
            responses = sorted(pool.map(enter, range(2)), key=lambda response: response.status_code)
    finally:
        pre_save.disconnect(meet, sender=Source)

    assert [response.status_code for response in responses] == [200, 302]
    assert errors_of(responses[0])["url"] == ["This source is there already: https://x.example/"]
    assert Source.objects.count() == 1
