"""Which table a sheet is, and which column is which: guessed from the header, in any of the site's languages."""

import difflib
import re
from collections.abc import Iterator
from functools import lru_cache

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from cooperation.models import Participation
from cooperation.models.base import LANGUAGES

from .sheets import Sheet
from .tables import TABLES, Column, Table

_LANGUAGE_NAMES = dict(settings.LANGUAGES)
# Beside the codes and the labels: how people who make tables by hand call a column.
_ALSO = {
    "url": ("link", "address", "url", "ünvan", "ссылка"),
    "name": ("reported name", "full name"),
    "un_agencies": ("un agency", "un body", "bmt qurumu", "учреждение оон"),
    "azerbaijani_bodies": ("azerbaijani body", "ministry", "nazirlik", "министерство"),
    "officials": ("participants", "people", "official"),
    "sources": ("source", "link", "links", "url", "mənbə", "источник"),
    "topics": ("topic",),
    "date": ("day", "when"),
}
# Columns of our own exports that only repeat what another one says.
_REPEATED = re.compile(r"modified|.*_(names?|label)_en|side|agency_acronym_en|meeting_(title_en|date|date_precision)")


def normalised(header: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", header.casefold()).split())


def is_repeated(header: str) -> bool:
    """Whether a column of ours only repeats what another one says."""
    return _REPEATED.fullmatch(header.strip().lower()) is not None


def table_of(sheet: Sheet) -> str:
    """The table that a sheet is by its name, else by its header; "" where it seems to be none of them."""
    stem = normalised(sheet.name)
    for name in TABLES:
        if stem == name or stem.split()[-1:] == [name]:
            return name
    counts = {name: len(set(guess(table, sheet.header).values()) - {""}) for name, table in TABLES.items()}
    best = max(counts, key=lambda name: (counts[name], -len(TABLES[name].columns)))
    return best if counts[best] >= min(2, len(sheet.header)) and not _explains(sheet) else ""


def _explains(sheet: Sheet) -> bool:
    """The sheets that our own workbooks end with."""
    return sheet.name in {"columns", "about"}


def guess(table: Table, header: list[str]) -> dict[int, str]:
    """For each column of the file, the name of the table's column that it seems to be; "" for none."""
    known, free = _spellings(table.name), {column.name for column in table.columns}
    found: dict[int, str] = {}
    for close in (False, True):
        for place, text in enumerate(header):
            if not found.get(place):
                found[place] = _found(table, text, known, close) if text else ""
                found[place] = found[place] if found[place] in free else ""
                free.discard(found[place])
    return found


def _found(table: Table, text: str, known: dict[str, str], close: bool) -> str:
    key = normalised(text)
    if is_repeated(text) and table.column(text.strip().lower()) is None:
        return ""
    if not close:
        return known.get(key, "")
    near = difflib.get_close_matches(key[:100], known, n=1, cutoff=0.87)
    return known[near[0]] if near else ""


@lru_cache
def _spellings(table: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for spell in (_codes, _labels, _others):
        for column in TABLES[table].columns:
            for text in spell(column):
                found.setdefault(normalised(text), column.name)
    return found


def _codes(column: Column) -> Iterator[str]:
    yield column.name
    if column.entry is not None and column.task == "field":
        yield column.entry.name


def _labels(column: Column) -> Iterator[str]:
    """In each language of the site: the name, for a translated text with its own language as people say it."""
    if column.task == "precision":
        return
    for language in LANGUAGES:
        with translation.override(language):
            name = column.stem
            if not column.language or column.language == "en":
                yield name
            if column.language:
                yield from (f"{name} {spoken}" for spoken in _spoken(column.language))
                yield _("%(name)s, in %(language)s") % {"name": name, "language": _LANGUAGE_NAMES[column.language]}


@lru_cache
def _spoken(code: str) -> tuple[str, ...]:
    names = []
    for language in LANGUAGES:
        with translation.override(language):
            names.append(str(_LANGUAGE_NAMES[code]))
    return (code, *names)


def _others(column: Column) -> Iterator[str]:
    if column.name == "officials":
        for language in LANGUAGES:
            with translation.override(language):
                yield str(Participation._meta.verbose_name_plural)
    yield from _ALSO.get(column.name, ())
