"""Names stand in the order of each language's alphabet, under its letters."""

import pytest

from cooperation.models.sorting import first_letter, sort_key


def test_azerbaijani_names_stand_in_the_order_of_the_alphabet():
    names = [
        "Aydın",
        "Çingiz",
        "Cavid",
        "Elçin",
        "Əli",
        "Fərid",
        "Gülnar",
        "Ğ",
        "Həsən",
        "Xalid",
        "Isa",
        "İlham",
        "Kamal",
        "Qədir",
        "Lalə",
        "Oqtay",
        "Ömər",
        "Sadiq",
        "Şahin",
        "Ulvi",
        "Ümid",
        "Vəli",
        "Yusif",
        "Zaur",
    ]
    expected = ["Aydın", "Cavid", "Çingiz", *names[3:]]
    assert sorted(names, key=lambda name: sort_key(name, "az")) == expected


def test_a_sort_key_can_stand_in_an_address():
    assert all(sort_key(letter, language).isprintable() for language in ("en", "az", "ru") for letter in "əzyıйяÉ")


@pytest.mark.parametrize(
    ("name", "language", "letter"),
    [("İlham", "az", "İ"), ("ilham", "az", "İ"), ("Isa", "az", "I"), ("Əli", "az", "Ə"), ("Əli", "en", "E"),
     ("Élodie", "az", "E"), ("Ёлкин", "ru", "Ё"), ("Élodie", "ru", "E"), ("“Soyuz”", "en", "S"), ("", "az", "")],
)  # fmt: skip
def test_a_name_stands_under_a_letter_of_its_language(name, language, letter):
    assert first_letter(name, language) == letter
