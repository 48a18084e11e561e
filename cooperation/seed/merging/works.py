"""Fixtures of programs, events (visits among them) and agreements."""

from collections import defaultdict
from typing import Any

from cooperation.models import EventKind, EventStatus, State
from cooperation.models.base import ascii_slug

from .books import Library, country, matched, meeting_key, uid, visit_slug
from .material import Curation, CurationError, Gathered, Rows

_NAMES = tuple(f"{text}_{language}" for text in ("name", "summary") for language in ("en", "az", "ru"))
_ACRONYMS = ("acronym", "acronym_az", "acronym_ru")
_TIME_AND_PLACE = ("start", "end", "city", "country")
_TITLES = ("title_en", "title_az", "title_ru")


def state(certain: bool) -> str:
    """What is not certain waits for an editor."""
    return State.PUBLISHED.value if certain else State.REVIEW.value


def programs(gathered: Gathered, curation: Curation, library: Library) -> Rows:
    curated = matched(gathered.programs, curation.programs, "programs.json")
    return [_program(row, curated[row["name"]], library) for row in gathered.programs]


def _program(row: dict[str, Any], curated: dict[str, Any], library: Library) -> dict[str, Any]:
    place = ("programs.json", row["name"])
    return {name: curated[name] for name in _NAMES} | {
        "uid": uid("programs", row["name"]),
        "slug": curated["slug"],
        "state": State.PUBLISHED.value,
        **{name: curated.get(name) for name in _ACRONYMS},
        "agencies": library.agencies.slugs(curated["agencies"], *place),
        "partners": curated["partners"],
        "topics": library.topics.slugs(curated["topics"], *place),
        "start": row["start"],
        "end": row["end"],
        "sources": library.sources.urls(row["sources"]),
    }


def events(gathered: Gathered, curation: Curation, library: Library) -> Rows:
    curated = matched(gathered.events, curation.events, "events.json")
    naming = _meetings_naming_events(gathered, library)
    fixtures = [_event(row, curated[row["name"]], naming, library) for row in gathered.events]
    return fixtures + [_visit(row, gathered, library) for row in curation.visits]


def _meetings_naming_events(gathered: Gathered, library: Library) -> dict[str, Rows]:
    naming: defaultdict[str, Rows] = defaultdict(list)
    for meeting in gathered.meetings:
        for name in meeting["events"]:
            naming[library.events.slug(name, "meetings.jsonl", meeting_key(meeting))].append(meeting)
    return naming


def _event(row: dict[str, Any], curated: dict[str, Any], naming: dict[str, Rows], library: Library) -> dict[str, Any]:
    meetings = naming.get(curated["slug"], [])
    if _lacks_only_a_source(row, curated) and _public(meetings):
        curated = _without_time_and_place(curated)
    parent = curated["parent"]
    certain, sources = _standing(row, curated["certain"], meetings)
    return _occasion(curated, "events.json", library) | {
        "uid": uid("events", row["name"]),
        "slug": curated["slug"],
        "state": state(certain),
        "kind": curated["kind"],
        "status": curated["status"],
        **{name: curated.get(name) for name in _ACRONYMS},
        "parent": parent and library.events.slug(parent, "events.json", row["name"]),
        "other_organisers": curated["other_organisers"],
        "start": curated.get("start") or row["start"],
        "end": curated.get("end") or row["end"],
        "city": curated.get("city") or row["city"],
        "country": country(curated.get("country") or row["country"]),
        "aliases": curated["aliases"],
        "sources": library.sources.urls(sources),
    }


def _lacks_only_a_source(row: dict[str, Any], curated: dict[str, Any]) -> bool:
    """Whether an event is only named in meetings, and curation is unsure of its time and place alone."""
    return not row["sources"] and not curated["certain"] and bool(curated.get("start"))


def _without_time_and_place(curated: dict[str, Any]) -> dict[str, Any]:
    """What nothing in the record states stays in the note for editors."""
    days = " to ".join(day for day in (curated["start"], curated.get("end")) if day)
    known = ", ".join(part for part in (days, curated.get("city"), country(curated.get("country"))) if part)
    note = f"Left out until a source states it: {known} ({curated.get('note')})."
    return curated | dict.fromkeys(_TIME_AND_PLACE) | {"certain": True, "note": note}


def _standing(row: dict[str, Any], certain: bool, naming: Rows) -> tuple[bool, Rows]:
    """Whether an event is fit to be seen, and its sources.

    An event that no source of its own speaks of stands on the meetings that name it: it is public
    where one of them is, with the sources of those that are.
    """
    if row["sources"]:
        return certain, row["sources"]
    public = _public(naming)
    sources = [source for meeting in public or naming for source in meeting["sources"]]
    return certain and bool(public), sources


def _public(meetings: Rows) -> Rows:
    return [meeting for meeting in meetings if meeting["certain"]]


def _occasion(curated: dict[str, Any], file: str, library: Library) -> dict[str, Any]:
    """What events and visits have in common."""
    return {name: curated[name] for name in _NAMES} | {
        "organisers": library.agencies.slugs(curated["organisers"], file, curated["key"]),
        "topics": library.topics.slugs(curated["topics"], file, curated["key"]),
        "editor_note": curated.get("note"),
    }


def _visit(visit: dict[str, Any], gathered: Gathered, library: Library) -> dict[str, Any]:
    """A visit is known from its meetings alone: their sources, each on a part of it, are its sources."""
    parts = {library.meeting(meeting, "visits.json", visit["key"]) for meeting in visit["meetings"]}
    meetings = [row for row in gathered.meetings if library.meetings.slug(meeting_key(row), "", "") in parts]
    public = _public(meetings)
    return _occasion(visit, "visits.json", library) | {
        "uid": uid("events", f"visit {visit['key']}"),
        "slug": visit_slug(visit),
        "state": state(visit["certain"] and bool(public)),
        "kind": EventKind.VISIT.value,
        "status": EventStatus.HELD.value,
        "start": visit["start"],
        "end": visit["end"],
        "city": visit["city"],
        "country": country(visit["country"]),
        "sources": library.sources.urls(source for row in public or meetings for source in row["sources"]),
    }


def agreements(gathered: Gathered, curation: Curation, library: Library) -> Rows:
    meetings = {library.meetings.slug(meeting_key(row), "", ""): row for row in gathered.meetings}
    programs = {row["name"]: row for row in gathered.programs}
    return [_agreement(row, meetings, programs, library) for row in curation.agreements]


def _agreement(
    row: dict[str, Any], meetings: dict[str, dict[str, Any]], programs: dict[str, dict[str, Any]], library: Library
) -> dict[str, Any]:
    place = ("agreements.json", row["key"])
    signed_at = row["meeting"] and library.meeting(row["meeting"], *place)
    citing = [library.meeting(meeting, *place) for meeting in row["cited_by"]]
    library.programs.slugs(row["cited_in_programs"], *place)
    holders = [meetings[slug] for slug in (signed_at, *citing) if slug]
    holders += [programs[name] for name in row["cited_in_programs"]]
    if not holders:
        raise CurationError(*place, "this names no meeting and no program, so it has no source")
    return {name: row[name] for name in _TITLES} | {
        "uid": uid("agreements", row["key"]),
        "slug": ascii_slug(row["key"]),
        "state": state(row["certain"]),
        "kind": row["kind"],
        "parties": library.agencies.slugs(row["parties"], *place),
        "other_parties": row["other_parties"],
        "signed": row["signed"],
        "in_force_until": row["in_force_until"],
        "meeting": signed_at,
        "programs": library.programs.slugs(row["programs"], *place),
        "topics": library.topics.slugs(row["topics"], *place),
        "sources": library.sources.urls([source for holder in holders for source in holder["sources"]]),
        "editor_note": row["note"],
    }
