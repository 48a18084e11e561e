"""Fixtures of agencies, topics and officials."""

from typing import Any

from cooperation.models.base import ascii_slug
from cooperation.models.partial_date import FIRST_YEAR

from .books import Library, country, post_source, uid
from .material import Curation, CurationError, Gathered, Rows

_NAMES = tuple(f"{text}_{language}" for text in ("name", "description") for language in ("en", "az", "ru"))
_ACRONYMS = ("acronym", "acronym_az", "acronym_ru")

# A decision on a gathered post, which is known by its role and the begin that was gathered.
_FIX = frozenset({"role", "from", "organisation", "title", "start", "end", "drop"})


def agencies(gathered: Gathered, curation: Curation, library: Library) -> Rows:
    _all_bodies_are_curated(gathered, library)
    return [_agency(row, library) for row in curation.agencies]


def _all_bodies_are_curated(gathered: Gathered, library: Library) -> None:
    for row in gathered.un_agencies:
        library.agencies.slug(row["acronym"], "un_agencies.jsonl", row["name"])
    for row in gathered.azerbaijani_bodies:
        library.agencies.slug(row["name"], "azerbaijani_bodies.jsonl", row["name"])


def _agency(row: dict[str, Any], library: Library) -> dict[str, Any]:
    def other(name: str | None) -> str | None:
        return name and library.agencies.slug(name, "agencies.json", row["key"])

    return {name: row[name] for name in _NAMES} | {
        "uid": uid("agencies", row["key"]),
        "slug": row["slug"],
        "side": row["side"],
        "kind": row["kind"],
        **{name: row.get(name) for name in _ACRONYMS},
        "parent": other(row["parent"]),
        "predecessor": other(row["predecessor"]),
        "succeeded_on": row["succeeded_on"],
        "headquarters_city": row["hq_city"],
        "headquarters_country": country(row["hq_country"]),
        "website": row["website"],
        "founded": _founded(row),
        "aliases": row["aliases"],
        "identifiers": row["identifiers"],
    }


def _founded(row: dict[str, Any]) -> str | None:
    """The record holds no dates before 1900: two bodies are older, and stand without their year."""
    year = row["founded"]
    return year if year and int(year[:4]) >= FIRST_YEAR else None


def topics(curation: Curation, library: Library) -> Rows:
    return [
        {name: row[name] for name in _NAMES}
        | {
            "uid": uid("topics", row["slug"]),
            "slug": row["slug"],
            "parent": row["parent"] and library.topics.slug(row["parent"], "topics.json", row["slug"]),
            "sdgs": row["sdgs"],
        }
        for row in curation.topics
    ]


def officials(gathered: Gathered, library: Library) -> Rows:
    """A fixture a person: rows that curation says are the same person become one."""
    _all_fixes_fit(gathered, library)
    merged: dict[str, dict[str, Any]] = {}
    for row in sorted(gathered.officials, key=lambda row: row["name"] != library.people[row["name"]]["key"]):
        person = library.people[row["name"]]
        fixture = merged.setdefault(person["key"], _official(person))
        fixture["other_spellings"] += _spellings(row, fixture, person)
        fixture["appointments"] += _posts(row, person, library)
    for fixture in merged.values():
        fixture["appointments"] = [_cited(post, library) for post in _once(fixture["appointments"])]
    return list(merged.values())


def _all_fixes_fit(gathered: Gathered, library: Library) -> None:
    posts = {
        (library.people[row["name"]]["key"], post["role"], post["from"])
        for row in gathered.officials
        for post in row["posts"]
    }
    spellings = {
        (library.people[row["name"]]["key"], spelling)
        for row in gathered.officials
        for spelling in row["other_spellings"]
    }
    for person in library.people.values():
        for fix in person.get("posts_fix", ()):
            _fix_fits(fix, person["key"], posts)
        for spelling in person.get("no_spellings", ()):
            if (person["key"], spelling) not in spellings:
                raise CurationError("people.json", person["key"], f"there is no spelling “{spelling}” to leave out")


def _fix_fits(fix: dict[str, Any], key: str, posts: set[tuple[str, str, str | None]]) -> None:
    if (key, fix["role"], fix["from"]) not in posts:
        raise CurationError("people.json", key, f"there is no post {(fix['role'], fix['from'])} to put right")
    for entry in fix.keys() - _FIX:
        raise CurationError("people.json", key, f"there is no entry “{entry}” in “posts_fix”")


def _official(person: dict[str, Any]) -> dict[str, Any]:
    return {
        "uid": uid("officials", person["key"]),
        "slug": ascii_slug(person["key"]),
        "name_en": person["name_en"],
        "name_az": person["name_az"],
        "name_ru": person["name_ru"],
        "other_spellings": [],
        "appointments": [],
    }


def _spellings(row: dict[str, Any], fixture: dict[str, Any], person: dict[str, Any]) -> list[str]:
    known = {fixture["name_en"], fixture["name_az"], fixture["name_ru"], *fixture["other_spellings"]}
    known.update(person.get("no_spellings", ()))
    return [name for name in dict.fromkeys([row["name"], *row["other_spellings"]]) if name not in known]


def _once(posts: Rows) -> Rows:
    """Each post once, though several sources speak of it: the rows with a date, else the first."""
    terms: dict[tuple, dict[tuple, dict[str, Any]]] = {}
    for post in posts:
        terms.setdefault((post["title_en"], post["agency"]), {}).setdefault((post["start"], post["end"]), post)
    for dated in terms.values():
        if len(dated) > 1:
            dated.pop((None, None), None)
    return [post for dated in terms.values() for post in dated.values()]


def _cited(post: dict[str, Any], library: Library) -> dict[str, Any]:
    """The post with its source, which only now is known to be cited."""
    return post | {"source": post["source"] and library.sources.url(post_source(post))}


def _posts(row: dict[str, Any], person: dict[str, Any], library: Library) -> Rows:
    fixes = {(fix["role"], fix["from"]): fix for fix in person.get("posts_fix", ())}
    decided = [(post, fixes.get((post["role"], post["from"]), {})) for post in row["posts"]]
    return [_post(post, fix, row["name"], library) for post, fix in decided if not fix.get("drop")]


def _post(post: dict[str, Any], fix: dict[str, Any], name: str, library: Library) -> dict[str, Any]:
    organisation = fix.get("organisation", post["organisation"])
    return {
        "title_en": fix.get("title", post["role"]),
        "agency": organisation and library.agencies.slug(organisation, "officials.jsonl", name),
        "start": fix.get("start", post["from"]),
        "end": fix.get("end", post["to"]),
        "source": post["source"],
    }
