"""Columns are known by their codes, by their names in three languages, and nearly."""

import re

import pytest

from cooperation.editorial.exchange.headers import guess, table_of
from cooperation.editorial.exchange.sheets import Sheet
from cooperation.editorial.exchange.tables import TABLES
from cooperation.opendata.tabular.catalogue import OF_NOUNS


def guessed(table, *header):
    return list(guess(TABLES[table], list(header)).values())


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("title_en", "title_en"),
        ("Title", "title_en"),
        ("title, in Russian", "title_ru"),
        ("Başlıq, azərbaycan dilində", "title_az"),
        ("Başlıq (az)", "title_az"),
        ("Дата", "date"),
        ("Tarix", "date"),
        ("Mövzular", "topics"),
        ("Источники", "sources"),
        ("UN agencies", "un_agencies"),
        ("Участники", "officials"),
        ("Titel", ""),
        ("Summmary", "summary_en"),
        ("un_agency_names_en", ""),
        ("mode_label_en", ""),
        ("modified", ""),
    ],
)
def test_a_header_is_known(header, column):
    assert guessed("meetings", header) == [column]


def test_a_column_is_given_once():
    assert guessed("meetings", "Date", "date") == ["date", ""]


@pytest.mark.parametrize(
    ("name", "header", "table"),
    [
        ("meetings", ["x"], "meetings"),
        ("meetings-participations", ["x"], "participations"),
        ("Sheet1", ["url", "publisher", "title"], "sources"),
        ("Sheet1", ["name_en", "other_spellings"], "officials"),
        ("Sheet1", ["date", "title_en", "un_agencies"], "meetings"),
        ("Sheet1", ["x", "y"], ""),
        ("about", ["From", "The record"], ""),
    ],
)
def test_a_sheet_is_known_by_its_name_or_its_header(name, header, table):
    assert table_of(Sheet(name, header, [(2, [""] * len(header))])) == table


def test_every_column_of_our_own_tables_is_known_or_only_repeats():
    # What hangs together by other columns: names beside codes, a meeting's date beside a participant.
    passed = re.compile(
        "modified|(meeting_)?date(_precision)?|side|agency_acronym_en|meeting_title_en|.*_(names?|label)_en"
    )
    for tables in OF_NOUNS.values():
        for table in tables:
            if table.name in TABLES:
                known = guess(TABLES[table.name], table.header)
                unknown = {table.header[place] for place, name in known.items() if not name}
                assert {name for name in unknown if not passed.fullmatch(name)} == set(), table.name
