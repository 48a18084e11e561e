"""Lists and records as spreadsheets."""

import datetime
import io
import re
import zipfile

import pytest
from openpyxl import load_workbook

from cooperation.opendata.tabular import workbooks
from tests import factories as make
from tests.opendata.full import make_full_record
from tests.opendata.reading import content, rows_of_csv, rows_of_sheet, sheets_of

pytestmark = pytest.mark.django_db


def book_of(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return load_workbook(io.BytesIO(content(response)))


def test_a_list_is_a_workbook_with_a_sheet_for_each_table(client):
    make_full_record()
    response = client.get("/meetings.xlsx")
    assert response["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert response["Content-Disposition"] == 'attachment; filename="meetings.xlsx"'
    assert list(sheets_of(response)) == ["meetings", "participations", "points", "columns", "about"]


def test_a_workbook_says_whose_it_is_and_what(client):
    properties = book_of(client, "/meetings.xlsx").properties
    name = "Azerbaijan–UN cooperation record"
    assert (properties.creator, properties.title) == (name, f"{name}: meetings, participations, points")


@pytest.mark.parametrize("noun", ["meetings", "agencies", "officials", "programs", "events", "topics", "agreements"])
def test_a_sheet_holds_what_the_csv_holds(client, noun):
    make_full_record()
    sheet = rows_of_sheet(sheets_of(client.get(f"/{noun}.xlsx"))[noun])
    rows = rows_of_csv(content(client.get(f"/{noun}.csv")))
    assert [{name: _as_text(name, value) for name, value in row.items()} for row in sheet] == rows


def _as_text(name, value):
    if name == "modified":
        return f"{value.isoformat()}Z"
    return value.date().isoformat() if isinstance(value, datetime.datetime) else str(value or "")


def test_a_time_is_a_time_and_says_its_zone(client):
    moment = datetime.datetime(2024, 1, 11, 23, 30, 5, tzinfo=datetime.UTC)
    make.note_change(make.make_meeting(), moment)
    book = book_of(client, "/meetings.xlsx")
    head = [cell.value for cell in book["meetings"][1]]
    modified = book["meetings"][2][head.index("modified")]
    assert (modified.is_date, modified.value) == (True, moment.replace(tzinfo=None))
    made = next(row[1] for row in book["about"] if row[0].value == "Made")
    passed = datetime.datetime.now(datetime.UTC).replace(tzinfo=None) - made.value
    assert abs(passed) < datetime.timedelta(minutes=5)
    assert made.number_format == modified.number_format == 'yyyy-mm-dd hh:mm:ss "UTC"'


def test_an_empty_text_is_an_empty_cell(client):
    make.make_meeting("M", city="", venue="", summary_en="\x07")
    file = zipfile.ZipFile(io.BytesIO(content(client.get("/meetings.xlsx"))))
    row = file.read("xl/worksheets/sheet1.xml").decode().partition('<row r="2">')[2].partition("</row>")[0]
    assert ">M<" in row
    assert not re.search(r't="inlineStr"[^>]*(/>|></c>)|<t[^>]*(/>|></t>)', row)


def test_a_day_is_a_date_and_a_month_is_text(client):
    make.make_meeting("M", "2024-01-11")
    make.make_meeting("M", "2023-05")
    rows = rows_of_sheet(sheets_of(client.get("/meetings.xlsx"))["meetings"])
    assert [row["date"] for row in rows] == [datetime.datetime(2024, 1, 11), "2023-05"]
    assert [row["date_precision"] for row in rows] == ["day", "month"]


def test_a_number_is_a_number(client):
    make_full_record()
    (row,) = rows_of_sheet(sheets_of(client.get("/meetings.xlsx"))["points"])
    assert (row["number"], row["paragraph"]) == (1, 3)


@pytest.mark.parametrize("title", ["=1+1", "#N/A", "+1", "@x", "'=3"])
def test_no_text_is_a_formula(client, title):
    make.make_meeting(title)
    cell = book_of(client, "/meetings.xlsx")["meetings"]["C2"]
    assert (cell.value, cell.data_type) == (title, "s")


def test_what_a_spreadsheet_cannot_hold_is_left_out(client):
    make.make_meeting("A\x0bB", summary_en="One\r\ntwo")
    (row,) = rows_of_sheet(sheets_of(client.get("/meetings.xlsx"))["meetings"])
    assert (row["title_en"], row["summary_en"]) == ("AB", "One\ntwo")


def test_the_head_stays_and_columns_are_wide_enough(client):
    make.make_meeting()
    for sheet in book_of(client, "/meetings.xlsx").worksheets[:4]:
        assert sheet.freeze_panes == "A2"
        assert sheet["A1"].font.bold
        assert sheet.column_dimensions["A"].width >= 20
    assert book_of(client, "/meetings.xlsx")["columns"].column_dimensions["C"].width == 90


def test_a_text_that_no_cell_holds_is_cut_and_that_is_said(client):
    make.make_meeting("Long", summary_en="a" * 40_000)
    sheets = sheets_of(client.get("/meetings.xlsx"))
    (row,) = rows_of_sheet(sheets["meetings"])
    assert len(row["summary_en"]) == 32_767
    assert dict(sheets["about"])["Cut"].startswith("1 texts are cut after 32767 characters")


def test_where_nothing_is_cut_nothing_is_said_of_it(client):
    make.make_meeting("Short", summary_en="a" * 32_767)
    assert "Cut" not in dict(sheets_of(client.get("/meetings.xlsx"))["about"])


def test_a_workbook_says_what_it_holds(client, settings):
    settings.SITE_URL = "https://record.example"
    make.make_meeting("M", "2024-01", agencies=[make.make_agency("WHO")])
    sheets = sheets_of(client.get("/meetings.xlsx?agency=who&from=2020"))
    about = dict(sheets["about"])
    assert about["Address"] == "https://record.example/meetings.xlsx?agency=who&from=2020"
    assert (about["Records"], about["Filter: agency"], about["Filter: from"]) == (1, "who", "2020")
    assert about["Licence"].startswith("CC BY 4.0")
    assert "https://record.example/meetings.xlsx" in about["How to cite"]
    meanings = {(table, column): meaning for table, column, meaning in sheets["columns"]}
    assert meanings["meetings", "title_az"].startswith("Title, in Azerbaijani.")


def test_a_record_is_a_workbook_too(client):
    meeting = make_full_record()
    make.make_meeting("Other")
    sheets = sheets_of(client.get(f"/meetings/{meeting.slug}.xlsx"))
    assert [row["uid"] for row in rows_of_sheet(sheets["meetings"])] == [str(meeting.uid)]
    assert len(rows_of_sheet(sheets["participations"])) == 4


def test_too_long_a_list_is_refused_with_a_way_out(client, monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_RECORDS", 1)
    make.make_meeting()
    make.make_meeting()
    response = client.get("/meetings.xlsx")
    assert response.status_code == 400
    assert (response.json()["code"], response.json()["near"]) == ("too-many-records", [".csv"])
