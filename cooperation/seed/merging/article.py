"""The meeting that the project starts from, point by point."""

from typing import Any

from cooperation.models import EventRelation, Progress, Role
from cooperation.models.base import ascii_slug

from .books import Library, uid
from .material import Rows

_LANGUAGES = ("en", "az", "ru")
_TEXTS = tuple(f"{text}_{language}" for text in ("title", "summary") for language in _LANGUAGES)


def in_full_depth(fixture: dict[str, Any], article: dict[str, Any], library: Library) -> dict[str, Any]:
    """The meeting that the project starts from, as its article tells it."""
    place = ("article.json", "meeting")
    source = library.sources.url(article["source_url"])
    notes = [fixture["editor_note"], *(article[f"{part}_note"] for part in ("programs", "events", "commitments"))]
    relations = {
        library.events.slug(link["event"], *place): EventRelation(link["relation"]).value for link in article["events"]
    }
    return {text: article[text] for text in _TEXTS} | {
        "participations": [_participant(row, library) for row in article["participants"]],
        "topics": library.topics.slugs(article["topics"], *place),
        "programs": library.programs.slugs(article["programs"], *place),
        "events": _with_relations(fixture["events"], relations),
        "points": [_point(row, source, library) for row in article["points"]],
        "commitments": [_commitment(row, library) for row in article["commitments"]],
        "editor_note": "\n".join(note for note in notes if note),
    }


def _with_relations(links: Rows, relations: dict[str, str]) -> Rows:
    known = {link["event"]: link["relation"] for link in links} | relations
    return [{"event": event, "relation": relation} for event, relation in known.items()]


def _participant(row: dict[str, Any], library: Library) -> dict[str, Any]:
    place = ("article.json", row["official"])
    name = library.people[row["official"]]["name_en"] if row["official"] in library.people else None
    return {
        "number": row["number"],
        "agency": library.agencies.slug(row["agency"], *place),
        "official": library.officials.slug(row["official"], *place),
        "reported_name": row["reported_name"] if row["reported_name"] != name else None,
        "reported_title_en": row["reported_title"],
        "role": Role(row["role"]).value,
    }


def _point(row: dict[str, Any], source: str, library: Library) -> dict[str, Any]:
    return {f"text_{language}": row[f"text_{language}"] for language in _LANGUAGES} | {
        "number": row["number"],
        "raised_by": row["raised_by"],
        "kind": row["kind"],
        "topics": library.topics.slugs(row["topics"], "article.json", f"point {row['number']}"),
        "source": source,
        "paragraph": row["paragraph"],
    }


def _commitment(row: dict[str, Any], library: Library) -> dict[str, Any]:
    place = ("article.json", f"commitment {row['key']}")
    return {f"text_{language}": row[f"text_{language}"] for language in _LANGUAGES} | {
        "uid": uid("commitments", row["key"]),
        "slug": ascii_slug(row["key"]),
        "point": row["point"],
        "made_by": library.agencies.slug(row["made_by"], *place),
        "made_to": row["made_to"] and library.agencies.slug(row["made_to"], *place),
        "due": row["due"],
        "progress": Progress.OPEN.value,
    }
