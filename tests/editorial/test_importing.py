"""The pages of imports: who may, what they show, and that one yes does it."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from cooperation.models import Import, Meeting, State, Upload
from tests.factories import make_agency, make_meeting

from .exchange.files import archived, book_of, csv_of, empty_the_record

pytestmark = pytest.mark.django_db
ROW = {"date": "2024-03", "title_en": "Of two", "un_agencies": "UNICEF"}


@pytest.fixture
def sign_in(django_user_model):
    def signed_in(role):
        user = django_user_model.objects.create_user(role.lower(), password="x", is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        client = Client()
        client.force_login(user)
        return client

    return signed_in


def upload(client, content, name="meetings.csv"):
    """The address of the page that shows the file."""
    answer = client.post("/admin/import/", {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302
    return answer.url


def yes(client, address, **fields):
    """Import what the page has shown."""
    page = client.get(address)
    shown = {f"table-{sheet.place}": sheet.table for sheet in page.context["sheets"]}
    shown |= {f"as-{sheet.place}": sheet.table for sheet in page.context["sheets"]}
    for sheet in page.context["sheets"]:
        shown |= {c.field: next((o.value for o in c.options if o.selected), "") for c in sheet.columns}
    digest = page.context["plan"].digest
    return client.post(address, {**shown, "digest": digest, "import": "1", "reason": "By list", **fields})


def test_a_file_is_looked_at_imported_and_undone(admin_client):
    make_agency("UNICEF")
    address = upload(admin_client, csv_of(ROW, ROW | {"title_en": "Other"}))
    assert dict(admin_client.get(address).context["counts"]) == {"new": 2}
    assert not Meeting.objects.exists()
    done = yes(admin_client, address).url
    assert set(Meeting.objects.values_list("title_en", "state")) == {("Of two", "draft"), ("Other", "draft")}
    assert (Import.objects.get().reason, Upload.objects.count()) == ("By list", 0)
    assert "Of two" in admin_client.get(done).content.decode()
    admin_client.post(done)
    assert not Meeting.objects.exists()


def test_errors_are_shown_and_stop_the_import(admin_client):
    make_agency("UNICEF")
    address = upload(admin_client, csv_of(ROW | {"un_agencies": "UNICFE"}))
    assert "Near it: UNICEF (unicef)" in admin_client.get(address).content.decode()
    assert yes(admin_client, address).status_code == 200
    assert not Meeting.objects.exists()


def test_a_column_is_corrected_by_hand(admin_client):
    make_agency("UNICEF")
    address = upload(admin_client, csv_of({"date": "2024", "Was": "Of two", "un_agencies": "UNICEF"}))
    fields = {"table-0": "meetings", "as-0": "meetings", "column-0-0": "date", "column-0-1": "title_en"}
    page = admin_client.post(address, fields)
    assert [(change.title, change.kind) for change in page.context["changes"]] == [("2024 Of two", "new")]
    assert page.context["problems"] == []


def test_what_was_not_shown_is_not_imported(admin_client):
    make_agency("UNICEF")
    address = upload(admin_client, csv_of(ROW))
    assert yes(admin_client, address, **{"column-0-2": ""}).status_code == 200
    assert yes(admin_client, address, digest="0").status_code == 200
    assert not Meeting.objects.exists()


def test_a_file_is_for_its_owner_alone_and_for_an_hour(admin_client, sign_in):
    address = upload(admin_client, csv_of(ROW))
    other = sign_in("Editor")
    assert other.get(address).url == "/admin/import/"
    assert Client().get(address).status_code == 302
    assert admin_client.get(address).status_code == 200
    Upload.objects.update(at=timezone.now() - datetime.timedelta(minutes=61))
    assert admin_client.get(address).url == "/admin/import/"
    upload(other, csv_of(ROW))
    assert Upload.objects.count() == 1


def test_what_is_no_table_is_told(admin_client):
    answer = admin_client.post("/admin/import/", {"file": SimpleUploadedFile("a.csv", b"%PDF\0\0")}, follow=True)
    page = admin_client.get(answer.redirect_chain[0][0], follow=True).content.decode()
    assert "neither a CSV file nor an Excel workbook" in answer.content.decode() + page
    assert "Choose a file first" in admin_client.post("/admin/import/").content.decode()


def test_a_sheet_of_no_known_table_waits_for_a_word(admin_client):
    address = upload(admin_client, book_of(Notes=[["x", "y"], ["1", "2"]]), "a.xlsx")
    page = admin_client.get(address)
    assert [sheet.table for sheet in page.context["sheets"]] == [""]
    page = admin_client.post(address, {"table-0": "topics"})
    assert page.context["sheets"][0].columns


def test_a_contributor_imports_drafts_and_nothing_that_is_public(sign_in):
    contributor = sign_in("Contributor")
    make_agency("UNICEF")
    assert yes(contributor, upload(contributor, csv_of(ROW))).status_code == 302
    draft = Meeting.objects.get()
    assert draft.state == State.DRAFT
    row = {"uid": draft.uid, "date": "2024-03", "title_en": "Mine", "un_agencies": ""}
    yes(contributor, upload(contributor, csv_of(row)))
    assert Meeting.objects.get().title_en == "Mine"
    for state in (State.PUBLISHED, State.WITHDRAWN):
        public = make_meeting("Theirs", state=state)
        yes(contributor, upload(contributor, csv_of(row | {"uid": public.uid})))
        public.refresh_from_db()
        assert public.title_en == "Theirs"
    agency = {"name_en": "New", "side": "un", "kind": "other-un"}
    page = contributor.get(upload(contributor, csv_of(agency), "agencies.csv"))
    assert [each.text for each in page.context["problems"]] == ["You may not add or change records of this kind."]


def test_who_may_edit_nothing_sees_no_import(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("reader", is_staff=True))
    for address in ("/admin/import/", "/admin/import/x/", f"/admin/imported/{'0' * 8}-0000-0000-0000-{'0' * 12}/"):
        assert client.get(address).status_code == 403


def test_the_archive_is_for_administrators(sign_in):
    make_meeting("Secret", state=State.DRAFT)
    editor, administrator = sign_in("Editor"), sign_in("Administrator")
    content = archived()
    assert editor.post("/admin/archive/").status_code == 403
    refused = editor.post(upload(editor, content, "a.zip"), {"import": "1"}, follow=True)
    assert refused.redirect_chain[-1][0] == "/admin/import/"
    assert "which only administrators can import" in refused.content.decode()
    answer = administrator.post("/admin/archive/")
    assert b"".join(answer.streaming_content) == content
    assert "no-store" in answer.headers["Cache-Control"]
    assert "not-for-publication" in answer.headers["Content-Disposition"]


def test_an_archive_is_imported_with_its_states_if_wished(sign_in):
    administrator = sign_in("Administrator")
    make_meeting("Of two")
    content = archived()
    Upload.objects.all().delete()
    empty_the_record()
    yes(administrator, upload(administrator, content, "a.zip"), states="on")
    assert Meeting.objects.get().state == State.PUBLISHED


@pytest.mark.parametrize("language", ["az", "ru"])
def test_the_pages_speak_each_language(admin_client, language):
    address = upload(admin_client, csv_of(ROW))
    for page in ("/admin/import/", address):
        answer = admin_client.get(page, headers={"accept-language": language})
        assert answer.status_code == 200


def test_a_page_writes_no_more_than_others_can_wait_for(admin_client, monkeypatch):
    monkeypatch.setattr("cooperation.editorial.importing.PAGE_RECORDS", 1)
    make_agency("UNICEF")
    address = upload(admin_client, csv_of(ROW, ROW | {"title_en": "Other"}))
    [problem] = admin_client.get(address).context["problems"]
    assert (problem.place.row, problem.text[:13]) == (3, "More than 1 r")
    assert yes(admin_client, address).status_code == 200
    assert not Meeting.objects.exists()


def test_what_the_database_refuses_leaves_the_page_and_its_file(admin_client):
    make_agency("Other", acronym_en="UN1")
    row = {"name_en": "New", "acronym_en": "UN1", "side": "un", "kind": "other-un"}
    # By its code it is another body than the one that has the acronym.
    address = upload(admin_client, csv_of(row | {"slug": "new"}), "agencies.csv")
    page = yes(admin_client, address)
    assert "Row 2 of “agencies”, New, cannot be saved" in page.content.decode()
    assert Upload.objects.count() == 1
