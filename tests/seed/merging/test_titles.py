import pytest

from cooperation.seed.merging import merge
from cooperation.seed.merging.material import CurationError

from .small_material import LATER, MEETING

DIRECTOR = {"az": "Direktor", "ru": "Директор"}


def translations(row, field):
    return row.get(f"{field}_az"), row.get(f"{field}_ru")


def test_a_title_is_translated_in_posts_and_in_seats_alike(material, merged):
    material.curation["titles"]["Director"] = DIRECTOR

    post = merged("officials", "jane-doe")["appointments"][0]
    minister, director = merged("meetings", "2024-02-minister-meets-director")["participations"]

    assert translations(post, "title") == translations(director, "reported_title") == ("Direktor", "Директор")
    assert translations(minister, "reported_title") == (None, None)


def test_a_translation_of_a_title_that_nobody_has_stops_the_build(material):
    material.curation["titles"]["Directer"] = DIRECTOR

    with pytest.raises(CurationError) as refusal:
        merge(*material.parts())

    assert str(refusal.value) == "titles.json, “Directer”: nobody has this title."


def test_titles_of_meetings_are_translated(material, merged):
    material.curation["meeting_titles"] = [LATER | {"title_az": None, "title_ru": "Встреча"}]

    meeting = merged("meetings", "2024-02-minister-meets-director")

    assert (meeting["title_en"], meeting["title_az"], meeting["title_ru"]) == (LATER["title"], None, "Встреча")


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({"date": "2023", "title": "Unknown"}, "there is no meeting “2023 Unknown”"),
        (MEETING, "this meeting's title is translated already"),
    ],
)
def test_a_translation_of_a_meeting_that_has_no_place_stops_the_build(material, row, problem):
    material.curation["article"] |= {"title_az": "Görüş", "title_ru": "Встреча"}
    material.curation["meeting_titles"] = [row | {"title_az": "Görüş", "title_ru": "Встреча"}]

    with pytest.raises(CurationError) as refusal:
        merge(*material.parts())

    assert str(refusal.value) == f"meeting_titles.json, “{row['title']}”: {problem}."
