"""Russian and Azerbaijani names in the nominative."""

import pytest

from cooperation.editorial.intake import nominative

pytestmark = pytest.mark.engine("sqlite")

RUSSIAN = [
    ("Мигелем Анхелем Моратиносом", "ins", "Мигель Анхель Моратинос"),
    ("Татьяной Валовой", "ins", "Татьяна Валова"),
    ("Одре Азуле", "ins", "Одре Азуле"),
    ("Марией Петровской", "ins", "Мария Петровская"),
    ("Андреем Бабаевым", "ins", "Андрей Бабаев"),
    ("Жан-Пьером Лакруа", "ins", "Жан-Пьер Лакруа"),
    ("Анну Ковальскую", "gen", "Анна Ковальская"),
    ("Мигеля Родригеса", "gen", "Мигель Родригес"),
    ("Ольги Кулаевой", "gen", "Ольга Кулаева"),
    ("Андрея Дунъюя", "gen", "Андрей Дунъюй"),
    ("Василия Сидорова", "gen", "Василий Сидоров"),
    ("Джону Смиту", "dat", "Джон Смит"),
    ("Иван Петров", "", "Иван Петров"),
]


@pytest.mark.parametrize(("name", "case", "plain"), RUSSIAN, ids=[name for name, _, _ in RUSSIAN])
def test_a_russian_name_is_led_back_from_its_case(name, case, plain):
    assert nominative.russian(name, case) == plain


@pytest.mark.parametrize(
    ("head", "case"),
    [("министр", ""), ("глава", ""), ("главой", "ins"), ("представителем", "ins"), ("директора", "gen"),
     ("исполняющего", "gen"), ("исполняющей", "ins"), ("президент", ""), ("послу", "dat")],
)  # fmt: skip
def test_the_head_of_a_title_tells_the_case(head, case):
    assert nominative.case_of_head(head) == case


@pytest.mark.parametrize(
    ("name", "plain"),
    [("Antonio Vitorinonu", "Antonio Vitorino"), ("Hans Klugenin", "Hans Kluge"), ("Olqa Kulayeva", "Olqa Kulayeva")],
)
def test_an_azerbaijani_name_loses_its_ending(name, plain):
    assert nominative.azerbaijani(name) == plain
