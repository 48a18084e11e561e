from pathlib import Path

import pytest

from cooperation.seed.files import DamagedError, UnusableError, read_rows, record_files, write_files


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "topics.json"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return path


def test_read_rows_gives_each_entry_with_its_line(tmp_path):
    path = write(tmp_path, '[\n {\n  "a": "one\\ntwo"\n },\n\n {"a": 2}, {"a": 3}\n]\n')

    assert read_rows(path) == [(2, {"a": "one\ntwo"}), (6, {"a": 2}), (6, {"a": 3})]


@pytest.mark.parametrize("text", ["[]", " [ ] \n"])
def test_read_rows_of_an_empty_array_gives_nothing(tmp_path, text):
    assert read_rows(write(tmp_path, text)) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("{}", 1),
        ('[\n {"a": 1}\n', 3),
        ('[\n {"a": 1},\n]', 3),
        ('[\n {"a": 1}\n {"a": 2}\n]', 3),
        ('[\n {"a":\n   tru}\n]', 3),
        ('[\n {"a": "line\nbreak"}\n]', 2),
        ('[\n {"a": 1, "a": 2}\n]', 2),
        ('[\n\n {"a": NaN}\n]', 3),
        ("[]\nmore", 2),
        ("[" * 100_000, 1),
    ],
)
def test_read_rows_names_file_and_line_of_broken_json(tmp_path, text, line):
    path = write(tmp_path, text)

    with pytest.raises(DamagedError) as refusal:
        read_rows(path)

    assert str(refusal.value).startswith(f"{path}, line {line}: ")


def test_read_rows_names_the_line_of_what_is_not_utf8(tmp_path):
    path = tmp_path / "topics.json"
    path.write_bytes(b'[\n {"a": "\xe9"}\n]')

    with pytest.raises(DamagedError, match=r"line 2: this is not UTF-8\.$"):
        read_rows(path)


def test_record_files_are_in_the_order_of_loading(small):
    names = [path.name for _, path in record_files(small.write())]

    assert names == [
        "sources.json",
        "topics.json",
        "agencies.json",
        "officials.json",
        "programs.json",
        "events.json",
        "2024.json",
        "agreements.json",
    ]


def test_record_files_refuses_a_file_of_no_noun(small):
    folder = small.write()
    (folder / "toppics.json").write_text("[]")

    with pytest.raises(UnusableError, match=r"toppics\.json is no file of the record"):
        list(record_files(folder))


def test_record_files_refuses_a_folder_that_is_not_there_or_empty(tmp_path):
    with pytest.raises(UnusableError, match="There is no folder"):
        list(record_files(tmp_path / "none"))
    with pytest.raises(UnusableError, match="holds no record"):
        list(record_files(tmp_path))


def test_write_files_arranges_fields_and_records_and_leaves_out_what_is_empty(tmp_path):
    topics = [
        {"sdgs": [], "name_en": "Youth", "name_az": None, "slug": "youth", "uid": "2"},
        {"name_en": "Mines", "slug": "mines", "uid": "1", "parent": "youth"},
    ]

    write_files(tmp_path, {"topics": topics})

    assert (tmp_path / "topics.json").read_text() == (
        '[\n {\n  "uid": "1",\n  "slug": "mines",\n  "name_en": "Mines",\n  "parent": "youth"\n },\n'
        ' {\n  "uid": "2",\n  "slug": "youth",\n  "name_en": "Youth"\n }\n]\n'
    )


def test_write_files_gives_meetings_a_file_a_year_and_removes_years_without_any(tmp_path):
    meetings = [{"slug": "b", "date": "2024-03"}, {"slug": "a", "date": "2024-03"}, {"slug": "c", "date": "1999"}]
    write_files(tmp_path, {"meetings": meetings})
    assert sorted(path.name for path in (tmp_path / "meetings").iterdir()) == ["1999.json", "2024.json"]
    assert [row["slug"] for _, row in read_rows(tmp_path / "meetings/2024.json")] == ["a", "b"]

    write_files(tmp_path, {"meetings": meetings[:2]})

    assert [path.name for path in (tmp_path / "meetings").iterdir()] == ["2024.json"]


def test_read_rows_says_what_cannot_be_read(tmp_path):
    path = tmp_path / "topics.json"
    path.mkdir()

    with pytest.raises(UnusableError, match=r"topics\.json cannot be read: Is a directory\.$"):
        read_rows(path)
