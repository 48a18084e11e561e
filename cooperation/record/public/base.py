"""What the public records of all nouns are made of."""

import datetime
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Model, Prefetch, QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cooperation.models import (
    Agreement,
    Commitment,
    Event,
    Meeting,
    Official,
    PartialDate,
    Program,
    Record,
    Source,
)
from cooperation.models.base import active_language, language_to_show, localized, texts_held
from cooperation.record.places import place_name

_WORD = re.compile(r"\w+")


class Text(str):
    """A text that knows its language: the active one, or the one that it fell back to.

    `translations` is the text in each language in which the record holds it.
    """

    language: str
    translations: dict[str, str]
    # A person's name is right in any script: a page does not say that it is not translated.
    is_name: bool

    def __new__(
        cls, text: str, language: str, translations: dict[str, str] | None = None, *, is_name: bool = False
    ) -> "Text":
        whole = super().__new__(cls, text)
        whole.language = language
        whole.is_name = is_name
        whole.translations = ({language: text} if text else {}) if translations is None else translations
        return whole

    def part(self, words: str) -> "Text":
        """Some words of it, in the same language."""
        return Text(words, self.language, is_name=self.is_name)

    @property
    def is_foreign(self) -> bool:
        """Whether the text is not in the language of the page that it stands on."""
        return bool(self) and self.language != active_language()


def text_of(record: Model, field: str) -> Text:
    return text_in(texts_held(record, field), is_name=isinstance(record, Official))


def text_in(held: dict[str, str], *, is_name: bool = False) -> Text:
    """Of the languages in which a text is held, the active one, else English, else the one there is."""
    shown = language_to_show(held)
    return Text(held.get(shown, ""), shown, held, is_name=is_name)


def marked(text: str) -> str | SafeString:
    """A text as HTML shows it: with its language where that is not the page's."""
    if isinstance(text, Text) and text.is_foreign:
        return format_html('<span lang="{}">{}</span>', text.language, text)
    return text


def changed_of(record: Record) -> datetime.datetime:
    """When the record last changed for the public, where it was fetched `with_last_change()`."""
    return getattr(record, "changed", record.modified)


def published_of(record: Model, relation: str) -> Iterable[Any]:
    """The published records of a relation: those that were fetched with the record, as `public_<relation>`, if any."""
    fetched = getattr(record, f"public_{relation}", None)
    return getattr(record, relation).published() if fetched is None else fetched


def fetching_published(relation: str, records: QuerySet) -> Prefetch:
    """Fetches the published `records` of a relation, for `published_of`."""
    return Prefetch(relation, records.published(), to_attr=f"public_{relation}")


def lines_of(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


@dataclass(frozen=True)
class Link:
    """A published record as other records name it, in the language that was active when it was read."""

    noun: str
    slug: str
    name: Text
    acronym: str = ""
    side: str = ""

    @cached_property
    def url(self) -> str:
        return localized(f"/{self.noun}/{self.slug}/")

    @property
    def short(self) -> str:
        return self.acronym or self.name

    @property
    def aside(self) -> str:
        """The acronym, where the name beside it does not hold it already."""
        return "" if _words(self.acronym) <= _words(self.name) else self.acronym


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text))


def link_to(record: Record) -> Link:
    name = "title" if isinstance(record, Meeting | Agreement) else "text" if isinstance(record, Commitment) else "name"
    return Link(record.noun, record.slug, text_of(record, name), _acronym_of(record), getattr(record, "side", ""))


def _acronym_of(record: Record) -> str:
    return text_of(record, "acronym") if hasattr(record, "acronym_en") else ""


def links_to(records: Iterable[Record]) -> tuple[Link, ...]:
    return tuple(link_to(record) for record in records)


@dataclass(frozen=True)
class Period:
    """When something ran. An open-ended one goes on where no end is stated; an event does not."""

    start: PartialDate | None
    end: PartialDate | None
    open_ended: bool = True

    def __bool__(self) -> bool:
        return bool(self.start or self.end)


@dataclass(frozen=True)
class Place:
    venue: str
    city: str
    country: str

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(part for part in (self.venue, self.city, self.country) if part)

    def __str__(self) -> str:
        parts = (self.venue, place_name(self.city), place_name(self.country))
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class SourceRecord:
    uid: uuid.UUID
    url: str
    title: str
    publisher: str
    published: PartialDate | None
    language: str
    archived_url: str

    @classmethod
    def of(cls, source: Source) -> "SourceRecord":
        return cls(
            source.uid,
            source.url,
            source.title,
            source.publisher,
            source.published,
            source.language,
            source.archived_url,
        )


def sources_of(record: Meeting | Program | Event | Agreement) -> tuple[SourceRecord, ...]:
    return tuple(SourceRecord.of(source) for source in record.sources.all())
