import json
from pathlib import Path

import pytest
from django.utils import translation

from cooperation.record.places import PLACES, place_name
from cooperation.record.public import Place

FIXTURES = Path(__file__).resolve().parent.parent.parent / "fixtures"


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", "Gulustan, Baku, Azerbaijan"), ("az", "Gulustan, Bakı, Azərbaycan"), ("ru", "Gulustan, Баку, Азербайджан")],
)
def test_a_place_is_named_in_the_language_of_the_reader(language, shown):
    with translation.override(language):
        assert str(Place("Gulustan", "Baku", "Azerbaijan")) == shown


def test_a_place_that_is_not_listed_keeps_its_name():
    with translation.override("az"):
        assert place_name("Atlantis") == "Atlantis"
        assert place_name("") == ""


def test_every_place_of_the_seed_content_is_listed():
    found = set()
    for path in FIXTURES.glob("**/*.json"):
        if "curation" not in path.parts:
            found |= set(_places(json.loads(path.read_text())))
    with translation.override("en"):
        assert sorted(found - {str(place) for place in PLACES}) == []


def _places(value):
    if isinstance(value, list):
        for each in value:
            yield from _places(each)
    elif isinstance(value, dict):
        for name, each in value.items():
            if name.endswith(("city", "country")) and isinstance(each, str) and each:
                yield each
            else:
                yield from _places(each)
