"""What is far larger or deeper than anybody means it: refused in a sentence, and never a fault of the server."""

import hashlib
import io
import json
import time
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from cooperation.editorial.exchange.archives import MANIFEST
from cooperation.editorial.exchange.archiving import plan_of_archive
from cooperation.editorial.exchange.bounds import UnusableError
from cooperation.models import Meeting
from tests import factories as make
from tests.editorial.exchange.files import archived
from tests.editorial.posting import ADD, meeting_form

pytestmark = pytest.mark.django_db

TEN_MEGABYTES = "a" * 10 * 2**20
LOGIN, INTAKE = "/accounts/login/", "/admin/cooperation/meeting/from-text/"
FIELDS = {LOGIN: "login", INTAKE: "intake-text", ADD: "summary_en"}


def posted(path):
    fields = meeting_form() if path == ADD else {"login": "leyla", "password": "x"}
    return fields | {FIELDS[path]: TEN_MEGABYTES}


@pytest.mark.parametrize("path", FIELDS)
@pytest.mark.parametrize("kind", ["multipart", "urlencoded"])
def test_a_field_of_ten_megabytes_is_refused(admin_client, path, kind):
    if kind == "multipart":
        body, content_type = encode_multipart(BOUNDARY, posted(path)), MULTIPART_CONTENT
    else:
        body, content_type = f"{FIELDS[path]}={TEN_MEGABYTES}", "application/x-www-form-urlencoded"
    answer = admin_client.generic("POST", path, body, content_type)
    assert answer.status_code == 400
    assert "This address cannot be read" in answer.content.decode()
    assert len(answer.content) < 50_000
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("many", ["files", "fields"])
def test_so_are_many_small_ones(client, many):
    value = SimpleUploadedFile("a", b"a") if many == "files" else "a"
    sent = {f"field{number}": value for number in range(101 if many == "files" else 2_001)}
    assert client.post(LOGIN, sent).status_code == 400


def with_part(name, content, lines=True):
    """The archive of the record with another part; of lines the manifest says so."""
    old, new = zipfile.ZipFile(io.BytesIO(archived())), io.BytesIO()
    parts = {part: old.read(part) for part in old.namelist()} | {name: content}
    if lines:
        manifest = json.loads(parts[MANIFEST])
        manifest["files"][name] = {"records": 1, "sha256": hashlib.sha256(content).hexdigest()}
        parts[MANIFEST] = json.dumps(manifest).encode()
    with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    return new.getvalue()


# What JSON may hold that no record does.
LINES = {
    "deep lists": b"[" * 200_000,
    "deep lists that end": b"[" * 100_000 + b"]" * 100_000,
    "deep objects": b'{"participations":' * 100_000 + b"1" + b"}" * 100_000,
    "deep, and read all the same": b'{"uid":' + b"[" * 900 + b"]" * 900 + b"}",
    "a number of a million digits": b'{"uid":' + b"9" * 1_000_000 + b"}",
    "no number": b'{"uid":NaN,"number":-Infinity,"title_en":1e999}',
    "a line of six megabytes": b'{"title_en":"' + b"a" * 6 * 2**20 + b'"}',
    "a million names": b"{" + b",".join(b'"a%d":1' % number for number in range(300_000)) + b"}",
    "half a letter": b'{"title_en":"\\ud800"}',
    "no UTF-8": b'{"title_en":"\xff\xfe"}',
}


@pytest.mark.parametrize("kind", LINES)
def test_json_that_is_no_record_is_refused(kind):
    try:
        made = plan_of_archive("a.zip", with_part("meetings.ndjson", LINES[kind] + b"\n"))
    except UnusableError as error:
        said, due = [str(error)], []
    else:
        said, due = [problem.text for problem in made.problems], made.due
    assert due == []
    assert [0 < len(text) < 200 for text in said] == [True]


@pytest.mark.parametrize("kind", ["deep lists", "deep lists that end", "a number of a million digits", "no UTF-8"])
def test_so_is_a_manifest(kind):
    with pytest.raises(UnusableError, match="no manifest"):
        plan_of_archive("a.zip", with_part(MANIFEST, LINES[kind], lines=False))


@pytest.mark.parametrize("path", ["/api/v1/meetings/", "/meetings.json", "/api/v1/openapi.json"])
def test_no_json_is_read_from_a_program(path):
    """The record is read only: whatever is sent along is not looked at."""
    for method in ("post", "put", "patch"):
        answer = getattr(Client(), method)(path, LINES["deep lists"], "application/json")
        assert answer.status_code == 405


LONG = {
    "HTTP_ACCEPT": "text/html;q=0." * 4_000,
    "HTTP_ACCEPT_LANGUAGE": "az-latn;q=0.1," * 4_000,
    "HTTP_ACCEPT_ENCODING": "gzip;q=0.1," * 5_000,
    "HTTP_IF_NONE_MATCH": 'W/"a", ' * 8_000,
    "HTTP_IF_MODIFIED_SINCE": "9" * 60_000,
    "HTTP_RANGE": "bytes=" + "0-1," * 15_000,
    "HTTP_COOKIE": "a=b; " * 12_000,
    "HTTP_X_FORWARDED_FOR": "1.1.1.1, " * 6_000,
    "HTTP_HX_CURRENT_URL": "https://a/" + "%41" * 20_000,
    "CONTENT_TYPE": "multipart/form-data; boundary=" + "a" * 60_000,
}


@pytest.mark.parametrize("header", LONG)
@pytest.mark.parametrize("path", ["/", "/meetings.json", "/api/v1/meetings/", "/data/"])
def test_a_header_of_sixty_kilobytes_costs_little(client, header, path):
    make.make_meeting("Known")
    client.get(path)
    begun = time.thread_time()
    answer = client.get(path, **{header: LONG[header]})
    seconds = time.thread_time() - begun
    assert answer.status_code in {200, 400, 406}
    # What took the square of its length would take a minute.
    assert seconds < 3
