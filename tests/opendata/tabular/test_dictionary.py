"""What columns mean: told for each, in each language."""

import re

import pytest
from django.utils import translation

from cooperation.opendata.bulk.everything import EVERYTHING, TABLES
from cooperation.opendata.tabular import dictionary
from cooperation.opendata.tabular.catalogue import AGENCIES, COMMITMENTS, MEETINGS, PARTICIPATIONS
from cooperation.opendata.tabular.tables import SEPARATOR, Kind

COLUMNS = [(table, column) for table in EVERYTHING for column in table.columns]


def column_of(table, name):
    return next(column for column in table.columns if column.name == name)


def test_no_table_has_two_columns_of_one_name():
    assert [table.name for table in EVERYTHING if len(set(table.header)) < len(table.header)] == []
    assert len({table.name for table in EVERYTHING}) == len(EVERYTHING)


@pytest.mark.parametrize("language", ["en", "az", "ru"])
def test_every_column_has_a_meaning(language):
    with translation.override(language):
        unsaid = [(table.name, column.name) for table, column in COLUMNS if not dictionary.label(table, column)]
    assert unsaid == []


def test_a_column_says_its_language():
    with translation.override("ru"):
        assert dictionary.label(MEETINGS, column_of(MEETINGS, "title_az")).startswith("Заголовок")
    assert dictionary.label(MEETINGS, column_of(MEETINGS, "title_az")) == "Title, in Azerbaijani"


def test_codes_are_explained_and_closed_lists_known():
    mode, agency = column_of(MEETINGS, "mode"), column_of(PARTICIPATIONS, "agency")
    assert ("video", "By video") in dictionary.values(MEETINGS, mode)
    assert dictionary.is_closed(MEETINGS, mode)
    assert dictionary.values(PARTICIPATIONS, agency) == []


def test_every_code_has_words_beside_it():
    bare = [
        (table.name, column.name)
        for table in TABLES
        for column in table.own
        if column.kind is Kind.CODE and (column.refers or dictionary.values(table, column))
        if not any(re.fullmatch(rf"{column.name}_(name|title|text|label)_en", name) for name in table.header)
    ]
    assert bare == []


def test_a_label_is_said_in_words_and_is_no_closed_list():
    label = column_of(MEETINGS, "mode_label_en")
    assert dictionary.label(MEETINGS, label) == "Mode, in English"
    assert (dictionary.values(MEETINGS, label), dictionary.is_closed(MEETINGS, label)) == ([], False)


def test_a_reference_leads_to_a_table_that_is_there():
    keys = {(table.name, name) for table in EVERYTHING for name in table.key}
    assert {column.refers for _table, column in COLUMNS if column.refers} <= keys


def test_lists_say_how_they_are_taken_apart():
    kinds = {column.name: str(dictionary.KINDS[column.kind]) for column in MEETINGS.columns}
    assert kinds["topics"] == f"list, with “{SEPARATOR}” between its parts"
    assert "scheme:value" in dictionary.meaning(AGENCIES, column_of(AGENCIES, "identifiers"))


def test_who_undertakes_and_for_whom_is_said():
    meanings = [dictionary.meaning(COMMITMENTS, column_of(COMMITMENTS, name)) for name in ("made_by", "made_to")]
    assert meanings == [
        "By. The body that undertakes it.", "For. The body that it was promised to, where the source names one.",
    ]  # fmt: skip
