"""How names sound, whatever spelling or script they come in, and the keys under which records of like names meet.

`Vagif Sadigov`, `Vaqif Sadıqov`, `Вагиф Садыгов` and `Sadikhov Vagif` share a key. Keys only gather what is worth a
look: `likeness` then says how near two names are.
"""

import itertools
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db import connections
from django.db.models import Model
from rapidfuzz import fuzz

from cooperation.models import Agency, Event, NameKey, Official, Program
from cooperation.models.base import LANGUAGES

from .search import fold, query_words

KEYED: tuple[type[Model], ...] = (Agency, Event, Official, Program)

# From how alike on two names are taken for one person's.
SAME_NAME = 88

_CYRILLIC = str.maketrans(
    dict(zip("абвгдежзийклмнопрстуфхцчшщыэәғҹҝһөүј", "abvgdejziiklmnoprstufhscssieegjghouy", strict=True))
    | {"ъ": "", "ь": "", "ю": "yu", "я": "ya"}
)
# Letters that one language writes for what another writes otherwise, in the order in which they are read.
_SOUNDS = (
    (re.compile(r"dzh|dj|zh|tch|ch|c"), "j"),
    (re.compile(r"sch|sh|ts|tz|z"), "s"),
    (re.compile(r"kh|gh|ck|q|x|g|h"), "k"),
    (re.compile(r"ph|w|f"), "v"),
    (re.compile(r"e"), "a"),
    (re.compile(r"y"), "i"),
    (re.compile(r"(.)\1+"), r"\1"),
)
_VOWELS = re.compile(r"[aeiou]")
# What stands beside a name and is none: forms of address; and words for son and daughter, behind the father's name.
_BESIDE = frozenset({"mr", "mrs", "ms", "dr", "prof", "he"})
_CHILD = frozenset({"oglu", "ogly", "ogli", "oghlu", "qizi", "kizi", "gizi", "kyzy", "оглы", "кызы", "гызы"})
_FATHERS = re.compile(r"\w+(ovich|evich|ovna|evna|ович|евич|овна|евна)")
_COMMON = frozenset(["the", "a", "an", "of", "on", "and", "for", "in", "to", "at", "with", "by", "session", "united"])
_NUMBER = re.compile(r"[0-9]+(st|nd|rd|th)?|[ivx]+")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_SPELLED_OUT = {word: str(number) for number, word in enumerate(_ORDINALS, start=1)}
_KEY_LENGTH = NameKey._meta.get_field("key").max_length


@lru_cache(maxsize=20_000)
def sound_of(word: str) -> str:
    """A folded word as it sounds: Latin letters only, one for each that languages mix up."""
    sound = word.translate(_CYRILLIC)
    for letters, letter in _SOUNDS:
        sound = letters.sub(letter, sound)
    return sound


def _words(name: str) -> list[list[str]]:
    """Each word of a name in its spellings, without forms of address and the father's name."""
    words = [forms for forms in query_words(name) if not _BESIDE & set(forms) and len(forms[0]) > 1]
    fathers = {place for place, forms in enumerate(words) if _FATHERS.fullmatch(forms[0])}
    for place, forms in enumerate(words):
        if _CHILD & set(forms):
            fathers |= {place - 1, place}
    return [forms for place, forms in enumerate(words) if place not in fathers]


def person_keys(names: Iterable[str]) -> set[str]:
    """Where a person with these names is looked for: any two words of a name, by their consonants, in any order."""
    return {key for name in names for key in _person_keys(name)}


@lru_cache(maxsize=20_000)
def _person_keys(name: str) -> frozenset[str]:
    words = [{_consonants(form) for form in forms} for forms in _words(name)[:6]]
    pairs = (itertools.product(one, other) for one, other in itertools.combinations(words, 2))
    return frozenset(" ".join(sorted(pair))[:_KEY_LENGTH] for product in pairs for pair in product)


def _consonants(form: str) -> str:
    sound = sound_of(form)
    return _VOWELS.sub("", sound) or sound


def title_keys(names: Iterable[str]) -> set[str]:
    """Where a body, a program or an event is looked for: its words that say something, without numbers."""
    return {key[:_KEY_LENGTH] for name in names if (key := title_key(name))}


def title_key(name: str) -> str:
    """What a title says, in any order; a single word says something with its number only, like COP29."""
    words = fold(name)
    telling = {word for word in words if word not in _COMMON and not _counts(word)}
    if len(telling) > 1 or any(letter.isdigit() for word in telling for letter in word):
        return " ".join(sorted(telling))
    return " ".join(sorted(words)) if len(words) > 1 else ""


def _counts(word: str) -> bool:
    return bool(_NUMBER.fullmatch(word)) or word in _SPELLED_OUT


def numbers_of(names: Iterable[str]) -> set[str]:
    """The numbers in names, which tell the 12th session from the 13th; years are none of them."""
    words = {word for name in names for word in fold(name)}
    found = (re.fullmatch(r"[a-z]*([0-9]{1,3})(st|nd|rd|th)?", word) for word in words)
    return {number[1] for number in found if number} | {_SPELLED_OUT[word] for word in words & set(_SPELLED_OUT)}


def likeness(names: Iterable[str], others: Iterable[str]) -> tuple[float, str, str]:
    """How alike the nearest two of the names are, from 0 to 100, and those two."""
    pairs = itertools.product(names, others)
    return max(((_alike(one, other), one, other) for one, other in pairs), default=(0.0, "", ""))


@lru_cache(maxsize=20_000)
def _spoken(name: str) -> tuple[str, ...]:
    """A name as it sounds, in each of its spellings, at most a few."""
    words = [list(dict.fromkeys(sound_of(form) for form in forms)) for forms in _words(name)[:6]]
    return tuple(" ".join(chosen) for chosen in itertools.islice(itertools.product(*words), 8)) if words else ()


def _alike(one: str, other: str) -> float:
    pairs = itertools.product(_spoken(one), _spoken(other))
    return max((_of_words(*pair) for pair in pairs), default=0.0)


def _of_words(one: str, other: str) -> float:
    """As alike as the words are in any order; a second given name that one of them lacks counts little."""
    if min(one.count(" "), other.count(" ")) == 0:
        return fuzz.ratio(one, other)
    return max(fuzz.token_sort_ratio(one, other), 0.97 * fuzz.token_set_ratio(one, other))


def names_of(record: Any) -> list[str]:
    """Every name that a record has, in any language."""
    texts = [getattr(record, f"name_{language}") for language in LANGUAGES]
    lines = getattr(record, "other_spellings", "") or getattr(record, "aliases", "")
    return list(dict.fromkeys(text for text in (*texts, *lines.splitlines()) if text))


def keys_of(record: Any) -> set[str]:
    """The keys of a named record."""
    return person_keys(names_of(record)) if isinstance(record, Official) else title_keys(names_of(record))


def write_keys(model: type[Any], ids: set[int]) -> None:
    """Bring the keys of these records into step."""
    if model not in KEYED:
        return
    NameKey.objects.filter(noun=model.noun, record_id__in=ids).delete()
    rows = [
        NameKey(noun=model.noun, record_id=record.pk, key=key)
        for record in model.objects.filter(pk__in=ids)
        for key in keys_of(record)
    ]
    NameKey.objects.bulk_create(rows, batch_size=1_000)


def write_missing_keys(using: str) -> None:
    """Make the keys of a database that has none yet; while it is migrated there may be no table either."""
    there = NameKey._meta.db_table in connections[using].introspection.table_names()
    if there and not NameKey.objects.using(using).exists():
        for model in KEYED:
            write_keys(model, set(model._default_manager.values_list("pk", flat=True)))
