"""Sort keys: text whose plain byte order is a language's alphabetical order.

Neither engine has an Azerbaijani collation at hand, so each named record stores its key for each
language.
"""

import unicodedata

AZERBAIJANI = "abcçdeəfgğhxıijkqlmnoöprsştuüvwyz"
RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"

_WEIGHTS = {
    "az": {letter: chr(0x61 + place) for place, letter in enumerate(AZERBAIJANI)},
    "ru": {letter: chr(0x430 + place) for place, letter in enumerate(RUSSIAN)},
}


def sort_key(text: str, language: str) -> str:
    """The key of `text` in the order of `language` ("en", "az" or "ru"), at most 200 characters."""
    if language == "az":
        # Turkic casing: I is the capital of ı, İ that of i.
        text = text.replace("I", "ı").replace("İ", "i")
    weights = _WEIGHTS.get(language, {})
    return "".join(weights.get(letter) or _plain(letter) for letter in text.casefold())[:200]


def _plain(letter: str) -> str:
    if letter.isspace():
        return " "
    bare = unicodedata.normalize("NFKD", letter.replace("ə", "e").replace("ı", "i"))
    return "".join(part for part in bare if part.isalnum())
