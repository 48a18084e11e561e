"""The labelled texts are what their README says, and name only records that the fixtures hold."""

import json
import re
from collections.abc import Callable
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


@cache
def read(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def test_each_language_has_its_dozen():
    languages = [read(path)["language"] for path in UNSEEN]
    assert all(languages.count(language) >= 12 for language in ("en", "az", "ru"))
    assert sum(not read(path)["meetings"] for path in UNSEEN) >= 2
    assert sum(len(read(path)["meetings"]) > 1 for path in UNSEEN) >= 5


def wrong(holds: Callable[[dict], bool]) -> list[str]:
    """The texts of which something does not hold; one test for all of them, since each takes no time."""
    return [path.stem for path in TEXTS if not holds(read(path))]


def test_a_text_is_called_what_it_is():
    assert [path.stem for path in TEXTS if read(path)["id"] != path.stem] == []
    assert wrong(lambda text: text["id"].startswith(f"{text['language']}-")) == []
    assert wrong(lambda text: text["input"].keys() == {"text", "address", "publisher", "published"}) == []


def test_labels_name_what_there_is():
    assert wrong(lambda text: all(map(names_what_there_is, text["meetings"]))) == []


def names_what_there_is(meeting: dict) -> bool:
    people = meeting["people"]
    return (
        all(set(meeting[noun]) <= slugs_of(noun) for noun in REFERENCES)
        and {each["official"] for each in people} <= slugs_of("officials") | {None}
        and {each["agency"] for each in people} <= {*meeting["agencies"], None}
        and meeting["mode"] in Mode.values
        and bool(meeting["date"] is None or PartialDate(meeting["date"]))
    )


def test_labels_point_to_paragraphs_that_are_there():
    assert wrong(points_to_its_paragraphs) == []


def points_to_its_paragraphs(text: dict) -> bool:
    numbers = set(range(1, len(paragraphs_of(text["input"]["text"])) + 1))
    return all({*meeting["points"], *meeting["commitments"]} <= numbers for meeting in text["meetings"])
