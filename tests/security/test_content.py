"""Whatever stands in the record is a text, in every page and format that shows it."""

import json
from urllib.parse import urlsplit

import pytest
from defusedxml.ElementTree import fromstring
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import CharField, TextField
from selectolax.lexbor import LexborHTMLParser

from cooperation.editorial.exchange.sheets import read
from cooperation.models import Agency, Agreement, Commitment, Event, Meeting, Official, Program, Topic
from cooperation.record.directions import straight
from cooperation.record.indexing import postponed
from tests import factories as make
from tests.editorial.posting import errors_of, meeting_form
from tests.opendata.full import make_full_record

pytestmark = [pytest.mark.django_db, pytest.mark.engine("sqlite")]

HOSTILE = (
    """'"></title></script><script>alert(1)</script><img src=x onerror=alert(1)>{{31337|add:1}}{%now "Y"%}${7}]]>"""
)
NAMES = ("name", "title", "summary", "description", "text", "acronym", "city", "country", "venue", "publisher",
         "aliases", "partners", "headquarters_city", "headquarters_country", "date_note", "reported_title",
         "reported_name", "other_parties", "other_organisers", "other_spellings", "withdrawal_reason",
         "editor_note")  # fmt: skip
NOUNS = {"meetings": Meeting, "agencies": Agency, "officials": Official, "programs": Program, "events": Event,
         "topics": Topic, "agreements": Agreement, "commitments": Commitment}  # fmt: skip
SCHEMES = {"", "http", "https", "mailto", "webcal"}


def make_hostile():
    """A whole record whose every free text is hostile, in all languages, as far as its column is long."""
    with postponed():
        make_full_record()
        for model in apps.get_app_config("cooperation").get_models():
            texts = [field for field in model._meta.concrete_fields if is_free_text(field)]
            for pk in model._base_manager.values_list("pk", flat=True) if texts else ():
                # The number, since some names are unique.
                hostile = {field.name: f"{pk}{HOSTILE}"[: field.max_length] for field in texts}
                model._base_manager.filter(pk=pk).update(**hostile)
    for model in NOUNS.values():
        for record in model.objects.all():
            record.save()


def is_free_text(field):
    name = field.name[:-3] if field.name.endswith(("_en", "_az", "_ru")) else field.name
    return isinstance(field, CharField | TextField) and not field.choices and name in NAMES


def addresses():
    records = [record.get_absolute_url() for model in NOUNS.values() for record in model.objects.published()]
    lists = [
        "/",
        "/meetings/",
        "/pictures/",
        "/briefing/",
        "/search/?q=script",
        "/about/coverage/",
        "/about/corrections/",
    ]
    lists += [f"/{noun}/" for noun in NOUNS]
    return [*records, *(f"{each}briefing/" for each in records if each.startswith("/agencies")), *lists]


def must_be_inert(page, where):
    tree = LexborHTMLParser(page)
    for script in tree.css("script"):
        kind, source = script.attributes.get("type"), script.attributes.get("src")
        assert source or kind in {"application/ld+json", "application/json"}, (where, script.html[:200])
        assert not source or source.startswith(("/static/", "/admin/jsi18n/")), (where, source)
        if kind == "application/ld+json":
            json.loads(script.text())
    for element in tree.css("*"):
        for name, value in element.attributes.items():
            assert not name.startswith("on"), (where, element.html[:200])
            assert name != "style", (where, element.html[:200])
            if name in {"href", "src", "action", "formaction"} and value:
                assert urlsplit(value.strip()).scheme in SCHEMES, (where, value)
    assert not tree.css('img[src="x"]'), where
    assert "31338" not in page, where


def test_no_page_runs_what_is_written_in_the_record(client):
    make_hostile()
    shown = 0
    for address in [*addresses(), "/az/meetings/"]:
        answer = client.get(address)
        assert answer.status_code == 200, address
        must_be_inert(answer.content.decode(), address)
        shown += "&lt;script&gt;" in answer.content.decode()
    assert shown > 10


def test_no_form_of_the_desk_does(admin_client):
    make_hostile()
    for noun, model in NOUNS.items():
        for record in model.objects.all()[:2]:
            name = model._meta.model_name
            for address in (f"/admin/cooperation/{name}/", f"/admin/cooperation/{name}/{record.pk}/change/",
                            f"/admin/cooperation/{name}/{record.pk}/history/"):  # fmt: skip
                answer = admin_client.get(address)
                assert answer.status_code == 200, (noun, address)
                must_be_inert(answer.content.decode(), address)
    for address in (
        "/admin/",
        "/admin/queue/",
        "/admin/completeness/",
        "/admin/duplicates/",
        "/admin/open-commitments/",
    ):
        must_be_inert(admin_client.get(address).content.decode(), address)


def test_every_format_holds_it_as_text(client):
    make_hostile()
    bodies = {}
    for suffix in ("json", "ndjson", "csv", "atom", "ics"):
        answer = client.get(f"/meetings.{suffix}")
        bodies[suffix] = b"".join(answer) if answer.streaming else answer.content
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "html" not in answer["Content-Type"]
    assert HOSTILE in json.loads(bodies["json"])["results"][0]["title"]["en"]
    assert HOSTILE in json.loads(bodies["ndjson"].splitlines()[0])["title"]["en"]
    assert "script" not in [element.tag for element in fromstring(bodies["atom"]).iter()]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", " javascript:x", "//x"]
)
@pytest.mark.parametrize("column", ["url", "archived_url"])
def test_no_source_gets_another_scheme_even_by_sql(url, column):
    source = make.make_source("https://news.example/one")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE cooperation_source SET {column} = %s WHERE id = %s", [url, source.pk])


TURNED = "Bak\u202eı\u2066 görüş\u202c\u2069"


def test_marks_that_turn_the_line_are_left_out_of_a_form(admin_client):
    answer = admin_client.post("/admin/cooperation/meeting/add/", meeting_form(title_en=TURNED, summary_en=TURNED))
    assert answer.status_code == 302, errors_of(answer)
    made = Meeting.objects.get()
    assert (made.title_en, made.summary_en) == ("Bakı görüş", "Bakı görüş")


def test_and_of_an_import():
    [sheet] = read("topics.csv", f"slug,name_en\nt,{TURNED}\n".encode())
    assert sheet.rows == [(2, ["t", "Bakı görüş"])]


def test_letters_of_every_language_stay():
    text = "Əliyev İlham, Алиев — “x” 中文 é\u200d\u0301"
    assert straight(text) == text


def test_a_query_is_said_back_without_them(client):
    page = client.get("/meetings/?agency=%E2%80%AEunicef&%E2%80%AEx=1&q=%E2%80%AEx").content.decode()
    assert "\u202e" not in page
