"""The commands: the same as the pages, in a terminal."""

import io

import pytest
from django.core.management import CommandError, call_command

from cooperation.models import Import, Meeting, State
from tests.factories import make_agency, make_meeting

from .files import csv_of, empty_the_record

pytestmark = pytest.mark.django_db


def run(name, *args, **options):
    out = io.StringIO()
    call_command(name, *map(str, args), stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def table(tmp_path):
    make_agency("UNICEF")
    file = tmp_path / "list.csv"
    file.write_bytes(csv_of({"date": "2024-03", "Heading": "Of two", "un_agencies": "UNICEF"}))
    return file


def test_a_table_is_tried_then_imported(table, admin_user):
    options = {"table": "meetings", "column": ["Heading=title_en"], "by": "admin", "reason": "A list"}
    told = run("import_table", table, dry_run=True, verbosity=2, **options)
    assert "new: 2024-03 Of two" in told
    assert "Nothing was written" in told
    assert not Meeting.objects.exists()
    assert "1 new, 0 changed, 0 unchanged." in run("import_table", table, **options)
    assert Import.objects.values_list("reason", "by_name").get() == ("A list", "admin")


def test_errors_are_told_with_row_and_column(table):
    table.write_bytes(csv_of({"date": "soon", "title_en": "Of two"}))
    out = io.StringIO()
    with pytest.raises(CommandError, match="Nothing was imported"):
        call_command("import_table", str(table), stdout=out, table="meetings")
    assert "list, row 2, date: “soon”" in out.getvalue()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"column": ["Nothing=title_en"]}, "no column “Nothing”"),
        ({"column": ["Heading=nothing"], "table": "meetings"}, "no column of meetings"),
        ({"column": ["Heading=title_en"], "table": "meetings", "by": "nobody"}, "no account"),
    ],
)
def test_what_the_command_cannot_do_is_told(table, options, words):
    with pytest.raises(CommandError, match=words):
        run("import_table", table, **options)
    with pytest.raises(CommandError, match="cannot be read"):
        run("import_table", table.parent / "none.csv")


def test_an_archive_is_written_and_imported(tmp_path):
    make_meeting("Of two")
    file = tmp_path / "record.zip"
    assert "1 meetings" in run("archive_record", file)
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(CommandError, match="cannot be written"):
        run("archive_record", file)
    empty_the_record()
    assert "1 new" in run("import_record", file, dry_run=True)
    assert not Meeting.objects.exists()
    run("import_record", file, keep_states=True)
    assert Meeting.objects.get().state == State.PUBLISHED
    file.write_bytes(b"nothing")
    with pytest.raises(CommandError, match="damaged"):
        run("import_record", file)
