"""Fixtures of meetings."""

from typing import Any

from cooperation.models import EventRelation, Mode

from .article import in_full_depth
from .books import Library, country, meeting_key, uid, visit_slug
from .material import Curation, CurationError, Gathered, Rows
from .seats import seats
from .works import state

_MODES = {"in person": Mode.IN_PERSON, "video": Mode.VIDEO, "phone": Mode.PHONE, "unknown": Mode.UNKNOWN}


def meetings(gathered: Gathered, curation: Curation, library: Library) -> Rows:
    curated = _curated(curation, library)
    visits = _visits(curation, library)
    _places_and_matches_are_used(gathered, curation)
    fixtures = {}
    for row in gathered.meetings:
        slug = library.meetings.slug(meeting_key(row), "", "")
        fixtures[slug] = _meeting(row, curated.get(slug, {}), visits.get(slug, []), curation, library) | {"slug": slug}
    article = library.meeting(curation.article["meeting"], "article.json", "meeting")
    fixtures[article] |= in_full_depth(fixtures[article], curation.article, library)
    return list(fixtures.values())


def _curated(curation: Curation, library: Library) -> dict[str, dict[str, Any]]:
    rows = {library.meeting(row, "meetings.json", row["title"]): row for row in curation.meetings}
    if len(rows) < len(curation.meetings):
        raise CurationError("meetings.json", "date and title", "a meeting stands there twice")
    return rows


def _visits(curation: Curation, library: Library) -> dict[str, list[str]]:
    visits: dict[str, list[str]] = {}
    for visit in curation.visits:
        for meeting in visit["meetings"]:
            slug = library.meeting(meeting, "visits.json", visit["key"])
            visits.setdefault(slug, []).append(visit_slug(visit))
    return visits


def _places_and_matches_are_used(gathered: Gathered, curation: Curation) -> None:
    """A decision on what no meeting says is a misspelt one."""
    for place in curation.places.keys() - {row["location"] for row in gathered.meetings}:
        raise CurationError("places.json", place, "no meeting was held there")
    for name in curation.program_matches.keys() - {name for row in gathered.meetings for name in row["programs"]}:
        raise CurationError("program_matches.json", name, "no meeting names this")


def _meeting(
    row: dict[str, Any], decided: dict[str, Any], visits: list[str], curation: Curation, library: Library
) -> dict[str, Any]:
    place = ("meetings.jsonl", meeting_key(row))
    topics = [*row["topics"], *decided.get("add_topics", ())]
    return {
        "uid": uid("meetings", meeting_key(row)),
        "state": state(row["certain"]),
        "date": row["date"],
        "date_note": row["date_note"],
        "title_en": row["title"],
        **_where(row, curation),
        "summary_en": decided.get("summary", row["summary"]),
        "participations": seats(row, decided, library),
        "topics": library.topics.slugs(topics, *place),
        "programs": _programs(row, curation, library),
        "events": _events(row, decided, visits, library),
        "sources": library.sources.urls(row["sources"]),
        "editor_note": _note(row, decided, curation),
    }


def _where(row: dict[str, Any], curation: Curation) -> dict[str, Any]:
    mode = _MODES.get(row["format"])
    place = curation.places.get(row["location"], {})
    if mode is None:
        raise CurationError("meetings.jsonl", meeting_key(row), f"there is no format “{row['format']}”")
    if row["location"] is not None and not place:
        raise CurationError("places.json", row["location"], "a meeting was held there, but the file has no row for it")
    if place.get("online") and mode not in (Mode.VIDEO, Mode.PHONE):
        raise CurationError("places.json", row["location"], f"{meeting_key(row)} is online, but no video or phone call")
    return {
        "mode": mode.value,
        "venue": place.get("venue"),
        "city": place.get("city"),
        "country": country(place.get("country")),
    }


def _match(name: str, row: dict[str, Any], curation: Curation) -> dict[str, Any]:
    if name not in curation.program_matches:
        raise CurationError(
            "program_matches.json", name, f"{meeting_key(row)} names this, but the file has no row for it"
        )
    return curation.program_matches[name]


def _programs(row: dict[str, Any], curation: Curation, library: Library) -> list[str]:
    matches = [(name, _match(name, row, curation)["program"]) for name in row["programs"]]
    return sorted(
        {library.programs.slug(program, "program_matches.json", name) for name, program in matches if program}
    )


def _events(row: dict[str, Any], decided: dict[str, Any], visits: list[str], library: Library) -> Rows:
    """The events that the meeting names, each with its relation, and the visits that it was a part of."""
    relations = dict.fromkeys(
        library.events.slugs(row["events"], "meetings.jsonl", meeting_key(row)), EventRelation.DISCUSSED
    )
    for entry, relation in (("sidelines", EventRelation.SIDELINES), ("part_of_visit", EventRelation.VISIT)):
        slugs = library.events.slugs(decided.get(entry, ()), "meetings.json", meeting_key(row))
        relations |= dict.fromkeys(slugs, relation)
    relations |= dict.fromkeys(visits, EventRelation.VISIT)
    return [{"event": slug, "relation": relation.value} for slug, relation in relations.items()]


def _note(row: dict[str, Any], decided: dict[str, Any], curation: Curation) -> str:
    """What an editor should know, a sentence or two a line."""
    lines = [] if row["certain"] else [f"The date was inferred ({row['date_note']}): check it before publishing."]
    lines += [
        f"How the meeting relates to “{event}” is not clear from the sources."
        for event in decided.get("relation_unclear", ())
    ]
    lines += [line for line in (decided.get("note"),) if line]
    for name in row["programs"]:
        match = _match(name, row, curation)
        if not match["program"]:
            lines.append(_unmatched(name, match, curation))
    return "\n".join(lines)


def _unmatched(name: str, match: dict[str, Any], curation: Curation) -> str:
    reason = f" {match['note']}" if match["note"] else ""
    if not match["agreement"]:
        return f"Named as a program, and matched to none: “{name}”.{reason}"
    titles = [row["title_en"] for row in curation.agreements if row["key"] == match["agreement"]]
    if not titles:
        raise CurationError("program_matches.json", name, f"there is no agreement “{match['agreement']}”")
    return f"Named as a program, kept as an agreement: “{name}” (see “{titles[0]}”).{reason}"
