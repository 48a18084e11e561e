"""What a meeting was about."""

import json
from pathlib import Path

import pytest

from cooperation.editorial import intake
from cooperation.editorial.intake.gazetteer import Gazetteer
from cooperation.editorial.intake.words import words_of

pytestmark = [pytest.mark.engine("sqlite"), pytest.mark.django_db]


WORDS = Path(__file__).parent / "words_of_topics.json"


def topics(known, text, language="en"):
    (meeting,) = intake.read(text, published="2024-03-14", language=language, known=known).meetings
    return {each.value for each in meeting.topics}


def found(phrase, text, language):
    known = Gazetteer(language)
    known.add_topic("one", phrase)
    return [(hit.first, hit.last) for hit in known.closed().find(words_of(text, language))]


def test_a_star_stands_for_every_word_that_begins_so():
    assert found("климат*", "о климатическом финансировании и климате", "ru") == [(1, 1), (4, 4)]
    assert found("climat*", "acclimatise to the climates", "en") == [(3, 3)]


def test_a_star_inside_a_phrase_stands_for_the_case_forms_of_a_stem():
    assert found("мирн* договор*", "подготовка мирного договора", "ru") == [(1, 2)]


def test_one_place_may_speak_for_two_topics(known):
    assert {"education", "culture-heritage"} <= topics(
        known,
        "Talks\nMinister of Youth and Sports Farid Gayibov met UNESCO Representative Vera Lindqvist.\n"
        "The sides discussed education and museums.",
    )


def test_a_theme_of_many_words_does_not_hide_what_else_was_discussed(known):
    found = topics(
        known,
        "Talks\nMinister of Health Teymur Musayev met WHO Representative Vera Lindqvist.\n"
        "The minister spoke about hospitals, doctors, nurses, vaccines, tuberculosis and cancer screening.\n"
        "The sides also discussed women's participation and road safety.",
    )
    assert found == {"health", "gender-equality", "transport-connectivity"}


def test_what_both_are_for_is_the_topic_where_no_word_says_more(known):
    text = "Talks\nMinister of Health Teymur Musayev met WHO Representative Vera Lindqvist on 11 March."
    assert topics(known, text) == {"health"}


def test_words_of_names_and_titles_are_no_topics(known):
    found = topics(
        known,
        "Встреча\nМинистр иностранных дел Джейхун Байрамов встретился с Фолькером Тюрком, "
        "начальником отдела образования ЮНИСЕФ.\nСтороны обсудили разминирование.",
        "ru",
    )
    assert "education" not in found
    assert "mine-action" in found


@pytest.mark.parametrize("language", ["en", "az", "ru"])
def test_the_words_that_releases_use_speak_for_their_topics(known, language):
    names = known(language)
    silent = []
    for topic, by_language in json.loads(WORDS.read_text("utf-8")).items():
        for phrase in by_language[language]:
            hits = names.find(words_of(phrase, language))
            said = {value for hit in hits if hit.kind == "topic" for value in hit.values}
            meant = {each for hit in hits if hit.kind == "event" for each in names.topics_of[hit.value]}
            silent += [(topic, phrase)] * (topic not in said | meant)
    assert silent == []


NO_TOPIC = [
    ("en", "the importance of courtesy in the business environment"),
    ("az", "taxıl"),
    ("ru", "на территориях, инвестиционный климат, гуманитарная сфера"),
]


@pytest.mark.parametrize(("language", "phrase"), NO_TOPIC, ids=[phrase for _, phrase in NO_TOPIC])
def test_half_a_word_speaks_for_no_topic(known, language, phrase):
    hits = known(language).find(words_of(phrase, language))
    said = {value for hit in hits if hit.kind == "topic" for value in hit.values}
    assert said <= {"none", "agriculture-food"}
