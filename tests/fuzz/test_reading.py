"""Whatever a reader or a program sends is answered, and never with a fault of the server."""

from types import SimpleNamespace

import pytest
import schemathesis
from django.contrib.auth.models import Group, User
from django.core.wsgi import get_wsgi_application
from django.test import Client
from django.utils import translation
from hypothesis import strategies as st

from cooperation.models import Correction, PartialDate
from cooperation.opendata.bulk import shelf
from cooperation.record import changes
from tests import factories as make
from tests.browse.test_query_counts import make_record
from tests.opendata.test_api_document import CHECKS, OPERATIONS, PLAIN
from tests.operations import fronts

from .inputs import DATA, DATES, HEADERS, LANGUAGES, PAGES, PATHS, QUERIES, TEXTS, sent

pytestmark = [pytest.mark.django_db, pytest.mark.engine("sqlite")]

ANSWERS = {200, 204, 206, 301, 302, 304, 400, 403, 404, 405, 406, 410, 412, 416}


@pytest.fixture
def record():
    make_record(1)
    Correction.objects.create(meeting=make.Meeting.objects.first(), text_en="The day was wrong.")


def answered(path, query="", method="GET", client=None, **headers):
    """The status of the answer, which is read to its end; what the site raises is raised here."""
    client = client or Client()
    answer = client.generic(method, "/", PATH_INFO=path, QUERY_STRING=query, **headers)
    if answer.streaming:
        list(answer)
    answer.close()
    translation.activate("en")
    assert answer.status_code in ANSWERS, (answer.status_code, path, query, headers)
    return answer


def test_any_query_of_a_page(record, hostile):
    def check(path, language, query):
        answered(language + path, sent(query))

    hostile(check, st.sampled_from(PAGES), LANGUAGES, QUERIES)


def test_any_query_of_data(record, hostile):
    def check(path, language, query):
        answered(language + path, sent(query))

    hostile(check, st.sampled_from(DATA), LANGUAGES, QUERIES)


def test_any_bytes_as_a_query(record, hostile):
    def check(path, raw):
        answered(path, raw.decode("latin-1"))

    hostile(check, st.sampled_from(PAGES + DATA), st.binary(max_size=60))


def test_any_path(record, hostile):
    def check(path, method):
        answered(path.encode("utf-8", "surrogatepass").decode("latin-1"), method=method)

    hostile(check, PATHS, st.sampled_from(["GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "TRACE"]))


def test_any_headers(record, hostile):
    def check(path, headers, method):
        answered(path, method=method, **headers)

    hostile(check, st.sampled_from(PAGES + DATA), HEADERS, st.sampled_from(["GET", "GET", "HEAD", "OPTIONS"]), few=8)


def test_any_headers_before_django_wakes_up(record, hostile):
    site = fronts.Client(changes.stamp)

    def check(path, headers):
        # Twice: what is kept is given by other code.
        assert {site.get(path, **headers).status for _ in range(2)} <= ANSWERS
        translation.activate("en")

    hostile(check, st.sampled_from(["/", "/about/", "/topics.json", "/topics.csv"]), HEADERS)


def test_any_part_of_a_file(record, hostile, settings, tmp_path, monkeypatch):
    """The files of the whole record are given in parts."""
    (tmp_path / "topics.csv").write_bytes(b"0123456789" * 20)
    monkeypatch.setattr("cooperation.opendata.bulk.downloads._found", lambda name: (tmp_path / name, '"a"'))
    monkeypatch.setattr(shelf, "current", lambda: SimpleNamespace(name="1"))

    def check(headers):
        answer = answered("/data/topics.csv", **headers)
        if answer.status_code == 206:
            assert answer["Content-Range"].startswith("bytes ")

    hostile(check, HEADERS, few=8)


def test_any_date(hostile):
    def check(text):
        try:
            date = PartialDate(text)
        except (ValueError, TypeError):
            return
        assert PartialDate(str(date)) == date
        assert date.earliest <= date.latest

    hostile(check, DATES | TEXTS, few=50)


def signed_in(role):
    user = User.objects.create_user(role, password="x", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return {"sessionid": client.cookies["sessionid"].value}


def test_the_api_as_its_document_allows_and_forbids(record, hostile):
    """It knows nobody: who is signed in gets the same, and keeps to the document as well."""
    everyone = [{}, signed_in("Contributor"), signed_in("Editor")]
    with fronts.connection_kept():
        api = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
        asking = [path for path in OPERATIONS if api.raw_schema["paths"][path]["get"].get("parameters")]
        wrong = {"generation_mode": schemathesis.GenerationMode.NEGATIVE}
        right = st.sampled_from(OPERATIONS).flatmap(lambda path: api[path]["GET"].as_strategy())
        bad = st.sampled_from(asking).flatmap(lambda path: api[path]["GET"].as_strategy(**wrong))

        def check(case, cookies):
            case.call_and_validate(checks=CHECKS, headers=PLAIN, cookies=cookies)

        hostile(check, right | bad, st.sampled_from(everyone))
