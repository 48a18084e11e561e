"""Passwords that somebody would guess: those in lists of passwords that were found, and what is made like them."""

import re
from threading import Lock
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# A text is read as far as this, for the reading takes longer the longer it is. What is enough so far is enough.
READ = 32
# The library's scale goes to 4; below 3 (a hundred million guesses) one machine guesses it from a stolen database.
ENOUGH = 3
# Words that are nowhere as likely as here.
OF_THIS_SITE = (
    "cooperation", "record", "azerbaijan", "azerbaycan", "azərbaycan", "baku", "baki", "bakı", "salam", "karabakh",
    "qarabag", "qarabağ", "minister", "ministry", "united", "nations", "unicef", "undp", "editor", "editors", "admin",
)  # fmt: skip

# The library keeps the words of one question where the next one finds them.
_one_at_a_time = Lock()


class GuessableValidator:
    """Refuses what is found with few guesses, made of common passwords, words, names, days, rows of keys."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        if score(password, [*OF_THIS_SITE, *_words_of(user), *_words(settings.SITE_URL)]) < ENOUGH:
            raise ValidationError(
                _("This password is too easy to guess: add words that do not belong together."), code="guessable"
            )

    def get_help_text(self) -> str:
        return gettext("It is not easily guessed: no common password, name, date or row of keys makes most of it.")


def score(password: str, known: list[str]) -> int:
    """How hard to guess, from 0 to 4, for one who has lists of passwords and words, and knows those of `known`."""
    if not password:
        return 0
    # A megabyte of lists, read by those processes only in which somebody chooses a password.
    from zxcvbn import zxcvbn

    text = password[:READ]
    # Marks between words cost a guesser next to nothing, and the library reckons them as if they did.
    with _one_at_a_time:
        return min(zxcvbn(each, known)["score"] for each in {text, re.sub(r"[\W_]+", "", text) or text})


def _words_of(user: Any) -> list[str]:
    names = ("username", "first_name", "last_name")
    return [word for name in names for word in _words(getattr(user, name, "") or "")]


def _words(text: str) -> list[str]:
    """The words of a name or an address, and what is written with hyphens as one, too."""
    found = dict.fromkeys([text, *re.split(r"[\s./:@]+", text), *re.split(r"[\W_]+", text)])
    return [word for word in found if len(word) > 2]
