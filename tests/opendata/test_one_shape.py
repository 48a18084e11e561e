"""What looks like data is answered as data, also where there is nothing to give."""

import pytest

from cooperation.opendata import rendering
from cooperation.opendata.bulk import making
from tests import factories as make
from tests.once import once
from tests.opendata.reading import content

pytestmark = pytest.mark.django_db


@once
def record():
    return make.make_meeting("Talks", agencies=[make.make_agency("Fund", acronym_en="UNF")])


@pytest.fixture(scope="module")
def files(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        from django.conf import settings

        patch.setattr(settings, "DATA_DIR", tmp_path_factory.mktemp("data"))
        yield making.make()


def problem(response):
    assert response["Content-Type"] == "application/problem+json", response.status_code
    answer = response.json()
    assert answer["status"] == response.status_code
    return answer["status"], answer["code"]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/meetings.JSON", "unknown-format"),
        ("/meetings.pdf", "unknown-format"),
        ("/meetings/talks.PDF", "unknown-format"),
        ("/participations.atom", "unknown-format"),
        ("/nothing.json", "not-found"),
        ("/nothing/at/all.csv", "not-found"),
        ("/az/api/v1/meetings/", "not-found"),
        ("/ru/api/v1/meetings", "not-found"),
        ("/api/v1/nothing/", "not-found"),
        ("/sitemap-meetings-99.xml", "not-found"),
    ],
)
def test_what_is_not_there_is_said_to_programs(client, record, path, code):
    assert problem(client.get(path)) == (404, code)


@pytest.mark.parametrize(
    "path",
    ["/api/v1/", "/api/v1/openapi.json", "/data/meetings.csv", "/sitemap.xml", "/sitemap-pages.xml",
     "/sitemap-meetings-1.xml"],
)  # fmt: skip
def test_a_parameter_is_refused_where_none_is_taken(client, record, files, path):
    assert problem(client.get(f"{path}?x=1")) == (400, "unknown-parameter")


@pytest.mark.parametrize(
    "path", ["/api/v1/", "/api/v1/meetings/", "/meetings.csv", "/data/meetings.csv", "/sitemap.xml"]
)
def test_a_foreign_host_is_refused_in_the_same_shape(client, path):
    assert problem(client.get(path, headers={"Host": "elsewhere.example"})) == (400, "bad-request")


def test_a_foreign_host_of_a_page_gets_a_page(client):
    for path in ("/meetings/", "/nothing/"):
        refused = client.get(path, headers={"Host": "elsewhere.example"})
        assert (refused.status_code, refused["Content-Type"]) == (400, "text/html; charset=utf-8")


@pytest.mark.parametrize(
    "path", ["/meetings.json", "/meetings.csv", "/meetings.atom", "/points.ndjson", "/api/v1/", "/api/v1/meetings/",
             "/api/v1/meetings/facets/", "/api/v1/openapi.json"],
)  # fmt: skip
def test_another_type_than_the_address_speaks_is_refused(client, record, path):
    spoken = client.get(path)["Content-Type"].partition(";")[0]
    for accept in ("image/png", "application/xml", "text/html"):
        refused = client.get(path, headers={"Accept": accept})
        assert problem(refused) == (406, "not-acceptable")
        assert refused.json()["near"][0] == spoken
    for accept in ("*/*", "text/html, */*;q=0.1"):
        response = client.get(path, headers={"Accept": accept})
        assert response.status_code == 200
        assert "Accept" in response["Vary"]


@pytest.mark.parametrize("path", ["/meetings.json", "/meetings.csv", "/api/v1/meetings/"])
def test_a_precondition_that_does_not_hold(client, record, path):
    assert problem(client.get(path, headers={"If-Match": '"other"'})) == (412, "precondition-failed")


def test_a_file_answers_in_the_one_shape_too(client, files):
    path = "/data/record.sqlite3" if (files / "record.sqlite3").exists() else f"/data/{making.DATABASE}"
    assert problem(client.get(path, headers={"If-Match": '"other"'})) == (412, "precondition-failed")
    response = client.get(path, headers={"Range": "bytes=999999999-"})
    assert problem(response) == (416, "no-such-range")
    assert response["Content-Range"] == f"bytes */{(files / making.DATABASE).stat().st_size}"
    assert "Accept-Language" not in client.get(path).get("Vary", "")
    assert "Accept-Language" not in client.get("/data/").get("Vary", "")
    moved = client.get(f"/az/data/{making.DATABASE}")
    assert (moved.status_code, moved["Location"]) == (301, f"/data/{making.DATABASE}")


@pytest.mark.parametrize("path", ["/data/", "/api/", "/api/docs/", "/az/data/"])
def test_nothing_can_be_sent_to_a_page_among_the_data(client, path):
    assert problem(client.post(path)) == (405, "method-not-allowed")


def test_a_fault_is_told_in_the_one_shape(client, record, monkeypatch, caplog):
    # The fault is reported, which the client would take for its own.
    client.raise_request_exception = False
    monkeypatch.setattr(rendering, "wanted", lambda *args, **options: 1 / 0)
    response = client.get("/meetings.json")
    assert problem(response) == (500, "server-error")
    assert "division" not in response.content.decode()
    assert "'/meetings.json' could not be answered." in caplog.text


def test_addresses_are_whole_wherever_the_site_is_reached(client, record, settings):
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    for host in ("one.example", "two.example", "one.example"):
        base = f"http://{host}/meetings/{record.slug}/"
        assert client.get("/meetings.json", headers={"Host": host}).json()["results"][0]["url"] == base
        line = b"".join(client.get("/meetings.ndjson", headers={"Host": host}).streaming_content)
        assert base.encode() in line


@pytest.mark.parametrize(
    ("path", "head"),
    [("/participations.csv", "meeting,meeting_title_en,date,"), ("/points.csv", "meeting,meeting_title_en,date,"),
     ("/appointments.csv", "official,"), ("/progress.csv", "commitment,")],
)  # fmt: skip
def test_what_stands_beside_the_records_has_an_address(client, record, path, head):
    text = b"".join(client.get(path).streaming_content).decode("utf-8-sig")
    assert text.startswith(head)
    assert content(client.get(path.replace(".csv", ".xlsx"))).startswith(b"PK")
    moved = client.get(f"/az{path}")
    assert (moved.status_code, moved["Location"]) == (301, path)


def test_who_met_whom_takes_the_filters_of_meetings(client, record):
    make.make_meeting("Others", agencies=[make.make_agency("Other")])
    text = b"".join(client.get("/participations.csv?agency=unf").streaming_content).decode()
    assert [line.split(",")[0] for line in text.splitlines()[1:]] == [record.slug]
    assert problem(client.get("/participations.csv?agency=none")) == (400, "unknown-value")
    assert problem(client.get("/points.ndjson?colour=red")) == (400, "unknown-parameter")


def test_the_page_of_an_agency_offers_its_meetings(client, record):
    body = make.make_body("Ministry")
    make.make_meeting(agencies=[body])
    for path, query in (("/agencies/unf/", "agency=unf"), (f"/agencies/{body.slug}/", f"body={body.slug}")):
        response = client.get(path)
        for suffix in ("csv", "atom", "ics"):
            assert f"</meetings.{suffix}?{query}>" in response["Link"]
            assert f'href="/meetings.{suffix}?{query}"' in response.content.decode()
            assert client.get(f"/meetings.{suffix}?{query}").status_code == 200


def test_the_manual_is_a_page_of_the_site(client):
    for path in ("/api/", "/az/api/"):
        page = client.get(path)
        text = page.content.decode()
        assert page.status_code == 200
        assert "http://testserver/api/v1/meetings/" in text
        assert "record.example" not in text
        assert "<h2>Keeping a copy</h2>" in text
        assert "<th>status</th>" in text
        assert " style=" not in text
    assert "<title>How programs read the record" in client.get("/api/").content.decode()


def test_the_manual_on_the_site_says_nothing_of_putting_its_address(client):
    page = client.get("/api/").content.decode()
    assert "curl 'http://testserver/api/v1/meetings/" in page
    assert "put the address of your site" not in page
    assert "run by the tests." in page
