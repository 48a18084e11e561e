"""Sort keys: text whose plain byte order is a language's alphabetical order.

Neither engine has an Azerbaijani collation at hand, so each named record stores its key for each
language.
"""

import unicodedata
from functools import lru_cache

AZERBAIJANI = "abcçdeəfgğhxıijkqlmnoöprsştuüvwyz"
RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"

# Azerbaijani letters follow the Latin one that they stand behind: "{" and "|" come after "z".
_BEHIND = {"ç": "c{", "ə": "e{", "ğ": "g{", "x": "h{", "ı": "h|", "q": "k{", "ö": "o{", "ş": "s{", "ü": "u{"}

_WEIGHTS = {
    "az": {letter: _BEHIND.get(letter, letter) for letter in AZERBAIJANI},
    "ru": {letter: chr(0x430 + place) for place, letter in enumerate(RUSSIAN)},
}
# Keys kept in a process: the names that lists and facets put in order come again with every page.
KEPT = 8_192
_CAPITALS = {"az": {"i": "İ", "ı": "I"}}


@lru_cache(maxsize=KEPT)
def sort_key(text: str, language: str) -> str:
    """The key of `text` in the order of `language` ("en", "az" or "ru"), at most 200 characters."""
    weights = _WEIGHTS.get(language, {})
    return "".join(weights.get(letter) or _plain(letter) for letter in _small(text, language))[:200]


def capitalised(text: str, language: str) -> str:
    """`text` with a capital at its beginning, as the language writes it."""
    return _capital(text[:1], language) + text[1:]


def first_letter(text: str, language: str) -> str:
    """The letter of the language's alphabet that a list puts `text` under, as a capital."""
    for letter in _small(text, language):
        known = letter if letter in _WEIGHTS.get(language, {}) else _plain(letter)[:1]
        if known.strip():
            return _capital(known, language)
    return ""


def _small(text: str, language: str) -> str:
    if language == "az":
        # Turkic casing: I is the capital of ı, İ that of i.
        text = text.replace("I", "ı").replace("İ", "i")
    return text.casefold()


def _capital(letter: str, language: str) -> str:
    return _CAPITALS.get(language, {}).get(letter) or letter.upper()


def _plain(letter: str) -> str:
    if letter.isspace():
        return " "
    bare = unicodedata.normalize("NFKD", letter.replace("ə", "e").replace("ı", "i"))
    return "".join(part for part in bare if part.isalnum())
