"""Names in the nominative, as far as the language shows it."""

import re
from collections.abc import Container

_AZERBAIJANI_ENDING = re.compile(
    r"(?<=[^\W_]{3})(?:(?<=[aeəıioöuü])(?:nın|nin|nun|nün|nı|ni|nu|nü|ya|yə|yla|ylə)"
    r"|(?<=[^\Waeəıioöuü_])(?:ın|in|un|ün|ı|i|u|ü|a|ə)|la|lə|dan|dən|da|də)$"
)
_AZERBAIJANI_ENDINGS = ("ı", "i", "u", "ü", "a", "ə", "ın", "in", "un", "ün", "la", "lə", "da", "də", "dan", "dən",
                        "nı", "ni", "nu", "nü", "ya", "yə", "yla", "ylə", "nın", "nin", "nun", "nün")  # fmt: skip
_AS_THEY_ARE = ("р", "ль", "ник", "ый", "ий", "л", "т", "ая", "ница")
_KEEP = ("ova", "yeva", "eva", "zadə", "ski", "li", "lı", "lu", "lü")
_RUSSIAN_CASES = {
    "ins": (("ской", "ская"), ("ским", "ский"), ("ием", "ий"), ("еем", "ей"), ("лем", "ль"), ("рем", "рь"),
            ("цей", "ца"), ("шей", "ша"), ("жей", "жа"), ("чей", "ча"), ("ой", "а"), ("ей", "я"), ("ью", "ь"),
            ("ем", ""), ("ом", ""), ("ым", "")),
    # Whom one receives: for men the genitive, for women the accusative.
    "gen": (("ской", "ская"), ("скую", "ская"), ("ского", "ский"), ("ии", "ия"), ("ию", "ия"), ("ову", "ова"),
            ("еву", "ева"), ("ину", "ина"), ("ой", "а"), ("ы", "а"), ("ьи", "ья"), ("ги", "га"), ("ки", "ка"),
            ("хи", "ха"), ("у", "а"), ("ю", "я"), ("ея", "ей"), ("ия", "ий"), ("юя", "юй"), ("уя", "уй"), ("ая", "ай"),
            ("ля", "ль"), ("ря", "рь"), ("а", "")),
    "dat": (("ской", "ская"), ("скому", "ский"), ("ии", "ия"), ("ею", "ей"), ("ию", "ий"), ("лю", "ль"), ("рю", "рь"),
            ("ой", "а"), ("у", ""), ("ю", "й"), ("е", "а")),
}  # fmt: skip
_OF_HEAD = (("ом", "ins"), ("ем", "ins"), ("ой", "ins"), ("ей", "ins"), ("им", "ins"), ("ым", "ins"), ("главу", "gen"),
            ("ую", "gen"), ("ы", "gen"), ("а", "gen"), ("я", "gen"), ("его", "gen"), ("ого", "gen"), ("ому", "dat"),
            ("ему", "dat"), ("у", "dat"), ("ю", "dat"))  # fmt: skip
_OF_HONORIFIC = {"ном": "ins", "господином": "ins", "жой": "ins", "госпожой": "ins", "на": "gen", "господина": "gen",
                 "жу": "gen", "госпожу": "gen", "ну": "dat", "господину": "dat", "с": "ins", "со": "ins",
                 "возглавляемой": "ins", "возглавляемую": "ins", "возглавляемая": "ins"}  # fmt: skip


def azerbaijani(name: str, written: Container[str] = ()) -> str:
    """A name without the ending of its case; where the text has one of its shorter forms as it is, that form."""
    if name.endswith(_KEEP):
        return name
    shorter = (name[: -len(end)] for end in _AZERBAIJANI_ENDINGS if name.endswith(end))
    return next((form for form in shorter if form.split()[-1] in written), _AZERBAIJANI_ENDING.sub("", name))


def case_of_head(head: str) -> str:
    """The case of the head of a Russian title, by its ending; empty for the nominative."""
    if head in {"глава", "замминистра", "замглавы"} or head.endswith(_AS_THEY_ARE):
        return ""
    return next((case for ending, case in _OF_HEAD if head.endswith(ending)), "")


def case_of_honorific(word: str) -> str:
    """The case of the name behind an honorific, or behind "with"."""
    return _OF_HONORIFIC.get(word, "")


def russian(name: str, case: str) -> str:
    """A name that stands in a case, in the nominative; each word by itself."""
    return re.sub(r"[А-ЯЁ][а-яё]+", lambda word: _nominative(word.group(), case), name)


def _nominative(word: str, case: str) -> str:
    for oblique, plain in _RUSSIAN_CASES.get(case, ()):
        shortest = 1 if plain.endswith("й") else 2
        if word.endswith(oblique) and len(word) >= len(oblique) + shortest:
            return word[: -len(oblique)] + plain
    return word
