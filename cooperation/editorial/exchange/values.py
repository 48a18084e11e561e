"""What a cell says, as the value that a field of a snapshot holds; or why it says nothing that the field can hold."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.db.models import Model
from django.utils import translation
from django.utils.encoding import force_str
from django.utils.translation import gettext as _

from cooperation.models import PartialDate
from cooperation.models.base import LANGUAGES
from cooperation.record.snapshots.fields import (
    Choice,
    Date,
    Field,
    Goals,
    InvalidError,
    Lines,
    Many,
    Number,
    One,
    Text,
    Uid,
    Web,
)

from .bounds import CellError
from .tables import precision_name

Find = Callable[[str, str], str]
"""From a noun and what a cell calls a record to its uid; raises `CellError`."""

_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"})
_DOTTED = re.compile(r"(?:([0-9]{1,2})\.)?([0-9]{1,2})\.([0-9]{4})")
_MIDNIGHT = re.compile(r"[T ]00:00(:00(\.0+)?)?Z?$")
_LINES = re.compile(r"[|\n]")
_NAMES = re.compile(r"[|;\n]")
_ADDRESSES = re.compile(r"[\s|]+")


def parts_of(text: str, noun: str = "") -> list[str]:
    """The parts of a cell that holds a list: “|” stands between them, in lists of names also “;”."""
    split = _ADDRESSES if noun == "sources" else _NAMES if noun else _LINES
    return list(dict.fromkeys(part.strip() for part in split.split(text) if part.strip()))


def value_of(entry: Field, text: str, model: type[Model], find: Find) -> Any:
    """The value of a cell that is not empty. Raises `CellError` with what is wrong."""
    if text in _ERRORS:
        raise CellError(_("“%(text)s” is an error of the spreadsheet.") % {"text": text})
    value = _value(entry, text.replace("\r\n", "\n"), model, find)
    try:
        entry.check(value, model)
    except InvalidError as error:
        raise CellError(_said(entry, text, model) or str(error)) from None
    return value


def _value(entry: Field, text: str, model: type[Model], find: Find) -> Any:
    for kind, read in _READERS.items():
        if isinstance(entry, kind):
            return read(entry, text, model, find)
    raise CellError(_("This column cannot be imported."))


def _said(entry: Field, text: str, model: type[Model]) -> str:
    """The commonest faults in the reader's language; for rarer ones the field's own sentence does."""
    if isinstance(entry, Web):
        return _("“%(text)s” is no address that begins with http:// or https://.") % {"text": text[:100]}
    limit = model._meta.get_field(entry.attribute).max_length if type(entry) is Text else None
    if limit is not None and len(text) > limit:
        return _("The text is longer than %(limit)s characters.") % {"limit": limit}
    if type(entry) is Text:
        return _("The text holds a control character.")
    return ""


def date_of(text: str) -> str:
    """A partial date as ISO writes it; also 11.01.2024 and 01.2024, which mean one thing only."""
    text = _MIDNIGHT.sub("", text.strip())
    dotted = _DOTTED.fullmatch(text)
    if dotted:
        text = "-".join(part.zfill(2) for part in reversed(dotted.groups()) if part)
    try:
        return str(PartialDate(text))
    except ValueError as error:
        raise CellError(f"“{text[:40]}”: {error.args[0]}") from None


def cut_to(date: str, precision: str) -> str:
    """A date as exact as the column beside it says: spreadsheets make a day of what was a month."""
    lengths = {"year": 4, "month": 7, "day": 10}
    wanted = _coded(precision, tuple(lengths), _precision_names()).lower()
    if wanted not in lengths:
        raise CellError(_("“%(text)s” is none of: year, month, day.") % {"text": precision[:40]})
    cut, rest = date[: lengths[wanted]], date[lengths[wanted] :]
    if len(date) < lengths[wanted] or rest not in {"", "-01", "-01-01"}:
        told = {"date": date, "precision": precision}
        raise CellError(_("The date is %(date)s, its precision “%(precision)s”: one of them is wrong.") % told)
    return cut


@lru_cache
def _precision_names() -> tuple[tuple[str, str], ...]:
    return tuple((_in(each, precision_name, code), code) for each in LANGUAGES for code in ("year", "month", "day"))


def _in(language: str, name: Callable[[str], str], code: str) -> str:
    with translation.override(language):
        return name(code).casefold()


def _coded(text: str, codes: tuple[str, ...], labels: tuple[tuple[str, str], ...]) -> str:
    """The code that `text` is, or is the label of in one of the languages; else the text itself."""
    folded = text.strip().casefold()
    return folded if folded in codes else dict(labels).get(folded, text)


def choice_of(entry: Choice, text: str, model: type[Model]) -> str:
    codes, labels = _choices(model, entry.attribute)
    code = _coded(text, codes, labels)
    if code not in codes:
        told = {"text": text[:60], "codes": ", ".join(codes)}
        raise CellError(_("“%(text)s” is none of: %(codes)s.") % told)
    return code


@lru_cache
def _choices(model: type[Model], attribute: str) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    choices = model._meta.get_field(attribute).flatchoices
    labels = []
    for language in LANGUAGES:
        with translation.override(language):
            labels += [(force_str(label).casefold(), code) for code, label in choices]
    return tuple(code for code, _label in choices), tuple(labels)


def number_of(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 6):
        raise CellError(_("“%(text)s” is no whole number.") % {"text": text[:40]})
    return int(text)


def _goals(text: str) -> list[int]:
    return [number_of(part) for part in re.split(r"[\s,;|]+", text.strip()) if part]


_READERS: dict[type[Field], Callable[[Any, str, type[Model], Find], Any]] = {
    Goals: lambda entry, text, model, find: _goals(text),
    Lines: lambda entry, text, model, find: parts_of(text),
    Date: lambda entry, text, model, find: date_of(text),
    Choice: lambda entry, text, model, find: choice_of(entry, text, model),
    Number: lambda entry, text, model, find: number_of(text),
    Uid: lambda entry, text, model, find: text.lower(),
    One: lambda entry, text, model, find: find(entry.noun, text),
    Many: lambda entry, text, model, find: sorted({find(entry.noun, part) for part in parts_of(text, entry.noun)}),
    # Last: texts of special kinds are among the above.
    Text: lambda entry, text, model, find: text,
    Field: lambda entry, text, model, find: text,
}
