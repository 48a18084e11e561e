"""A meeting from a pasted text: what the pages ask, fill in and save."""

import pytest
from django.contrib.admin.models import ADDITION, LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cooperation.models import Meeting, Official, Source, Version
from tests.factories import make_agency, make_body, make_meeting, make_official, make_topic
from tests.once import once

from .posting import ADD, change_url, errors_of

pytestmark = pytest.mark.django_db

PAGE = "/admin/cooperation/meeting/from-text/"
TEXT = """Minister meets UNICEF Representative
On 11 January the Minister of Health, Teymur Musayev, received in Baku Vera Lindqvist, UNICEF Representative.
The minister said that vaccination of children goes on.
Vera Lindqvist promised that UNICEF will send vaccines."""
TWO = """Busy day
On 11 January Minister of Health Teymur Musayev met UNICEF Representative Vera Lindqvist.
The same day the minister also met WHO Representative Hande Harmanci."""


@once
def record():
    ministry = make_body("Ministry of Health", name_ru="Министерство здравоохранения")
    unicef = make_agency("United Nations Children's Fund", acronym_en="UNICEF", acronym_ru="ЮНИСЕФ")
    make_agency("World Health Organization", acronym_en="WHO")
    minister = make_official("Teymur Musayev", name_ru="Теймур Мусаев")
    minister.appointments.create(title_en="Minister of Health", agency=ministry)
    make_topic("Health")
    return {"ministry": ministry, "unicef": unicef, "minister": minister}


def paste(client, text=TEXT, **fields):
    data = {"text": text, "published": "2024-01-12", "address": "https://news.example/1", "publisher": "News"} | fields
    return client.post(PAGE, {f"intake-{name}": value for name, value in data.items()})


def filled(response) -> dict:
    """What a browser would send back, were the save button pressed."""
    data = {"intake-" + name: str(value or "") for name, value in response.context["desk"].given.items()}
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for field in form:
            if (value := field.value()) is not None:
                data[field.html_name] = value if isinstance(value, list) else str(value)
    return data


def test_the_page_is_offered_on_the_list_and_on_the_index(admin_client):
    for page in ("/admin/", "/admin/cooperation/meeting/"):
        assert PAGE in admin_client.get(page).content.decode()


def test_a_text_fills_the_form_and_saves_nothing(admin_client, record):
    response = paste(admin_client)
    form = response.context["adminform"].form
    assert form.initial["date"] == "2024-01-11"
    assert form.initial["city"] == "Baku"
    rows = response.context["inline_admin_formsets"][0].formset.forms
    assert [row.initial["official"] for row in rows] == [record["minister"].pk, None]
    assert [row.initial["agency"] for row in rows] == [record["ministry"].pk, record["unicef"].pk]
    assert rows[1].initial["reported_name"] == "Vera Lindqvist"
    assert rows[1].initial["reported_title_en"] == "UNICEF Representative"
    assert '<mark tabindex="0" data-fields="id_date">11 January</mark>' in response.content.decode()
    assert Meeting.objects.count() == Source.objects.count() == 0


def test_the_filled_form_saves_a_draft_with_its_source(admin_client, record):
    response = admin_client.post(ADD, filled(paste(admin_client)))
    assert response.status_code == 302, errors_of(response)
    meeting = Meeting.objects.get()
    assert (meeting.state, str(meeting.date)) == ("draft", "2024-01-11")
    assert [source.url for source in meeting.sources.all()] == ["https://news.example/1"]
    assert [row.reported_name for row in meeting.participations.all()] == ["", "Vera Lindqvist"]
    assert [point.source for point in meeting.points.all()] == list(meeting.sources.all()) * 2
    assert meeting.commitments.get().made_by == record["unicef"]


AZERBAIJANI = """Səhiyyə naziri UNICEF nümayəndəsini qəbul edib
Yanvarın 11-də səhiyyə naziri Teymur Musayev Bakıda UNICEF-in nümayəndəsi Vera Lindqvisti qəbul edib.
Nazir bildirib ki, uşaqların peyvənd olunması davam edir.
Vera Lindqvist vəd edib ki, UNICEF peyvənd göndərəcək."""
RUSSIAN = """Министр здравоохранения принял представителя ЮНИСЕФ
11 января министр здравоохранения Теймур Мусаев принял в Баку представителя ЮНИСЕФ Веру Линдквист.
Министр сообщил, что вакцинация детей продолжается.
Вера Линдквист пообещала, что ЮНИСЕФ направит вакцины."""


@pytest.mark.parametrize(("language", "text"), [("az", AZERBAIJANI), ("ru", RUSSIAN)])
def test_a_report_in_its_own_language_is_saved_without_a_translation(admin_client, record, language, text):
    response = admin_client.post(ADD, filled(paste(admin_client, text)))
    assert response.status_code == 302, errors_of(response)
    meeting = Meeting.objects.get()
    said = [text.splitlines()[number] for number in (2, 3)]
    for table, sentences in (("points", said), ("commitments", said[1:])):
        rows = getattr(meeting, table).all()
        assert [getattr(row, f"text_{language}") for row in rows] == sentences
        assert [row.text_en or "" for row in rows] == [""] * len(sentences)
    page = admin_client.get(change_url(meeting)).content.decode()
    assert [sentence for sentence in said if sentence not in page] == []
    assert f'<span lang="{language}">{said[1]}' in admin_client.get("/admin/cooperation/commitment/").content.decode()


@pytest.mark.parametrize("table", ["points", "commitments"])
def test_a_text_that_was_taken_out_is_asked_for_in_any_language(admin_client, record, table):
    answer = filled(paste(admin_client, AZERBAIJANI)) | {f"{table}-0-text_az": ""}
    errors = errors_of(admin_client.post(ADD, answer))
    assert errors == {f"{table}-0-text_en": ["Write it in one language at least: English, Azerbaijani or Russian."]}


def test_a_form_with_a_mistake_keeps_the_text_beside_it(admin_client, record):
    response = admin_client.post(ADD, filled(paste(admin_client)) | {"date": "soon", "new_source_published": "soon"})
    assert response.status_code == 200
    assert {"date", "new_source_published"} <= response.context["adminform"].form.errors.keys()
    assert '<section class="intake-text"' in response.content.decode()
    assert Source.objects.count() == 0


def test_a_source_that_is_there_is_taken(admin_client, record):
    source = Source.objects.create(url="http://www.news.example/1/")
    form = paste(admin_client).context["adminform"].form
    assert form.initial["sources"] == [source.pk]
    assert "new_source_url" not in form.initial


def test_several_meetings_are_offered_as_several(admin_client, record):
    page = paste(admin_client, TWO)
    assert len(page.context["meetings"]) == 2
    response = paste(admin_client, TWO, meeting="1")
    agencies = [who.agency for who in response.context["desk"].meeting.participants]
    assert agencies == ["ministry-of-health", "who"]


def test_a_text_without_a_meeting_says_so_and_opens_the_form(admin_client, record):
    response = paste(admin_client, "UNICEF has a new office.\nIt stands in Baku.")
    assert "No meeting between the two sides" in response.content.decode()
    assert "date" not in response.context["adminform"].form.initial


@pytest.mark.parametrize(
    ("fields", "name", "message"),
    [
        ({"text": " \n "}, "text", "no text here"),
        ({"text": "a" * 1_000_001}, "text", "larger than 1 MB"),
        ({"text": "PK\x03\x04\x00\x00report"}, "text", "inside of a file"),
        ({"text": "\x01\x02\x03\x04PK"}, "text", "inside of a file"),
        ({"published": "yesterday"}, "published", "Write a date as"),
        ({"published": "2024-02-30"}, "published", "no such day"),
        ({"address": "ftp://news.example/1"}, "address", "http"),
        ({"address": "no address"}, "address", "valid URL"),
    ],
)
def test_bad_input_gets_a_clear_message(admin_client, fields, name, message):
    form = paste(admin_client, **fields).context["form"]
    assert message in " ".join(form.errors[name])
    assert form.errors.keys() == {name}


def test_the_page_is_for_those_who_may_add_meetings(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("looker", is_staff=True))
    assert paste(client).status_code == 403


def test_other_forms_are_as_they_were(admin_client, record):
    meeting = make_meeting(agencies=[record["unicef"]])
    page = admin_client.get(f"/admin/cooperation/meeting/{meeting.pk}/change/").content.decode()
    assert "intake-text" not in page
    assert "new_source_url" not in page


def test_an_unknown_person_is_offered_and_entered_with_the_meeting(admin_client, record):
    response = paste(admin_client)
    offers = {offer.field: offer.value for offer in response.context["desk"].offers()}
    assert offers["id_participations-1-new_official"] == "Vera Lindqvist"
    answer = filled(response) | {"participations-1-new_official": "Vera Lindqvist"}
    assert admin_client.post(ADD, answer).status_code == 302
    row = Meeting.objects.get().participations.get(order=2)
    assert (row.official.name_en, row.reported_name) == ("Vera Lindqvist", "")
    assert not Official.objects.published().exists()
    assert {*Version.objects.values_list("noun", flat=True)} >= {"meetings", "officials", "sources"}


def test_a_form_with_a_mistake_enters_nobody(admin_client, record):
    answer = filled(paste(admin_client)) | {"participations-1-new_official": "Vera Lindqvist", "date": "soon"}
    assert admin_client.post(ADD, answer).status_code == 200
    assert not Official.objects.filter(name_en="Vera Lindqvist").exists()


def test_nobody_is_two_people(admin_client, record):
    answer = filled(paste(admin_client)) | {"participations-0-new_official": "Teymur Musayev"}
    assert "not both" in admin_client.post(ADD, answer).content.decode()


def test_a_russian_name_is_entered_in_both_alphabets(admin_client, record):
    text = "Встреча\n11 января министр здравоохранения Теймур Мусаев принял представителя ЮНИСЕФ Веру Линдквист."
    response = paste(admin_client, text)
    desk = response.context["desk"]
    place = next(place for place, who in enumerate(desk.meeting.participants) if who.name.startswith("Вер"))
    offer = next(offer for offer in desk.offers() if offer.field == f"id_participations-{place}-new_official")
    assert admin_client.post(ADD, filled(response) | {offer.field.removeprefix("id_"): offer.value}).status_code == 302
    entered = Official.objects.exclude(pk=record["minister"].pk).get(participations__order=place + 1)
    assert (entered.name_en, entered.name_ru) == ("Vera Lindkvist", "Вера Линдквист")


def test_whoever_was_entered_meanwhile_is_not_entered_again(admin_client, record):
    """By another editor, or in another row of this form."""
    answer = filled(paste(admin_client))
    vera = make_official("Vera Lindqvist")
    for place, name in enumerate(("Marta Silva", "vera lindqvist")):
        answer |= {f"participations-{place}-official": "", f"participations-{place}-new_official": name}
    answer |= {"participations-TOTAL_FORMS": "3", "participations-2-new_official": "Marta Silva"}
    answer |= {"participations-2-agency": answer["participations-1-agency"], "participations-2-role": "participant"}
    response = admin_client.post(ADD, answer)
    assert response.status_code == 302, errors_of(response)
    marta = Official.objects.get(name_en="Marta Silva")
    seated = Meeting.objects.get().participations.order_by("order").values_list("official", flat=True)
    assert list(seated) == [marta.pk, vera.pk, marta.pk]


def test_a_new_person_is_noted_and_told_apart_from_who_is_there(admin_client, admin_user, record):
    make_official("Vera Lindqvist")
    answer = filled(paste(admin_client)) | {"participations-1-official": ""}
    page = admin_client.post(ADD, answer | {"participations-1-new_official": "Wera Lindkvist"}, follow=True)
    said = [str(message) for message in page.context["messages"]]
    assert any(sentence.startswith("Wera Lindkvist: This may be there already:") for sentence in said)
    entered = Official.objects.get(name_en="Wera Lindkvist")
    assert LogEntry.objects.filter(user=admin_user, object_id=str(entered.pk), action_flag=ADDITION).exists()


def test_a_name_that_no_record_takes_is_refused_in_its_row(admin_client, record):
    answer = filled(paste(admin_client)) | {"participations-1-official": "", "participations-1-new_official": "x" * 301}
    errors = errors_of(admin_client.post(ADD, answer))
    assert len(errors["participations-1-new_official"]) == 1
    assert not Meeting.objects.exists()


def test_of_a_very_long_text_the_pages_say_how_much_was_read(admin_client, record):
    more = "\nNothing else was said that day." * 5_000
    assert "only its first 120,000 letters were read" in paste(admin_client, TEXT + more).content.decode()
    several = paste(admin_client, TWO + more)
    assert len(several.context["meetings"]) == 2
    assert "only its first 120,000 letters were read" in several.content.decode()
    assert "letters were read" not in paste(admin_client).content.decode()


def test_a_name_is_known_in_the_text_after_it_was_entered(admin_client, record):
    def agencies():
        rows = paste(admin_client).context["inline_admin_formsets"][0].formset.forms
        return [row.initial["agency"] for row in rows]

    assert agencies() == [record["ministry"].pk, record["unicef"].pk]
    record["unicef"].acronym_en = "CHILD"
    record["unicef"].save()
    assert record["unicef"].pk not in agencies()


def test_the_names_are_not_gathered_anew_to_save_what_was_read(admin_client, record):
    data = filled(paste(admin_client))
    with CaptureQueriesContext(connection) as queries:
        assert admin_client.post(ADD, data).status_code == 302
    every_official = 'other_spellings" FROM "cooperation_official" ORDER BY'
    assert not [query["sql"] for query in queries if every_official in query["sql"]]


def test_the_day_of_an_undertaking_is_filled_in_and_its_words_are_marked(admin_client, record):
    response = paste(admin_client, TEXT.removesuffix(".") + " by March 2027.")
    rows = next(
        each.formset for each in response.context["inline_admin_formsets"] if each.formset.prefix == "commitments"
    )
    assert [row.initial["due"] for row in rows.forms if row.initial.get("in_point")] == ["2027-03"]
    assert ' id_commitments-0-due">by March 2027</mark>' in response.content.decode()
    assert admin_client.post(ADD, filled(response)).status_code == 302
    assert str(Meeting.objects.get().commitments.get().due) == "2027-03"
