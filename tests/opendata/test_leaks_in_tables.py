"""Nothing unpublished in any table, spreadsheet, line or file of the whole record."""

import io
import sqlite3
import zipfile

import pytest

from cooperation.models import CommitmentChange
from cooperation.opendata.bulk import making
from cooperation.opendata.tabular.catalogue import OF_LISTS
from tests import factories as make
from tests.browse.test_leaks import SECRET, site  # noqa: F401
from tests.once import once
from tests.opendata.reading import content, rows_of_csv, sheets_of

pytestmark = pytest.mark.django_db


def is_free_of_secrets(text):
    return SECRET.lower() not in text.lower()


@pytest.mark.parametrize("table", OF_LISTS)
def test_no_table_holds_what_is_hidden(client, site, table):  # noqa: F811
    text = content(client.get(f"/{table}.csv")).decode()
    assert text.count("\r\n") > 1
    assert is_free_of_secrets(text)


@once
def named_by_public_records():
    """Drafts that public records name: a meeting signed at, an event that others are part of, what shows progress."""
    meeting = make.make_meeting(SECRET, "2011-11-11", state="draft")
    event, program = make.make_event(SECRET, state="draft"), make.make_program(SECRET, state="draft")
    agreement = make.make_agreement(SECRET, state="draft")
    make.make_event("Known event", parent=event)
    make.make_agreement("Known agreement", meeting=meeting)
    made = make.make_commitment(make.make_point(make.make_meeting()), make.make_agency())
    shown_by = {"meeting": meeting, "event": event, "program": program, "agreement": agreement}
    CommitmentChange.objects.create(commitment=made, progress="under-way", on="2024", **shown_by)


@pytest.mark.parametrize("path", ["/events.csv", "/agreements.csv", "/progress.csv"])
def test_no_row_says_what_a_hidden_record_is_called_or_its_day(client, named_by_public_records, path):
    (row,) = rows_of_csv(content(client.get(path)))
    assert is_free_of_secrets(repr(row))
    assert "2011" not in repr(row)
    hidden = ("parent", "meeting", "event", "program", "agreement")
    assert {value for name, value in row.items() if name.partition("_")[0] in hidden} == {""}


@pytest.mark.parametrize("noun", OF_LISTS)
def test_no_spreadsheet_holds_what_is_hidden(client, site, noun):  # noqa: F811
    sheets = sheets_of(client.get(f"/{noun}.xlsx"))
    assert len(sheets[noun]) > 1
    assert is_free_of_secrets(repr(sheets))


@pytest.mark.parametrize("noun", OF_LISTS)
def test_no_line_holds_what_is_hidden(client, site, noun):  # noqa: F811
    text = content(client.get(f"/{noun}.ndjson")).decode()
    assert text
    assert is_free_of_secrets(text)


def test_no_file_of_the_whole_record_holds_what_is_hidden(site, settings, tmp_path):  # noqa: F811
    settings.DATA_DIR = tmp_path
    for path in making.make().iterdir():
        assert is_free_of_secrets(_text_of(path)), path.name


def _text_of(path):
    if path.suffix == ".zip":
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
            return "".join(archive.read(name).decode() for name in archive.namelist())
    if path.suffix == ".sqlite3":
        database = sqlite3.connect(path)
        text = "\n".join(database.iterdump())
        database.close()
        # What was deleted from a page of the file may still stand in it.
        return text + path.read_bytes().decode(errors="replace")
    return path.read_text()
