"""Whether the files of the whole record know that it has left them behind."""

import pytest

from cooperation.models import Meeting, Official, Participation, Program, Topic
from cooperation.opendata.bulk import freshness, making, shelf
from cooperation.opendata.mirroring import token
from cooperation.record import changes
from tests import factories as make
from tests.once import once
from tests.opendata.full import make_full_record
from tests.opendata.reading import content

from .files import laid_out, made_files

pytestmark = pytest.mark.django_db

MEETINGS = "/data/meetings.csv"


@once
def made():
    make_full_record()
    make.make_topic("Alone")
    return made_files()


@pytest.fixture(autouse=True)
def folder(made, settings, tmp_path):
    return laid_out(made, settings, tmp_path)


def told(folder):
    changes.forget()
    return freshness.is_behind(folder), freshness.holds_what_is_gone(folder)


def withdraw():
    Meeting.objects.update(state="withdrawn", withdrawal_reason_en="Not theirs to publish")


def test_what_was_just_made_is_neither_behind_nor_holds_what_is_gone(folder):
    assert told(folder) == (False, False)


def test_what_no_reader_sees_leaves_nothing_behind(folder):
    make.make_meeting("Draft", state="draft")
    Meeting.objects.update(editor_note="Ask again")
    assert told(folder) == (False, False)


def test_another_address_of_the_site_leaves_the_files_behind(folder, settings):
    settings.SITE_URL = "https://elsewhere.example"
    assert told(folder) == (True, False)


def test_what_is_new_or_said_otherwise_leaves_the_files_behind(folder):
    Topic.objects.filter(slug="mines").update(name_en="Mine action")
    assert told(folder) == (True, False)


@pytest.mark.parametrize(
    "hide",
    [
        withdraw,
        lambda: Program.objects.update(state="draft"),
        lambda: Topic.objects.filter(name_en="Alone").delete(),
        # Who sat in this meeting alone is public no more.
        lambda: Participation.objects.update(official=None, reported_name=""),
        changes.new_epoch,
    ],
)
def test_what_is_gone_is_noticed_however_it_went(folder, hide):
    hide()
    assert told(folder) == (True, True)


def test_files_of_a_former_release_are_made_anew(folder):
    package = folder / shelf.PACKAGE
    package.write_text(package.read_text().replace('"version"', '"no_version"'))
    freshness._package_of.cache_clear()
    assert told(folder) == (True, True)


def test_what_holds_a_withdrawn_record_is_not_given_until_it_is_made_anew(client):
    assert b"They met" in content(client.get(MEETINGS))
    withdraw()
    for name in ("meetings.csv", "participations.csv", "record.sqlite3", "record.ndjson", "record-csv.zip"):
        refused = client.get(f"/data/{name}")
        assert (refused.status_code, refused["Retry-After"], refused.json()["code"]) == (503, "30", "being-made-anew")
    assert client.get("/data/LICENSE.txt").status_code == 200
    making.make()
    assert b"They met" not in content(client.get(MEETINGS))


def test_the_validator_of_a_withdrawn_file_holds_no_more(client):
    etag = client.get(MEETINGS)["ETag"]
    withdraw()
    assert client.get(MEETINGS, headers={"If-None-Match": etag}).status_code == 503
    assert client.get(MEETINGS, headers={"Range": "bytes=0-9"}).status_code == 503


def test_the_page_says_what_the_record_has_left_behind(client):
    behind, gone = "The record has changed since", "Something in these files was withdrawn"
    assert [text in client.get("/data/").content.decode() for text in (behind, gone)] == [False, False]
    Official.objects.update(name="Another")
    assert [text in client.get("/data/").content.decode() for text in (behind, gone)] == [True, False]
    withdraw()
    assert [text in client.get("/data/").content.decode() for text in (behind, gone)] == [False, True]


def test_who_keeps_a_copy_goes_on_from_the_files(client, folder):
    state = token(changes.stamp())
    assert freshness._made_of(folder) == changes.stamp()
    withdraw()
    changed = client.get(f"/api/v1/meetings/?updated_since={state}").json()
    assert len(changed["withdrawn"]) == 1
