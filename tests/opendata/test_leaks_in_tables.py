"""Nothing unpublished in any table, spreadsheet, line or file of the whole record."""

import io
import sqlite3
import zipfile

import pytest

from cooperation.opendata.bulk import making
from cooperation.opendata.tabular.catalogue import OF_NOUNS
from tests.browse.test_leaks import SECRET, site  # noqa: F401
from tests.opendata.reading import content, sheets_of

pytestmark = pytest.mark.django_db

TABLES = [(noun, table.name) for noun, tables in OF_NOUNS.items() for table in tables]


def is_free_of_secrets(text):
    return SECRET.lower() not in text.lower()


@pytest.mark.parametrize(("noun", "table"), TABLES)
def test_no_table_holds_what_is_hidden(client, site, noun, table):  # noqa: F811
    text = content(client.get(f"/{noun}.csv?table={table}")).decode()
    # one change of progress and one post more would be needed for these
    assert table in {"progress", "appointments"} or text.count("\r\n") > 1
    assert is_free_of_secrets(text)


@pytest.mark.parametrize("noun", OF_NOUNS)
def test_no_spreadsheet_holds_what_is_hidden(client, site, noun):  # noqa: F811
    sheets = sheets_of(client.get(f"/{noun}.xlsx"))
    assert len(sheets[noun]) > 1
    assert is_free_of_secrets(repr(sheets))


@pytest.mark.parametrize("noun", OF_NOUNS)
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
