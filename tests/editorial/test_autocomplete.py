"""An editor finds a record by any spelling, in every form that refers to one."""

import pytest

from cooperation.models import State
from tests.factories import (
    make_agency,
    make_agreement,
    make_body,
    make_event,
    make_meeting,
    make_official,
    make_program,
    make_source,
    make_topic,
)

pytestmark = pytest.mark.django_db

MAKERS = {
    "official": lambda: make_official("Ilham Aliyev", name_az="İlham Əliyev", other_spellings="Алиев"),
    "agency": lambda: make_body("Mine Action Agency", acronym="ANAMA", name_az="Minatəmizləmə Agentliyi"),
    "topic": lambda: make_topic("Mine awareness", name_az="Mina təhlükəsi"),
    "program": lambda: make_program("Return to Ağdam", state=State.DRAFT),
    "event": lambda: make_event("Forum in Gəncə", aliases="WUF13", state=State.DRAFT),
    "meeting": lambda: make_meeting("Talks in Şuşa", state=State.DRAFT),
    "agreement": lambda: make_agreement("Protocol of Xankəndi", state=State.DRAFT),
    "source": lambda: make_source("https://www.mfa.example/az/xeber/1/", publisher="MFA", title="A visit"),
}
SPELLINGS = {
    "official": ["eliyev", "Əliyev", "ALIYEV", "алиев", "ilh"],
    "agency": ["anama", "minatemizleme", "mine act"],
    "topic": ["mina tehlukesi", "awareness mine"],
    "program": ["agdam", "aghdam"],
    "event": ["gence", "ganja", "wuf13"],
    "meeting": ["susa", "shusha"],
    "agreement": ["xankendi", "khankandi"],
    "source": ["mfa.example/az", "visit", "http://mfa.example/az/xeber/1#top"],
}
RELATIONS = [
    ("participation", "official", "official"),
    ("participation", "agency", "agency"),
    ("meetingevent", "event", "event"),
    ("meeting", "topics", "topic"),
    ("meeting", "programs", "program"),
    ("meeting", "sources", "source"),
    ("point", "topics", "topic"),
    ("point", "source", "source"),
    ("commitment", "made_by", "agency"),
    ("commitment", "made_to", "agency"),
    ("commitmentchange", "meeting", "meeting"),
    ("commitmentchange", "program", "program"),
    ("commitmentchange", "event", "event"),
    ("commitmentchange", "agreement", "agreement"),
    ("commitmentchange", "source", "source"),
    ("appointment", "agency", "agency"),
    ("appointment", "source", "source"),
    ("agency", "parent", "agency"),
    ("agency", "predecessor", "agency"),
    ("topic", "parent", "topic"),
    ("program", "agencies", "agency"),
    ("program", "topics", "topic"),
    ("program", "sources", "source"),
    ("event", "organisers", "agency"),
    ("event", "topics", "topic"),
    ("event", "parent", "event"),
    ("event", "sources", "source"),
    ("agreement", "parties", "agency"),
    ("agreement", "programs", "program"),
    ("agreement", "topics", "topic"),
    ("agreement", "meeting", "meeting"),
    ("agreement", "sources", "source"),
]


def suggested(client, model, field, term):
    data = {"app_label": "cooperation", "model_name": model, "field_name": field, "term": term}
    response = client.get("/admin/autocomplete/", data)
    assert response.status_code == 200
    return [choice["text"] for choice in response.json()["results"]]


@pytest.mark.parametrize(("model", "field", "noun"), RELATIONS)
def test_each_relation_is_found_by_every_spelling(admin_client, model, field, noun):
    record = MAKERS[noun]()
    for term in SPELLINGS[noun]:
        assert suggested(admin_client, model, field, term) == [str(record)], term
    assert suggested(admin_client, model, field, "nothing like this") == []


def test_nothing_typed_suggests_the_first_of_all(admin_client):
    agencies = [make_agency("UNESCO"), make_agency("UNICEF")]
    assert suggested(admin_client, "participation", "agency", "") == [str(agency) for agency in agencies]


@pytest.mark.parametrize("term", ["\0", "mfa\0", '"', "' OR 1=1", "%", "http://[", "https://", "a" * 10_000, "‮", "*:*"])
@pytest.mark.parametrize("field", ["sources", "topics"])
def test_nonsense_is_answered_with_a_list(admin_client, field, term):
    make_source("https://mfa.example/"), make_topic()
    assert suggested(admin_client, "meeting", field, term) in ([], ["https://mfa.example/"])


@pytest.mark.parametrize(("noun", "terms"), SPELLINGS.items())
def test_the_list_is_searched_alike(admin_client, noun, terms):
    record = MAKERS[noun]()
    for term in terms:
        page = admin_client.get(f"/admin/cooperation/{noun}/", {"q": term})
        assert list(page.context["cl"].queryset) == [record], term


def test_nobody_else_is_answered(client):
    make_agency("UNICEF")
    data = {"app_label": "cooperation", "model_name": "participation", "field_name": "agency", "term": "unicef"}
    assert client.get("/admin/autocomplete/", data).status_code == 302
