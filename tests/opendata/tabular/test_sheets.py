"""Lists and records as CSV."""

import tracemalloc

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cooperation.record.indexing import postponed
from cooperation.record.spreadsheets import unguarded
from tests import factories as make
from tests.opendata.full import make_full_record
from tests.opendata.reading import content, rows_of_csv

pytestmark = pytest.mark.django_db


def ask(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status, response.content
    return response


def test_a_list_is_a_file_that_spreadsheets_read_whole(client):
    make.make_meeting("Görüş: “Şəki”, Гянджа", city="Gəncə")
    response = ask(client, "/meetings.csv")
    data = content(response)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="meetings.csv"'
    assert data.startswith(b"\xef\xbb\xbfslug,uid,title_en,")
    assert data.endswith(b"\r\n")
    (row,) = rows_of_csv(data)
    assert (row["title_en"], row["city"]) == ("Görüş: “Şəki”, Гянджа", "Gəncə")


def test_rows_stand_in_the_order_of_the_list(client):
    for date in ("2020", "2024-01-11", "2022-05"):
        make.make_meeting("M", date)
    dates = [row["date"] for row in rows_of_csv(content(ask(client, "/meetings.csv")))]
    assert dates == ["2024-01-11", "2022-05", "2020"]
    oldest = [row["date"] for row in rows_of_csv(content(ask(client, "/meetings.csv?sort=oldest")))]
    assert oldest == dates[::-1]


def test_a_date_says_how_precise_it_is(client):
    make.make_meeting("M", "2022-05")
    (row,) = rows_of_csv(content(ask(client, "/meetings.csv")))
    assert (row["date"], row["date_precision"]) == ("2022-05", "month")


def test_a_row_names_related_records_by_code_and_by_name(client):
    make_full_record()
    (row,) = rows_of_csv(content(ask(client, "/meetings.csv")))
    assert (row["un_agencies"], row["un_agency_names_en"]) == ("older | unf", "Older | Fund")
    assert (row["azerbaijani_bodies"], row["azerbaijani_body_names_en"]) == ("nazirlik", "Nazirlik")
    assert (row["topics"], row["topic_names_en"]) == ("mines", "Mines")


def test_who_met_whom_is_a_table_of_its_own(client):
    meeting = make_full_record()
    rows = rows_of_csv(content(ask(client, "/participations.csv")))
    assert [(row["agency"], row["name"], row["role"]) for row in rows] == [
        ("older", "", "participant"),
        ("nazirlik", "Person", "participant"),
        ("unf", "Person", "participant"),
        ("nazirlik", "N. N.", "guest"),
    ]
    assert {(row["meeting"], row["date"]) for row in rows} == {(meeting.slug, "2024-01-11")}


def test_a_table_keeps_to_the_filter_of_its_list(client):
    make_full_record()
    make.make_meeting("Other", agencies=[make.make_agency("WHO")])
    rows = rows_of_csv(content(ask(client, "/participations.csv?agency=who")))
    assert [row["agency"] for row in rows] == ["who"]


def test_a_record_is_a_row(client):
    meeting = make_full_record()
    make.make_meeting("Other")
    (row,) = rows_of_csv(content(ask(client, f"/meetings/{meeting.slug}.csv")))
    assert row["uid"] == str(meeting.uid)
    response = ask(client, f"/meetings/{meeting.slug}.csv")
    assert response["Content-Disposition"] == f'attachment; filename="{meeting.slug}.csv"'


@pytest.mark.parametrize("path", ["/meetings.csv?table=points", "/participations.csv?table=points"])
def test_a_table_has_one_address(client, path):
    assert ask(client, path, 400).json()["code"] == "unknown-parameter"


@pytest.mark.parametrize("title", ["=HYPERLINK(1)", "+1", "-2", "@x", "'=3", "＝4"])
def test_a_formula_is_guarded_and_comes_back(client, title):
    topic = make.make_topic(title, slug="topic")
    make.make_meeting(title, city=title, topics=[topic])
    (row,) = rows_of_csv(content(ask(client, "/meetings.csv")))
    for name in ("title_en", "city", "topic_names_en"):
        assert row[name] == f"'{title}"
        assert unguarded(row[name]) == title


def test_lines_and_quotes_within_a_text_stay(client):
    make.make_meeting('He said "yes"', summary_en="One,\ntwo;\r\nthree")
    (row,) = rows_of_csv(content(ask(client, "/meetings.csv")))
    assert (row["title_en"], row["summary_en"]) == ('He said "yes"', "One,\ntwo;\r\nthree")


def test_an_empty_list_has_its_header(client):
    make.make_agency("WHO")
    assert content(ask(client, "/meetings.csv?agency=who")).decode().count("\r\n") == 1


def test_a_list_is_sent_while_it_is_read(client, monkeypatch):
    monkeypatch.setattr("cooperation.opendata.walking.windows.__defaults__", (2,))
    monkeypatch.setattr("cooperation.opendata.sending.ROOM", 0)
    with postponed():
        for number in range(5):
            make.make_meeting(f"M {number}")
    response = ask(client, "/meetings.csv")
    pieces = list(response.streaming_content)
    # the header, then two meetings at a time
    assert [piece.count(b"\r\n") for piece in pieces] == [1, 2, 2, 1]


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same_for_one_and_three(client, count):
    for number in range(count):
        make.make_meeting(f"M {number}", officials=[(make.make_official(), make.make_agency())])
    # The index of meetings is made once, with the first question.
    content(client.get("/meetings.csv"))
    with CaptureQueriesContext(connection) as queries:
        rows = rows_of_csv(content(client.get("/meetings.csv")))
    assert len(rows) == count
    # the state of the record; the names of six relations; the rows. The ids come from the index.
    assert len(queries) == 8


def test_many_rows_take_no_more_memory_than_few():
    """Rows are given away as they are read: of 3,000 no more than a few hundred are there at once."""
    from cooperation.opendata.tabular.catalogue import TOPICS
    from cooperation.opendata.tabular.sheets import encoded

    ids = [make.make_topic(f"Topic {number}", description_en="x" * 2000).pk for number in range(300)]

    def peak(times):
        tracemalloc.start()
        for _piece in encoded(TOPICS, (ids for _ in range(times))):
            pass
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(1)
    assert peak(10) < peak(1) * 1.5
