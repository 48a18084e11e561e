"""XLSX: values as they are seen, and files that are made to do harm."""

import datetime
import io
import zipfile

import pytest
from openpyxl import Workbook

from cooperation.editorial.exchange import workbooks
from cooperation.editorial.exchange.bounds import UnusableError
from cooperation.editorial.exchange.sheets import read

from .files import book_of, saved


def first_cell(value, style="General"):
    book = Workbook()
    book.active.append(["head"])
    book.active.append([value])
    book.active["A2"].number_format = style
    [sheet] = read("a.xlsx", saved(book))
    return sheet.rows[0][1][0]


@pytest.mark.parametrize(
    ("value", "style", "text"),
    [
        ("text", "General", "text"),
        (2024, "General", "2024"),
        (2024.0, "General", "2024"),
        (datetime.date(2024, 1, 11), "yyyy-mm-dd", "2024-01-11"),
        # What Excel makes of “2024-01”, and shows as “Jan-24”: it knows no day.
        (datetime.date(2024, 1, 1), "mmm-yy", "2024-01"),
        (datetime.date(2024, 1, 1), "yyyy", "2024"),
        (datetime.datetime(2024, 1, 11, 15, 30), "yyyy-mm-dd h:mm", "2024-01-11 15:30:00"),
    ],
)
def test_a_cell_is_what_a_person_sees(value, style, text):
    assert first_cell(value, style) == text


def test_each_sheet_with_rows_is_read():
    content = book_of(topics=[["slug"], ["a"]], empty=[["slug"]], sources=[["url"], ["b"]])
    assert [sheet.name for sheet in read("a.xlsx", content)] == ["topics", "sources"]


def with_part(content, name, change):
    """The workbook with one part of it changed."""
    old, new = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in old.namelist():
            archive.writestr(part, change(old.read(part)) if part == name else old.read(part))
    return new.getvalue()


BOOK = book_of(topics=[["slug"], ["a"]])
SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet>&a;</worksheet>'


@pytest.mark.parametrize("part", [SHEET, STRINGS, "xl/workbook.xml", "[Content_Types].xml", "xl/styles.xml"])
@pytest.mark.parametrize("bomb", [ENTITIES, OUTSIDE, b"", b"<not", b"\x00\x01"])
def test_a_part_that_is_no_sheet_is_refused(part, bomb):
    try:
        sheets = read("a.xlsx", with_part(BOOK, part, lambda old: bomb))
    except UnusableError:
        return
    # A style that cannot be read is none.
    assert "passwd" not in str(sheets)
    assert "aaaa" not in str(sheets)


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    with pytest.raises(UnusableError, match="unpacks to more than 60 MB"):
        read("a.xlsx", with_part(BOOK, SHEET, lambda old: b" " * (61 * 2**20)))


def test_more_tags_than_rows_can_have_are_refused_before_they_are_parsed():
    with pytest.raises(UnusableError, match="more than 5000 rows"):
        read("a.xlsx", with_part(BOOK, SHEET, lambda old: b"<a>" * 1_000_001))


IN_SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%b</sheetData></worksheet>'
CELL, OWN = b'<c t="str"><v>a</v></c>', b'<x xmlns="urn:x"/>'
# What is in the sheet, and what is said of it.
CRAFTED = {
    "a row of many cells": (b"<row>" + 200_000 * CELL + b"</row>", "more than 100 columns"),
    "a row of what are no cells": (b"<row>" + 200_000 * OWN + b"</row>", "more than 100 columns"),
    "the last of many rows is wide": (900 * (b"<row>" + CELL + b"</row>") + b"<row>" + 1_001 * CELL, "100 columns"),
    "many rows of nothing": (500_000 * b"<row/>", "more than 5000 rows"),
    "a tag without end": (b"<row " + b" ".join(b'a%d="1"' % each for each in range(2_000_000)) + b"/>", "damaged"),
    "a comment without end": (b"<!--" + b"<>" * 9_000_000 + b"-->", "damaged"),
}


def test_tags_are_counted_where_nothing_else_can_be(monkeypatch):
    declared = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><worksheet>'
    monkeypatch.setattr(workbooks, "_sheets", lambda content: pytest.fail("parsed"))
    for beginning in (declared, b"\x89PNG"):
        with pytest.raises(UnusableError, match="more than 5000 rows"):
            read("a.xlsx", with_part(BOOK, "xl/styles.xml", lambda old, begun=beginning: begun + b"<a/>" * 1_000_001))


@pytest.mark.parametrize("kind", CRAFTED)
def test_what_a_sheet_holds_is_counted_while_it_is_read(kind, monkeypatch):
    inside, said = CRAFTED[kind]
    content = with_part(BOOK, SHEET, lambda old: IN_SHEET % inside)
    # No object is made of any of it.
    monkeypatch.setattr(workbooks, "_sheets", lambda content: pytest.fail("parsed"))
    with pytest.raises(UnusableError, match=said):
        read("a.xlsx", content)


def test_empty_cells_and_rows_beside_a_table_are_none():
    beside = b"<row>" + b"<c/>" * 900 + b"</row>"
    table = b"".join(b"<row>" + CELL + b"<c/>" * 50 + b"</row>" for _ in range(3)) + beside * 20 + b"<row/>" * 90_000
    # What stands below the table is as deep as a row of a sheet, and no cell.
    more = b"<dataValidations>" + b"<dataValidation sqref='A1'/>" * 2_000 + b"</dataValidations>"
    [sheet] = read(
        "a.xlsx", with_part(BOOK, SHEET, lambda old: (IN_SHEET % table).replace(b"</works", more + b"</works"))
    )
    assert [cells for _number, cells in sheet.rows] == [["a"]] * 2


def test_a_size_that_lies_is_found_out():
    content = bytearray(with_part(BOOK, SHEET, lambda old: b" " * 2_000_000))
    place = content.rindex(b"PK\x01\x02", 0, content.rindex(SHEET.encode()))
    content[place + 24 : place + 28] = (100).to_bytes(4, "little")
    with pytest.raises(UnusableError):
        read("a.xlsx", bytes(content))


def test_far_rows_and_columns_are_told(monkeypatch):
    def far(old):
        return old.replace(b'<row r="2"', b'<row r="1048576"').replace(b'r="A2"', b'r="A1048576"')

    with pytest.raises(UnusableError, match="more than 5000 rows"):
        read("a.xlsx", with_part(BOOK, SHEET, far))
    with pytest.raises(UnusableError, match="more than"):
        read("a.xlsx", book_of(topics=[["a"] * 101, ["b"] * 101]))


def test_a_size_that_a_sheet_claims_is_not_believed():
    def claim(old):
        return old.replace(b'<dimension ref="A1:A2"', b'<dimension ref="A1:XFD1048576"')

    assert claim(zipfile.ZipFile(io.BytesIO(BOOK)).read(SHEET)) != zipfile.ZipFile(io.BytesIO(BOOK)).read(SHEET)
    [sheet] = read("a.xlsx", with_part(BOOK, SHEET, claim))
    assert sheet.rows == [(2, ["a"])]


def test_too_many_parts_or_one_twice_are_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(workbooks.ZIP_ENTRIES + 1):
            archive.writestr(str(number), "")
    with pytest.raises(UnusableError, match="unpacks"):
        read("a.xlsx", file.getvalue())
