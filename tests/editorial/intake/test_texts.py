"""The labelled texts are what their README says, and name only records that the fixtures hold."""

import json
import re
from functools import cache
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings

from cooperation.models import Mode, PartialDate

pytestmark = pytest.mark.engine("sqlite")

HERE = Path(__file__).parent
UNSEEN = sorted((HERE / "unseen").glob("*.json"))
TEXTS = [*UNSEEN, *sorted((HERE / "development").glob("*.json"))]
each_text = pytest.mark.parametrize("path", TEXTS, ids=[path.stem for path in TEXTS])
REFERENCES = ("agencies", "topics", "programs", "events")


@cache
def slugs_of(noun: str) -> frozenset[str]:
    return frozenset(row["slug"] for row in json.loads((settings.BASE_DIR / "fixtures" / f"{noun}.json").read_text()))


def paragraphs_of(text: str) -> list[str]:
    """The paragraphs below the headline, which is short and has no full stop; block elements are paragraphs."""
    broken = re.sub(r"</?(?:p|div|h\d|li|ul|ol|br)\b[^>]*>", "\n", text)
    lines = [line.strip() for line in unescape(re.sub(r"<[^>]+>", "", broken)).splitlines()]
    found = [line for line in lines if line]
    return found[1:] if len(found[0]) < 200 and not found[0].endswith((".", "!")) else found


def read(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def test_each_language_has_its_dozen():
    languages = [read(path)["language"] for path in UNSEEN]
    assert all(languages.count(language) >= 12 for language in ("en", "az", "ru"))
    assert sum(not read(path)["meetings"] for path in UNSEEN) >= 2
    assert sum(len(read(path)["meetings"]) > 1 for path in UNSEEN) >= 5


@each_text
def test_a_text_is_called_what_it_is(path):
    text = read(path)
    assert text["id"] == path.stem
    assert path.stem.startswith(f"{text['language']}-")
    assert text["input"].keys() == {"text", "address", "publisher", "published"}


@each_text
def test_labels_name_what_there_is(path):
    for meeting in read(path)["meetings"]:
        for noun in REFERENCES:
            assert set(meeting[noun]) <= slugs_of(noun)
        people = meeting["people"]
        assert {each["official"] for each in people} <= slugs_of("officials") | {None}
        assert {each["agency"] for each in people} <= {*meeting["agencies"], None}
        assert meeting["mode"] in Mode.values
        assert meeting["date"] is None or PartialDate(meeting["date"])


@each_text
def test_labels_point_to_paragraphs_that_are_there(path):
    text = read(path)
    paragraphs = paragraphs_of(text["input"]["text"])
    for meeting in text["meetings"]:
        assert {*meeting["points"], *meeting["commitments"]} <= set(range(1, len(paragraphs) + 1))
