"""Formulas in CSV: harmless on the way out, and the same text again on the way in."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cooperation.record.spreadsheets import guarded, unguarded

NASTY = st.text(st.sampled_from("'=+-@\t\r\n＝＋－＠;a1 "), max_size=8)


@pytest.mark.parametrize("text", ["=1+1", "+994 12", "-5", "@SUM(A1)", "\t1", "\r1", "\n1", "＝1", "'=1", "''-"])
def test_what_looks_like_a_formula_gets_an_apostrophe(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("Baku;=1+1;", "Baku;'=1+1;"),
        ("Baku;'@A1", "Baku;''@A1"),
        ("two\t-1", "two\t'-1"),
        ("\t=1", "'\t'=1"),
        ("\r\n=1", "'\r\n'=1"),
        ("two\n＝1\r\n+1", "two\n'＝1\r\n'+1"),
    ],
)
def test_so_does_what_begins_a_cell_where_another_separator_is_expected(text, cell):
    assert guarded(text) == cell
    assert unguarded(cell) == text


@pytest.mark.parametrize(
    "text", ["", "'", "'Azərbaycan'", "Baku", "1+1", "’s-Gravenhage", "a=b", "Baku; - Ganja", "one\n\ntwo"]
)
def test_other_text_stays_as_it_is(text):
    assert guarded(text) == text
    assert unguarded(text) == text


@given(st.text() | NASTY)
@example("'=")
@example("''=")
def test_the_guard_is_undone(text):
    assert unguarded(guarded(text)) == text


@given(NASTY)
def test_no_cell_begins_as_a_formula_does(text):
    _first, *others = re.split(r"[;\t\r\n]", guarded(text))
    assert guarded(text)[:1] not in set("=+-@\t\r\n＝＋－＠")
    assert all(each[:1] not in set("=+-@＝＋－＠") for each in others)
