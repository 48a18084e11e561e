import json

import pytest

from cooperation.seed.files import UnusableError
from cooperation.seed.merging.material import CurationError, read_curation, read_gathered


@pytest.fixture
def data(tmp_path, material):
    for name, rows in material.gathered.items():
        (tmp_path / f"{name}.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return tmp_path


@pytest.fixture
def decisions(tmp_path, material):
    for name, rows in material.curation.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(rows))
    return tmp_path


def test_read_gathered_reads_all_lines(data, material):
    assert read_gathered(data) == material.parts()[0]


def test_read_gathered_names_file_and_line_of_a_broken_row(data):
    path = data / "events.jsonl"
    path.write_text('{"name": "A"}\n{"name": \n')

    with pytest.raises(UnusableError, match=r"events\.jsonl, line 2: this is not JSON"):
        read_gathered(data)


def test_read_gathered_says_which_file_is_missing(data):
    (data / "events.jsonl").unlink()

    with pytest.raises(UnusableError, match=r"events\.jsonl cannot be read: No such file"):
        read_gathered(data)


def test_read_curation_reads_all_files(decisions, material):
    assert read_curation(decisions) == material.parts()[1]


def test_read_curation_names_the_line_of_broken_json(decisions):
    (decisions / "topics.json").write_text("[\n {,\n]")

    with pytest.raises(UnusableError, match=r"topics\.json, line 2: this is not JSON"):
        read_curation(decisions)


@pytest.mark.parametrize(
    ("name", "rows", "problem"),
    [
        (
            "topics",
            [{"slug": "mines", "colour": "red"}],
            "topics.json, “mines”: there is no entry “colour” in this file.",
        ),
        ("places", {"Baku": {"town": "Baku"}}, "places.json, “Baku”: there is no entry “town” in this file."),
        ("article", {"text": ""}, "article.json, “the article”: there is no entry “text” in this file."),
    ],
)
def test_read_curation_refuses_a_misspelt_entry(decisions, name, rows, problem):
    (decisions / f"{name}.json").write_text(json.dumps(rows))

    with pytest.raises(CurationError) as refusal:
        read_curation(decisions)

    assert str(refusal.value) == problem
