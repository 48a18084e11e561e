"""Which passwords are taken for guessable, and what that costs."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError

from cooperation.editorial import guessing
from cooperation.editorial.guessing import GuessableValidator, score

pytestmark = pytest.mark.engine("sqlite")


def is_taken(password, user=None):
    try:
        GuessableValidator().validate(password, user)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    "password",
    [
        "",
        "qwertyuiop12",
        "1qaz2wsx3edc4rfv",
        "P@ssw0rd123!",
        "iloveyou2024",
        "Tr0ub4dour&3",
        "zxcvbnm12345",
        "aaaaaaaaaaaaaaaaaaaaaaaa",
        "abcabcabcabcabcabc",
        "abcd1234efgh",
        "cooperationrecord",
        "Azerbaijan2024",
        "unicef azerbaijan",
        "unicef-azerbaijan",
        "ministry editor",
        "admin_cooperation",
    ],
)
def test_what_is_made_like_known_passwords_is_refused(password):
    assert not is_taken(password)


@pytest.mark.parametrize(
    "password",
    ["seven grey herons over Shirvan", "uF8kQx2bTn9wRzPa", "correct horse battery", "göy çay, üç nar, bir körpü"],
)
def test_what_is_no_known_password_is_taken(password):
    assert is_taken(password)


def test_the_names_of_its_owner_make_no_password():
    owner = User(username="gultakin.rzayeva", first_name="Gültəkin", last_name="Rzayeva-Əhmədli")
    for password in ("gultakin.rzayeva1", "GültəkinGültəkin", "Rzayeva-Əhmədli", "Əhmədli2026!"):
        assert is_taken(password)
        assert not is_taken(password, owner)


def test_the_name_of_the_site_makes_none(settings):
    assert is_taken("xudaferin-korpusu")
    settings.SITE_URL = "https://xudaferin-korpusu.example"
    assert not is_taken("xudaferin-korpusu")


def test_django_asks_it_and_says_so():
    with pytest.raises(ValidationError, match="too easy to guess"):
        validate_password("P@ssw0rd123!P@ssw0rd123!")
    assert any("easily guessed" in text for text in password_validators_help_texts())


@pytest.mark.parametrize(
    "piece", ["a", "4@8({[<69!1|7$5", "p@ssw0rd", "qwerty", "1.1.", "ə", "\x00", "çğışöü", "12/3/45"]
)
def test_no_text_takes_long(piece):
    text = piece * 100_000
    began = time.perf_counter()
    score(text, [text])
    assert time.perf_counter() - began < 5


def test_a_long_sentence_is_read_as_far_as_it_takes():
    sentence = "seven grey herons over Shirvan and one that stays behind at the lake of " * 20
    assert score(sentence, []) == 4


def test_what_one_owner_knows_is_not_asked_of_another():
    words = [f"{letters}ishkari-{letters}" for letters in ("vexo", "rumo", "tado", "kizu")]
    score(words[0], [])
    with ThreadPoolExecutor(4) as pool:
        alone = list(pool.map(lambda word: [score(word, []) for _time in range(20)], words))
        known = list(pool.map(lambda word: [score(word, [word]) for _time in range(20)], words))
    assert {tuple(each) for each in known} == {(0,) * 20}
    assert all(found >= guessing.ENOUGH for each in alone for found in each)
