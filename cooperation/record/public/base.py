"""What the public records of all nouns are made of."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model

from cooperation.models import (
    Agreement,
    Commitment,
    Event,
    Meeting,
    PartialDate,
    Program,
    Record,
    Source,
)
from cooperation.models.base import active_language, localized
from cooperation.record.places import place_name


class Text(str):
    """A text that knows its language: the active one, or the English it fell back to."""

    language: str

    def __new__(cls, text: str, language: str) -> "Text":
        whole = super().__new__(cls, text)
        whole.language = language
        return whole

    @property
    def is_foreign(self) -> bool:
        """Whether the text is not in the language of the page that it stands on."""
        return bool(self) and self.language != active_language()


def text_of(record: Model, field: str) -> Text:
    language = active_language()
    text = getattr(record, f"{field}_{language}")
    return Text(text, language) if text else Text(getattr(record, f"{field}_en") or "", "en")


def lines_of(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


@dataclass(frozen=True)
class Link:
    """A published record as other records name it."""

    noun: str
    slug: str
    name: Text
    acronym: str = ""
    side: str = ""

    @property
    def url(self) -> str:
        return localized(f"/{self.noun}/{self.slug}/")

    @property
    def short(self) -> str:
        return self.acronym or self.name


def link_to(record: Record) -> Link:
    name = "title" if isinstance(record, Meeting | Agreement) else "text" if isinstance(record, Commitment) else "name"
    return Link(
        record.noun, record.slug, text_of(record, name), getattr(record, "acronym", ""), getattr(record, "side", "")
    )


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
