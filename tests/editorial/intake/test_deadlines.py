"""Until when something is undertaken: the precision that is given, and no day where none is stated."""

import pytest

from cooperation.editorial import intake

pytestmark = [pytest.mark.engine("sqlite"), pytest.mark.django_db]

PUBLISHED = "2026-05-14"
MET = {
    "en": "Minister of Health Teymur Musayev met WHO Representative Hande Harmanci on 12 May.\n"
    "WHO will send vaccines {}.",
    "az": "Mayın 12-də səhiyyə naziri Teymur Musayev ÜST-nin nümayəndəsi Hande Harmancı ilə görüşüb.\n"
    "ÜST {} peyvəndlər göndərəcək.",
    "ru": "12 мая министр здравоохранения Теймур Мусаев встретился с представителем ВОЗ Ханде Харманджи.\n"
    "ВОЗ направит вакцины {}.",
}
STATED = [
    ("en", "by March 2027", "2027-03"),
    ("en", "by the end of March 2027", "2027-03"),
    ("en", "by the end of 2026", "2026"),
    ("en", "until 15 May 2027", "2027-05-15"),
    ("en", "no later than May 15, 2027", "2027-05-15"),
    ("en", "by mid-2027", "2027"),
    ("en", "by the end of this year", "2026"),
    ("en", "by the end of the year", "2026"),
    ("en", "by the end of next year", "2027"),
    ("en", "by 2030", "2030"),
    ("az", "mart 2027-ci ilədək", "2027-03"),
    ("az", "2027-ci ilin martınadək", "2027-03"),
    ("az", "2027-ci ilin mart ayının sonunadək", "2027-03"),
    ("az", "2026-cı ilin sonunadək", "2026"),
    ("az", "2026-cı ilin sonuna qədər", "2026"),
    ("az", "15 may 2027-ci ilədək", "2027-05-15"),
    ("az", "2027-ci il mayın 15-dək", "2027-05-15"),
    ("az", "15.05.2027-dək", "2027-05-15"),
    ("az", "2030-cu ilə qədər", "2030"),
    ("az", "bu ilin sonunadək", "2026"),
    ("az", "ilin sonunadək", "2026"),
    ("az", "gələn ilin martına qədər", "2027-03"),
    ("ru", "до конца 2026 года", "2026"),
    ("ru", "до марта 2027 года", "2027-03"),
    ("ru", "к маю 2027 года", "2027-05"),
    ("ru", "не позднее 15 мая 2027 года", "2027-05-15"),
    ("ru", "до 15.05.2027", "2027-05-15"),
    ("ru", "до конца года", "2026"),
    ("ru", "к концу следующего года", "2027"),
    ("ru", "к 2030 году", "2030"),
]
# What stands before it is who does it and with whom, no beginning.
WITH_OTHERS = [
    ("en", "with support from Japan", "by the end of 2026", "2026"),
    ("en", "bought from the producers", "by March 2027", "2027-03"),
    ("az", "hökumət tərəfindən", "2026-cı ilin sonunadək", "2026"),
    ("az", "Bakıdan", "2027-ci ilin martınadək", "2027-03"),
    ("ru", "совместно с министерством", "до конца 2026 года", "2026"),
    ("ru", "вместе с Минздравом", "к маю 2027 года", "2027-05"),
]
NOT_STATED = [
    ("en", "by March"),
    ("en", "by the end of March"),
    ("en", "until the end of the campaign"),
    ("en", "by 2,500 children a day"),
    ("en", "to 2027 families"),
    ("en", "bought by the ministry in March 2027"),
    ("en", "from 2026 until 2028"),
    ("en", "as agreed by 2024"),
    ("en", "by March 2027 or by May 2027"),
    ("en", "by 31 February 2027"),
    ("en", "by May 2027 and June 2028"),
    ("en", "by 2030 volunteers"),
    ("en", "from January until March 2027"),
    ("ru", "с января до марта 2027 года"),
    ("az", "yanvardan 2027-ci ilin martınadək"),
    ("az", "marta qədər"),
    ("az", "martın sonunadək"),
    ("az", "2027-ci ilin martında"),
    ("az", "2026-cı ildən 2028-ci ilədək"),
    ("az", "2024-cü ilədək"),
    ("az", "kampaniyanın sonunadək"),
    ("az", "keçən ilin sonunadək"),
    ("ru", "до марта"),
    ("ru", "до конца марта"),
    ("ru", "в марте 2027 года"),
    ("ru", "с 2026 до 2028 года"),
    ("ru", "к 2024 году"),
    ("ru", "до конца кампании"),
]


def due(known, language, words, published=PUBLISHED):
    text = MET[language].format(words)
    reading = intake.read(text, published=published, language=language, known=known)
    (undertaken,) = [point for point in reading.meetings[0].points if point.commitment]
    return undertaken.due, reading.document.text


@pytest.mark.parametrize(("language", "words", "expected"), STATED, ids=[words for _language, words, _day in STATED])
def test_a_deadline_is_read_with_the_precision_that_is_given(known, language, words, expected):
    found, text = due(known, language, words)
    assert found.value == expected
    assert found.sure
    ((start, end),) = found.spans
    assert text[start:end] == words


@pytest.mark.parametrize(("language", "before", "words", "expected"), WITH_OTHERS)
def test_who_does_it_with_whom_begins_no_period(known, language, before, words, expected):
    assert due(known, language, f"{before} {words}")[0].value == expected


@pytest.mark.parametrize(("language", "words"), NOT_STATED, ids=[words for _language, words in NOT_STATED])
def test_no_deadline_is_made_up(known, language, words):
    assert due(known, language, words)[0].value is None


@pytest.mark.parametrize(("language", "words"), [("en", "by the end of this year"), ("az", "bu ilin sonunadək")])
def test_this_year_is_none_where_the_day_of_publication_is_not_known(known, language, words):
    assert due(known, language, words, published=None)[0].value is None


def test_a_day_is_surer_than_a_year(known):
    assert due(known, "en", "by 15 May 2027")[0].confidence > due(known, "en", "by 2030")[0].confidence
