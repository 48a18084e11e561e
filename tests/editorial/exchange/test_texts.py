"""CSV as Excel, LibreOffice and our own export write it, and what is none."""

import pytest

from cooperation.editorial.exchange import texts
from cooperation.editorial.exchange.bounds import UnusableError
from cooperation.editorial.exchange.sheets import read

TEXT = "name,side\nƏliyev,un\n"


def rows(content, name="a.csv"):
    [sheet] = read(name, content)
    return [sheet.header, *(cells for _number, cells in sheet.rows)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_in_each_form(encoding):
    assert rows(TEXT.encode(encoding)) == [["name", "side"], ["Əliyev", "un"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found_outside_quotes(delimiter):
    line = f'"a,b;c\td, e"{delimiter}side\n"x\ny"{delimiter}un\n'
    assert rows(line.encode()) == [["a,b;c\td, e", "side"], ["x\ny", "un"]]


def test_the_delimiter_that_excel_names_is_taken():
    assert rows(b"sep=;\na;b,c\n1;2\n") == [["a", "b,c"], ["1", "2"]]


def test_guards_against_formulas_are_undone():
    assert rows(b"name,side\n'=1+1,'un\n'+994,''@x\n")[1:] == [["=1+1", "'un"], ["+994", "'@x"]]


def test_rows_are_numbered_as_in_the_file():
    [sheet] = read("a.csv", b"\n\nname,side\n\nx,un\n")
    assert sheet.rows == [(5, ["x", "un"])]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("имя,сторона\nМамедов,оон\n".encode("cp1251"), "Windows-1251"),
        ("ad,tərəf\nŞükür Gözəl,çox\n".replace("ə", "e").encode("cp1254"), "Windows-1254"),
        ("name,sürücü\nAğa,ışıq\n".encode("cp1254"), "Windows-1254"),
        (b"name\n\xa5\xb5\xbf\xa7\n", "not in UTF-8"),
        ("name,city\nOffice,Genève\n".encode("cp1252"), "not in UTF-8"),
        ("name,city\nSociété générale,Zürich\nÜnal,Köln\n".encode("cp1252"), "not in UTF-8"),
        ("name\nMünchen\n".encode("cp1252"), "not in UTF-8"),
        (b"%PDF-1.7\n\xff\xff", "neither"),
        (b"", "empty"),
        (b"name,side\n", "no row"),
        (b"name\na,b\n", "Row 2 has more cells"),
        (b'name,side\n"a"b,c\n', "Row 2 of the file is no CSV"),
        (b'name,side\n"a', "no CSV"),
        (b"name\n" + b"x" * 60_000, "longer than 50000"),
        (b"name\n" + b"x\n" * 5_001, "more than 5000 rows"),
        (b"a," * 101 + b"a\n1\n", "more than 100 columns"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "old Excel"),
        (b"x" * (10 * 2**20 + 1), "larger than 10 MB"),
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence(content, words):
    with pytest.raises(UnusableError, match=words):
        read("a.csv", content)


@pytest.mark.parametrize("content", [b"only words", b"name,side\nx,un\n"])
def test_a_text_that_is_named_as_a_workbook_is_told_to_be_none(content):
    with pytest.raises(UnusableError, match="no Excel workbook"):
        read("a.XLSX", content)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("cell", ["", "a", '"a"', '"x{0}x""{0}\ny"', "5' {1} 6\""])
def test_a_row_is_counted_before_it_is_read(monkeypatch, delimiter, cell):
    cell = cell.format(delimiter, "and")
    wide = delimiter.join([cell] * 1_001)
    lines = []
    monkeypatch.setattr(texts, "unguarded", lambda each: lines.append(each) or each)
    with pytest.raises(UnusableError, match="more than 100 columns"):
        read("a.csv", f"name{delimiter}side\nx{delimiter}un\n{wide}\n".encode())
    assert lines == ["name", "side", "x", "un"]


def test_empty_cells_beside_a_table_are_none_but_not_without_end():
    beside = "," * 900
    assert rows(f"name,side{beside}\nx,un{beside}\n".encode()) == [["name", "side"], ["x", "un"]]
    with pytest.raises(UnusableError, match="more than 100 columns"):
        read("a.csv", f"name,side{beside}\n".encode() + f"x,un{beside}\n".encode() * 1_200)


def test_empty_rows_are_none_but_not_without_end():
    assert rows(b"name\n" + b"\n" * 90_000 + b"x\n") == [["name"], ["x"]]
    with pytest.raises(UnusableError, match="more than 5000 rows"):
        read("a.csv", b"name\nx\n" + b"\n" * 100_000 + b"x\n")


def test_many_delimiters_in_a_cell_make_no_columns():
    text = "a, b" * 5_000
    assert rows(f'name,side\n"{text}",un\n"{text}\n{text}",un\n'.encode())[1:] == [
        [text, "un"],
        [f"{text}\n{text}", "un"],
    ]
