"""What the gathered rows call a body, a person, an event, a source, and what the fixtures call it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid5

from cooperation.models.base import ascii_slug
from cooperation.models.source import url_key

from .material import Curation, CurationError, Gathered, Rows

_NAMESPACE = UUID("959004a9-6772-4a0a-a303-27189834ac77")

# Gathered and curated rows spell a few countries in two ways; readers filter by one.
_COUNTRIES = {"USA": "United States", "UAE": "United Arab Emirates", "Turkiye": "Türkiye"}


def uid(noun: str, key: str) -> str:
    """The same identity at each build, as long as what a row is known by stays the same."""
    return str(uuid5(_NAMESPACE, f"{noun}/{key}"))


def country(name: str | None) -> str | None:
    return None if name is None else " / ".join(_COUNTRIES.get(part, part) for part in name.split(" / "))


class Book:
    """The names that one noun's rows go by. Each leads to a slug; none may lead to two."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._slugs: dict[str, str] = {}

    def enter(self, slug: str, *names: str | None) -> None:
        for name in names:
            if name and self._slugs.setdefault(name, slug) != slug:
                raise CurationError(self._what, name, f"this names both “{self._slugs[name]}” and “{slug}”")

    def knows(self, name: str) -> bool:
        return name in self._slugs

    def slug(self, name: str, file: str, key: object) -> str:
        """The slug of what the row `key` of `file` calls `name`."""
        if name not in self._slugs:
            raise CurationError(file, key, f"there is no {self._what} “{name}”")
        return self._slugs[name]

    def slugs(self, names: Iterable[str], file: str, key: object) -> list[str]:
        return sorted({self.slug(name, file, key) for name in names})


class Sources:
    """All sources, an address once however often and however spelt it is cited."""

    def __init__(self, cited: Rows) -> None:
        spellings = _spellings(source.get("publisher") for source in cited)
        self._cited: defaultdict[str, Rows] = defaultdict(list)
        for source in cited:
            publisher = spellings.get((source.get("publisher") or "").casefold())
            self._cited[url_key(source["url"])].append(source | {"publisher": publisher})
        self._urls = {key: max(_urls(rows), key=_is_secure) for key, rows in self._cited.items()}
        self._used: set[str] = set()
        self._publishers: defaultdict[str, set[str]] = defaultdict(set)
        for rows in self._cited.values():
            self._publishers[_host(rows[0])] |= {row["publisher"] for row in rows if row["publisher"]}

    def url(self, url: str) -> str:
        """How the address is written, and a note that something cites it."""
        key = url_key(url)
        self._used.add(key)
        return self._urls[key]

    def urls(self, cited: Iterable[Mapping[str, Any]]) -> list[str]:
        return sorted({self.url(source["url"]) for source in cited})

    def fixtures(self) -> Rows:
        """The sources that the other fixtures, built before, cite."""
        return [
            {
                "uid": uid("sources", key),
                "url": self._urls[key],
                "publisher": _fullest(rows, "publisher") or self._publisher_of_host(rows[0]),
                "title": _fullest(rows, "title"),
                "published": _fullest(rows, "published"),
                "language": _fullest(rows, "language"),
            }
            for key, rows in self._cited.items()
            if key in self._used
        ]

    def _publisher_of_host(self, source: Mapping[str, Any]) -> str | None:
        """A bare address has the publisher that all other sources of its host have."""
        publishers = self._publishers[_host(source)]
        return next(iter(publishers)) if len(publishers) == 1 else None


def _spellings(publishers: Iterable[str | None]) -> dict[str, str]:
    """How most rows write a publisher's name, where they differ in capitals alone."""
    counted = Counter(publisher for publisher in publishers if publisher)
    return {name.casefold(): name for name, _ in sorted(counted.items(), key=lambda item: (item[1], item[0]))}


def _urls(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    return [row["url"] for row in rows]


def _is_secure(url: str) -> bool:
    return url.startswith("https:")


def _host(source: Mapping[str, Any]) -> str:
    return urlsplit(source["url"]).netloc.removeprefix("www.")


def _fullest(rows: Iterable[Mapping[str, Any]], name: str) -> str | None:
    """The longest of what the rows say; of two as long, the one that the alphabet has first."""
    values = {row[name] for row in rows if row.get(name)}
    return min(values, key=lambda value: (-len(value), value)) if values else None


class Library:
    """The books of all nouns, from all that was gathered and curated."""

    def __init__(self, gathered: Gathered, curation: Curation) -> None:
        self.agencies = _agencies(curation)
        self.topics = _topics(curation)
        self.programs = _programs(gathered, curation)
        self.events = _events(gathered, curation)
        self.agreements = _keyed("agreement", curation.agreements)
        self.sources = Sources(_cited(gathered))
        self.officials, self.people = _people(gathered, curation)
        self.names = {ascii_slug(person["key"]): person["name_en"] for person in self.people.values()}
        self.meetings = _meetings(gathered)

    def meeting(self, reference: Mapping[str, str], file: str, key: object) -> str:
        return self.meetings.slug(meeting_key(reference), file, key)


def meeting_key(row: Mapping[str, str]) -> str:
    return f"{row['date']} {row['title']}"


def visit_slug(visit: Mapping[str, str]) -> str:
    return f"visit-{ascii_slug(visit['key'])}"


def _cited(gathered: Gathered) -> Rows:
    rows = [*gathered.meetings, *gathered.programs, *gathered.events]
    posts = [post for official in gathered.officials for post in official["posts"]]
    return [source for row in rows for source in row["sources"]] + [
        {"url": post_source(post)} for post in posts if post["source"]
    ]


def post_source(post: Mapping[str, str]) -> str:
    """The address that a post is known from: the first, where two were gathered."""
    return post["source"].partition(" ; ")[0]


def _agencies(curation: Curation) -> Book:
    book = Book("agency")
    for row in curation.agencies:
        book.enter(row["slug"], row["key"], *row["also"])
    return book


def _topics(curation: Curation) -> Book:
    book = Book("topic")
    for row in curation.topics:
        book.enter(row["slug"], row["slug"])
    return book


def _keyed(what: str, rows: Rows) -> Book:
    book = Book(what)
    for row in rows:
        book.enter(ascii_slug(row["key"]), row["key"])
    return book


def _programs(gathered: Gathered, curation: Curation) -> Book:
    book = Book("program")
    curated = matched(gathered.programs, curation.programs, "programs.json")
    for row in gathered.programs:
        book.enter(curated[row["name"]]["slug"], row["name"])
    return book


def _events(gathered: Gathered, curation: Curation) -> Book:
    book = Book("event")
    curated = matched(gathered.events, curation.events, "events.json")
    for row in gathered.events:
        book.enter(curated[row["name"]]["slug"], row["name"], row["acronym"])
    return book


def _people(gathered: Gathered, curation: Curation) -> tuple[Book, dict[str, dict[str, Any]]]:
    """The book of officials, and the curated row that each gathered name stands for."""
    curated = matched(gathered.officials, curation.people, "people.json")
    book = Book("official")
    people = {}
    for row in gathered.officials:
        person = _the_same(curated, row["name"])
        people[row["name"]] = person
        book.enter(ascii_slug(person["key"]), row["name"])
    for row in gathered.officials:
        for spelling in row["other_spellings"]:
            if not book.knows(spelling):
                book.enter(ascii_slug(people[row["name"]]["key"]), spelling)
    return book, people


def _the_same(curated: dict[str, dict[str, Any]], name: str) -> dict[str, Any]:
    """Who is meant, where two gathered rows are one person."""
    same_as = curated[name].get("same_as")
    if same_as is None:
        return curated[name]
    if same_as not in curated or curated[same_as].get("same_as"):
        raise CurationError("people.json", name, f"there is no official “{same_as}” to be the same as")
    return curated[same_as]


def _meetings(gathered: Gathered) -> Book:
    """A meeting's address is its date and title; where two share both words, the later has a number."""
    book = Book("meeting")
    taken: set[str] = set()
    for row in sorted(gathered.meetings, key=meeting_key):
        base = slug = ascii_slug(meeting_key(row))
        number = 2
        while slug in taken:
            slug, number = f"{base}-{number}", number + 1
        taken.add(slug)
        book.enter(slug, meeting_key(row))
    return book


def matched(gathered: Rows, curated: Rows, file: str) -> dict[str, dict[str, Any]]:
    """The curated row of each gathered one, by name; both sides must be complete."""
    by_key = {row["key"]: row for row in curated}
    names = {row["name"] for row in gathered}
    for row in curated:
        if row["key"] not in names:
            raise CurationError(file, row["key"], "nothing of this name was gathered")
    for name in names - by_key.keys():
        raise CurationError(file, name, "this was gathered, but the file has no row for it")
    return by_key
