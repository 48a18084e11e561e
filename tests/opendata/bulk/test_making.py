"""The files of the whole record, read as their users read them."""

import csv
import hashlib
import json
import sqlite3
import zipfile
from contextlib import closing

import frictionless
import pytest
from django.core.management import call_command

from cooperation.models import Meeting, Program
from cooperation.opendata.bulk import making, shelf
from cooperation.opendata.bulk.database import write
from cooperation.opendata.bulk.everything import EVERYTHING
from cooperation.opendata.tabular.catalogue import OF_NOUNS
from tests import factories as make
from tests.once import once
from tests.opendata.full import make_full_record
from tests.opendata.reading import rows_of_csv

from .files import laid_out, made_files

pytestmark = pytest.mark.django_db


@once
def made():
    make_full_record()
    make.make_meeting("=1+1", "2020", sources=[make.make_source()])
    return made_files(SITE_URL="https://record.example")


@pytest.fixture
def folder(made, settings, tmp_path):
    settings.SITE_URL = "https://record.example"
    return laid_out(made, settings, tmp_path)


@pytest.fixture
def database(folder):
    connection = sqlite3.connect(folder / making.DATABASE)
    yield connection
    connection.close()


def test_every_file_is_there_and_summed(folder):
    names = {path.name for path in folder.iterdir()} - {shelf.SUMS}
    assert {f"{table.name}.csv" for table in EVERYTHING} < names
    assert shelf.sums(folder) == {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in sorted(names)
    }


def test_the_package_is_valid_and_so_are_its_tables(folder):
    report = frictionless.validate(str(folder / shelf.PACKAGE))
    assert report.flatten(["task", "rowNumber", "fieldName", "type", "note"]) == []
    assert len(report.tasks) == len(EVERYTHING)


def test_a_table_that_breaks_the_package_would_be_seen(folder):
    path = folder / "participations.csv"
    path.write_text(path.read_text().replace("nazirlik", "nobody"))
    assert not frictionless.validate(str(folder / shelf.PACKAGE)).valid


def test_the_package_tells_licence_home_and_sizes(folder):
    package = json.loads((folder / shelf.PACKAGE).read_text())
    assert package["homepage"] == "https://record.example/data/"
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    for resource in package["resources"]:
        data = (folder / resource["path"]).read_bytes()
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        assert resource["rows"] == len(rows_of_csv(data))


def test_the_package_tells_lists_from_texts(folder):
    package = json.loads((folder / shelf.PACKAGE).read_text())
    schemas = {each["name"]: each["schema"]["fields"] for each in package["resources"]}
    types = {(name, field["name"]): field.get("itemType") for name, fields in schemas.items() for field in fields}
    assert types["meetings", "topics"] == types["agencies", "aliases"] == "string"
    assert (types["topics", "sdgs"], types["meetings", "title_en"]) == ("integer", None)
    assert {each["delimiter"] for fields in schemas.values() for each in fields if "itemType" in each} == {" | "}


@pytest.mark.django_db
def test_where_addresses_begin_is_said(tmp_path, settings):
    settings.DATA_DIR = tmp_path
    make.make_meeting("Talks", slug="talks")
    told = {"https://record.example": "an address of this site.", "": "put the site’s address before it."}
    for settings.SITE_URL, said in told.items():
        folder = making.make()
        line = json.loads((folder / making.LINES).read_text().splitlines()[0])
        assert line["url"] == f"{settings.SITE_URL}/meetings/talks/"
        assert said in (folder / shelf.README).read_text()


def test_the_archive_holds_the_same_files(folder):
    with zipfile.ZipFile(folder / making.ZIP) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert {name: archive.read(name) for name in names} == {name: (folder / name).read_bytes() for name in names}
    assert {shelf.PACKAGE, shelf.DICTIONARY, shelf.LICENCE, shelf.README, "meetings.csv"} <= set(names)


def test_the_database_holds_what_the_tables_hold(folder, database):
    for table in EVERYTHING:
        rows = rows_of_csv((folder / f"{table.name}.csv").read_bytes())
        found = database.execute(f'SELECT * FROM "{table.name}"')
        assert [column[0] for column in found.description] == table.header
        assert len(rows) == len(found.fetchall())
    assert database.execute("SELECT title_en FROM meetings ORDER BY date").fetchall() == [("=1+1",), ("They met",)]


def test_the_database_is_sound_and_its_references_lead_somewhere(database):
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    met = """SELECT agencies.name_en FROM participations JOIN agencies ON agencies.slug = participations.agency
             WHERE participations.role = 'guest'"""
    assert database.execute(met).fetchall() == [("Nazirlik",)]
    assert database.execute("SELECT relation FROM meetings_events").fetchall() == [("discussed",)]


def test_what_is_not_known_is_null(database):
    assert (
        database.execute("SELECT title_az, venue, topics FROM meetings WHERE date = '2020'").fetchone() == (None,) * 3
    )


def test_a_nought_is_a_number_and_an_empty_text_is_not_known(db, tmp_path):
    make.make_point(make.make_meeting(), "Said", order=0, paragraph=None, text_az="")
    write(tmp_path / "one.sqlite3", EVERYTHING, [])
    with closing(sqlite3.connect(tmp_path / "one.sqlite3")) as database:
        assert database.execute("SELECT number, paragraph, text_az FROM points").fetchall() == [(0, None, None)]


def test_the_database_explains_itself(database):
    about = dict(database.execute("SELECT * FROM about"))
    assert about["licence"].startswith("CC BY 4.0")
    assert "https://record.example/data/" in about["citation"]
    explained = set(database.execute('SELECT "table", "column" FROM dictionary'))
    assert explained == {(table.name, name) for table in EVERYTHING for name in table.header}


def test_lines_hold_every_record_whole(folder):
    lines = [json.loads(line) for line in (folder / making.LINES).read_text().splitlines()]
    counts = {noun: tables[0].records().count() for noun, tables in OF_NOUNS.items()}
    assert {noun: sum(line["noun"] == noun for line in lines) for noun in OF_NOUNS} == counts
    (whole,) = [line for line in lines if line["noun"] == "meetings" and line["date"] == "2024-01-11"]
    assert len(whole["participations"]) == 4
    assert len(whole["points"]) == 1


def test_the_dictionary_explains_every_column(folder):
    with (folder / shelf.DICTIONARY).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {(row["table"], row["column"]) for row in rows} == {
        (table.name, name) for table in EVERYTHING for name in table.header
    }
    assert all(row["type"] and row["meaning"] for row in rows)


def test_the_command_puts_new_files_in_the_place_of_old_ones(folder, capsys):
    make.make_meeting("Later")
    call_command("export_record")
    assert "files" in capsys.readouterr().out
    assert not folder.exists()
    assert b"Later" in (shelf.current() / "meetings.csv").read_bytes()
    assert [path.name for path in shelf.root().iterdir() if path.name != "current"] == [shelf.current().name]


def test_what_fails_leaves_the_files_as_they_are(folder, monkeypatch):
    monkeypatch.setattr(making, "_sum_up", lambda folder: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        making.make()
    assert shelf.current() == folder
    assert sorted(path.name for path in shelf.root().iterdir()) == sorted(["current", folder.name])


def test_what_was_withdrawn_is_gone_with_the_next_files(folder):
    Meeting.objects.filter(date="2024-01-11").update(state="withdrawn", withdrawal_reason_en="Twice")
    Program.objects.update(state="draft")
    folder = making.make()
    assert b"They met" not in b"".join(path.read_bytes() for path in folder.iterdir())
    assert [len(rows_of_csv((folder / f"{name}.csv").read_bytes())) for name in ("programs", "meetings")] == [0, 1]
