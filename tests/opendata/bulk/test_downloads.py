"""The files of the whole record at their addresses."""

import json

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from cooperation.opendata.bulk import shelf
from cooperation.opendata.bulk.downloads import part_of
from cooperation.opendata.mirroring import token
from cooperation.record.changes import stamp
from tests.opendata.reading import content

pytestmark = pytest.mark.django_db

CONTENT = b"0123456789" * 20
DIGEST = "ab" * 32
NAME = "record.ndjson"
PATH = f"/data/{NAME}"


@pytest.fixture(autouse=True)
def file(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    with shelf.new_version() as folder:
        (folder / NAME).write_bytes(CONTENT)
        (folder / "meetings.csv").write_bytes(b"slug\r\n")
        (folder / shelf.PACKAGE).write_text(json.dumps({"version": token(stamp())}))
        (folder / shelf.SUMS).write_text(f"{DIGEST}  {NAME}\n{'cd' * 32}  meetings.csv\n")


def ask(client, path=PATH, **headers):
    return client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})


def test_a_file_is_given_whole(client):
    response = ask(client, accept_encoding="gzip")
    assert (response.status_code, content(response)) == (200, CONTENT)
    assert response["Content-Type"] == "application/x-ndjson"
    assert response["Content-Length"] == "200"
    assert response["Accept-Ranges"] == "bytes"
    assert response["ETag"] == f'"{DIGEST}"'
    assert "Content-Encoding" not in response


def test_the_head_of_a_file_has_no_body(client):
    response = client.head(PATH)
    assert (response.status_code, response.content, response["Content-Length"]) == (200, b"", "200")


@pytest.mark.parametrize("wanted", ["bytes=0-9", "bytes=900-"])
def test_the_head_is_that_of_the_whole_file_whatever_part_is_asked_for(client, wanted):
    response = client.head(PATH, headers={"range": wanted})
    assert (response.status_code, response["Content-Length"]) == (200, "200")


@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [("bytes=0-0", 0, 1), ("bytes=5-9", 5, 10), ("bytes=190-", 190, 200), ("bytes=-7", 193, 200),
     ("bytes=150-9999", 150, 200), ("bytes=-9999", 0, 200)],
)  # fmt: skip
def test_a_part_is_given_alone(client, wanted, start, end):
    response = ask(client, range=wanted, accept_encoding="gzip")
    assert (response.status_code, content(response)) == (206, CONTENT[start:end])
    assert response["Content-Range"] == f"bytes {start}-{end - 1}/200"
    assert response["Content-Length"] == str(end - start)


def test_scripts_of_every_site_see_which_part_they_got(client):
    exposed = ask(client, range="bytes=5-9")["Access-Control-Expose-Headers"].split(", ")
    assert {"Accept-Ranges", "Content-Disposition", "Content-Range"} <= set(exposed)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", [PATH, "/data/nothing.csv"])
def test_nothing_can_be_written(method, path):
    response = getattr(Client(enforce_csrf_checks=True), method)(path)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("wanted", ["bytes=200-", "bytes=900-950", "bytes=-0"])
def test_a_part_that_is_not_there_is_refused(client, wanted):
    response = ask(client, range=wanted)
    assert (response.status_code, response["Content-Range"]) == (416, "bytes */200")


@pytest.mark.parametrize("wanted", ["bytes=1-2,5-6", "lines=1-2", "bytes=", "bytes=-", "bytes=5-2", "bytes=a-b", "x"])
def test_what_is_no_single_part_gets_the_whole(client, wanted):
    response = ask(client, range=wanted)
    assert (response.status_code, content(response)) == (200, CONTENT)


def test_a_part_of_another_version_gets_the_whole(client):
    assert ask(client, range="bytes=1-2", if_range='"other"').status_code == 200
    assert ask(client, range="bytes=1-2", if_range=f'"{DIGEST}"').status_code == 206
    assert ask(client, range="bytes=1-2", if_range=ask(client)["Last-Modified"]).status_code == 206


def test_a_file_that_is_known_is_not_sent_again(client):
    response = ask(client)
    assert ask(client, if_none_match=response["ETag"]).status_code == 304
    assert ask(client, if_modified_since=response["Last-Modified"]).status_code == 304
    assert ask(client, if_match='"other"').status_code == 412


def test_checksums_are_a_file_too(client):
    response = ask(client, "/data/SHA256SUMS")
    assert content(response).decode().startswith(f"{DIGEST}  {NAME}\n")
    assert response["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize("name", ["record.json", "current", "..", "%2e%2e%2fsecret_key", "SHA256SUMS.txt", "x" * 500])
def test_nothing_else_is_given(client, name):
    assert ask(client, f"/data/{name}").status_code == 404


def test_a_misspelt_name_is_told_from_its_neighbours(client):
    problem = ask(client, "/data/record.ndjso").json()
    assert (problem["code"], problem["near"]) == ("not-found", [NAME])


def test_before_the_files_are_made_they_are_not_there(client, settings, tmp_path):
    settings.DATA_DIR = tmp_path / "other"
    assert ask(client).json()["code"] == "not-made-yet"


@given(st.text(max_size=30) | st.from_regex(r"bytes=\d{0,4}-\d{0,4}", fullmatch=True), st.integers(0, 3000))
def test_a_part_always_lies_within_the_file(wanted, size):
    try:
        part = part_of(wanted, size)
    except ValueError:
        return
    assert part is None or 0 <= part[0] < part[1] <= size
