"""Form fields that turn what a reader typed into values of the record, or say what is wrong."""

import difflib
import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cooperation.models import Address, PartialDate
from cooperation.record.search import fold

SEARCH_LENGTH = 200
VALUES_PER_PARAMETER = 50
# Near matches are looked up for so many unknown values of a parameter; a reader mistypes one or two.
SUGGESTED = 3
# Of a list no longer than this all values are named to who guessed none of them.
SHORT_LIST = 8

_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,120}", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
# Stands for a search without a letter: no word is in it, so it finds nothing.
_WORDLESS = "\ufffd"


def printable(text: str, length: int = 60) -> str:
    """`text` as a page may repeat it: short, without control and direction characters."""
    shown = "".join(letter if letter.isprintable() else "\ufffd" for letter in text[:length])
    return shown if len(text) <= length else f"{shown}…"


def is_blank(text: str) -> bool:
    """Whether `text` holds nothing but blanks and control characters."""
    return not _CONTROL.sub(" ", text).strip()


def near(value: str, known: Iterable[tuple[str, str]], limit: int = 3) -> list[tuple[str, str]]:
    """Those of `known` (value, label) that resemble `value`, nearest first."""
    wanted = "-".join(fold(value[:120]))
    spellings: dict[str, tuple[str, str]] = {}
    for known_value, label in known:
        spellings.setdefault(known_value, (known_value, label))
        spellings.setdefault("-".join(fold(label)), (known_value, label))
    matches = difflib.get_close_matches(wanted, spellings, n=limit * 2, cutoff=0.55)
    return list(dict.fromkeys(spellings[match] for match in matches))[:limit]


def unknown(value: str, known: Iterable[tuple[str, str]]) -> ValidationError:
    """The error for a value that is not there; its `params["near"]` holds what may be meant, or all of a short list."""
    known = list(known)
    short = known if len(known) <= SHORT_LIST else []
    return ValidationError(
        _("“%(value)s” is not known here."),
        code="unknown",
        params={
            "value": printable(value),
            "near": near(value, known) or short,
        },
    )


class ValuesField(forms.Field):
    """A parameter that may be given several times, for "any of"."""

    widget = forms.SelectMultiple

    def to_python(self, values: Any) -> list[str]:
        given = [value for value in values or () if value.strip()]
        if len(given) > VALUES_PER_PARAMETER:
            raise ValidationError(_("At most %(limit)s values."), params={"limit": VALUES_PER_PARAMETER})
        return list(dict.fromkeys(given))

    def collect(self, values: Sequence[str], known: dict[str, Any], labels: Iterable[tuple[str, str]]) -> list:
        """The known object of each value; all unknown ones are reported together."""
        strange = [value for value in values if value not in known]
        known_labels = list(labels)
        errors = [unknown(value, known_labels if place < SUGGESTED else ()) for place, value in enumerate(strange)]
        if errors:
            raise ValidationError(errors)
        return list({id(known[value]): known[value] for value in values}.values())


class ChoicesField(ValuesField):
    """Values of a short list: `dimension.options()` gives each with its label."""

    def __init__(self, *, dimension: Any, **kwargs: Any) -> None:
        self.dimension = dimension
        super().__init__(**kwargs)

    def clean(self, values: Any) -> list[str]:
        given = super().clean(values)
        if not given:
            return []
        labels = [(value, str(label)) for value, label in self.dimension.options()]
        return self.collect(given, {value: value for value, _label in labels}, labels)


class RecordsField(ValuesField):
    """Slugs of published records; a former slug leads to the record that it belonged to.

    `dimension` finds them: `by_slug`, `by_id` and, for near matches, `everything`.
    """

    def __init__(self, *, dimension: Any, **kwargs: Any) -> None:
        self.dimension = dimension
        super().__init__(**kwargs)

    def clean(self, values: Any) -> list:
        given = super().clean(values)
        if not given:
            return []
        slugs = [value for value in given if _SLUG.fullmatch(value)]
        known = self.dimension.by_slug(slugs)
        known |= self._formerly([slug for slug in slugs if slug not in known])
        labels: list[tuple[str, str]] = []
        if any(value not in known for value in given):
            labels = [(record.slug, str(record)) for record in self.dimension.everything()]
        return self.collect(given, known, labels)

    def _formerly(self, slugs: list[str]) -> dict[str, Any]:
        if not slugs:
            return {}
        noun = self.dimension.records().model.noun
        owners = dict(Address.objects.filter(noun=noun, slug__in=slugs).values_list("slug", "record_id"))
        records = self.dimension.by_id([owner for owner in owners.values() if owner])
        return {slug: records[owner] for slug, owner in owners.items() if owner in records}


class YearsField(ValuesField):
    """Years in ASCII digits, 1900 to 2199."""

    def clean(self, values: Any) -> list[str]:
        years = super().clean(values)
        for year in years:
            if len(year) != 4 or not _is_partial_date(year):
                raise ValidationError(_("“%(value)s” is no year."), params={"value": printable(year)})
        return years


def _is_partial_date(text: str) -> bool:
    try:
        PartialDate(text)
    except ValueError:
        return False
    return True


class DateField(forms.CharField):
    """A partial date, or None."""

    def clean(self, value: Any) -> PartialDate | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return PartialDate(text)
        except ValueError as error:
            raise ValidationError(
                _("“%(value)s” is no date here: %(why)s"), params={"value": printable(text), "why": error.args[0]}
            ) from None


class SearchField(forms.CharField):
    """The words of a text search."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=SEARCH_LENGTH, **kwargs)

    def clean(self, value: Any) -> str:
        # Nothing that is searched holds control characters. Whoever typed only such asked for something all the
        # same: an empty text would give everything.
        typed = value or ""
        return super().clean(_WORDLESS if typed and is_blank(typed) else _CONTROL.sub(" ", typed))
