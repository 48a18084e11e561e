"""Names, acronyms and notes as the public record gives them in each language."""

import pytest
from django.utils import translation

from cooperation.record.public import Link, Text, link_to
from cooperation.record.public.date_notes import STANDARD, date_note
from tests.factories import make_agency


@pytest.mark.parametrize(
    ("name", "acronym", "beside"),
    [
        ("World Health Organization", "WHO", "WHO"),
        ("World Urban Forum (WUF13)", "WUF13", ""),
        ("Session of the Committee (CIGEPS), 2022", "CIGEPS 2022", ""),
        ("UNICEFs", "UNICEF", "UNICEF"),
        ("Ministry", "", ""),
    ],
)
def test_an_acronym_stands_beside_a_name_that_does_not_hold_it(name, acronym, beside):
    assert Link("agencies", "x", Text(name, "en"), acronym).aside == beside


@pytest.mark.django_db
def test_an_acronym_is_that_of_the_language_or_the_english_one():
    agency = make_agency("World Health Organization", acronym_en="WHO", acronym_ru="ВОЗ")

    def acronym(language):
        with translation.override(language):
            return link_to(agency).acronym

    assert [acronym(language) for language in ("en", "az", "ru")] == ["WHO", "WHO", "ВОЗ"]


def in_azerbaijani(note):
    with translation.override("az"):
        text = date_note(note)
        return str(text), text.is_foreign


@pytest.mark.parametrize(
    ("note", "shown"),
    [
        ("Stated in the report", "Məlumatda göstərilib"),
        ("Report dated 14 March 2024", "Məlumatın tarixi: 14 mart 2024"),
        (
            "Reported 2021-05-05; day of the meeting not stated",
            "Məlumatın tarixi: 5 may 2021; görüşün günü göstərilməyib",
        ),
        (
            "Reports published 1 May 2022; meeting day not stated",
            "Məlumatın dərc tarixi: 1 may 2022; görüşün günü göstərilməyib",
        ),
    ],
)
def test_a_note_on_a_date_in_words_that_many_share_is_translated(note, shown):
    assert in_azerbaijani(note) == (shown, False)
    assert date_note(note) == note


@pytest.mark.parametrize("note", ["Said in passing", "Report dated 31 Foo 2024", "Reported 2021-13-05"])
def test_any_other_note_stays_in_english_and_says_so(note):
    assert in_azerbaijani(note) == (note, True)


def test_no_note_is_no_foreign_text():
    assert in_azerbaijani("") == ("", False)


@pytest.mark.parametrize("language", ["az", "ru"])
def test_every_standard_note_is_translated(language):
    notes = [str(note) for note in STANDARD]
    with translation.override(language):
        assert [note for note in notes if date_note(note).is_foreign] == []
