"""The desk in Azerbaijani and Russian: the same pages under addresses of their own, behind the same gate."""

import re

import pytest
from django.contrib.auth.models import Group

from cooperation.models import Meeting, State, Version
from tests.factories import make_agency, make_body, make_commitment, make_meeting, make_point
from tests.signing_in import with_password

from .posting import meeting_form

pytestmark = pytest.mark.django_db

PAGES = [
    "",
    "queue/",
    "completeness/",
    "open-commitments/",
    "import/",
    "duplicates/",
    "cooperation/meeting/",
    "cooperation/meeting/add/",
    "cooperation/meeting/from-text/",
    "cooperation/meeting/{pk}/change/",
    "cooperation/meeting/{pk}/history/",
    "cooperation/source/add/",
]


@pytest.mark.parametrize("language", ["az", "ru"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_speaks_its_language_and_leads_on_in_it(admin_client, page, language):
    meeting = make_meeting(title_az="Görüş", title_ru="Встреча")
    path = f"admin/{page.format(pk=meeting.pk)}"
    content = admin_client.get(f"/{language}/{path}").content.decode()
    assert f'<html lang="{language}"' in content
    links = set(re.findall(r'href="(/[^"?#]*)', content)) - {"/static/"}
    others = {link for link in links if not link.startswith((f"/{language}/", "/static/"))}
    assert others == {f"/{path}", f"/{'ru' if language == 'az' else 'az'}/{path}"}


@pytest.mark.parametrize("language", ["az", "ru"])
def test_a_record_is_shown_and_kept_whatever_language_its_editor_reads(admin_client, language):
    fields = meeting_form(
        participations=[
            {"agency": make_agency().pk, "order": 1, "role": "participant"},
            {"agency": make_body().pk, "order": 2, "role": "participant"},
        ],
        title_az="Görüş",
        title_ru="Встреча",
    )
    response = admin_client.post(f"/{language}/admin/cooperation/meeting/add/", fields)
    assert response["Location"] == f"/{language}/admin/cooperation/meeting/"
    made = Meeting.objects.get()
    assert (made.title_en, made.title_az) == ("The minister received the director", "Görüş")
    assert Version.objects.of(made).get().title == "2024-01-11 The minister received the director"


@pytest.mark.parametrize("language", ["az", "ru"])
def test_the_gate_stands_before_each_language(client, admin_user, language):
    assert (
        client.get(f"/{language}/admin/", follow=True).redirect_chain[-1][0].startswith(f"/{language}/accounts/login/")
    )
    half = with_password(admin_user)
    assert half.get(f"/{language}/admin/").status_code == 302
    assert half.get(f"/{language}/admin/cooperation/meeting/")["Location"].startswith(f"/{language}/accounts/")


@pytest.mark.parametrize("page", ["meeting/add/", "meeting/{pk}/change/", "commitment/", "commitment/{made}/change/"])
def test_a_small_i_with_a_dot_keeps_it_as_a_capital(admin_client, page):
    meeting = make_meeting(agencies=[make_agency()])
    made = make_commitment(make_point(meeting), make_agency())
    where = page.format(pk=meeting.pk, made=made.pk)
    content = admin_client.get(f"/az/admin/cooperation/{where}").content.decode()
    assert re.findall(r"\b(?:Iştirakçı|Icraçı|Ictimai|Ikinci|Ilk|Icra|Il|Ildə|Istinad|Imza|Iş)\w*", content) == []
    assert re.search(r"İştirakçı|İcra", content)


def test_a_field_that_may_only_be_read_is_named_as_one_that_may_be_written(client, django_user_model):
    meeting = make_meeting("Of two", state=State.WITHDRAWN)
    make_point(meeting, "A point")
    contributor = django_user_model.objects.create_user("sevil", is_staff=True)
    contributor.groups.add(Group.objects.get(name="Contributor"))
    client.force_login(contributor)
    content = client.get(f"/admin/cooperation/meeting/{meeting.pk}/change/").content.decode()
    assert 'id="id_title_en"' not in content
    labels = set(re.findall(r"<label[^>]*>([^<]*):</label>", content))
    assert {"Title", "What was said", "Title (Azerbaijani)", "What was said (Russian)"} <= labels
    assert not [label for label in labels if "[" in label]
