"""What fixtures are built from: the gathered facts, and the decisions that editors took on them."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..files import UnusableError

Rows = list[dict[str, Any]]


class CurationError(UnusableError):
    """A curated or gathered row that does not fit: one sentence with its file and key."""

    def __init__(self, file: str, key: object, problem: str) -> None:
        super().__init__(f"{file}, “{key}”: {problem}.")


@dataclass(frozen=True)
class Gathered:
    meetings: Rows
    un_agencies: Rows
    azerbaijani_bodies: Rows
    officials: Rows
    programs: Rows
    events: Rows


@dataclass(frozen=True)
class Curation:
    agencies: Rows
    topics: Rows
    people: Rows
    programs: Rows
    events: Rows
    visits: Rows
    agreements: Rows
    meetings: Rows
    places: dict[str, Any]
    program_matches: dict[str, Any]
    article: dict[str, Any]
    titles: dict[str, Any]
    meeting_titles: Rows


def _with_translations(names: str, *translated: str) -> frozenset[str]:
    return frozenset(names.split()) | {f"{name}_{language}" for name in translated for language in ("en", "az", "ru")}


_MEETING = frozenset({"date", "title"})

# Every entry that a curated row may have: a misspelt one would be a decision that is silently lost.
_ENTRIES = {
    "agencies": _with_translations(
        "key side slug acronym acronym_az acronym_ru kind parent predecessor succeeded_on website founded hq_city"
        " hq_country aliases also identifiers",
        "name",
        "description",
    ),
    "topics": _with_translations("slug parent sdgs order", "name", "description"),
    "people": _with_translations("key same_as posts_fix no_spellings", "name"),
    "programs": _with_translations(
        "key slug acronym acronym_az acronym_ru agencies partners topics kind", "name", "summary"
    ),
    "events": _with_translations(
        "key slug acronym acronym_az acronym_ru kind topics organisers other_organisers status parent aliases start end"
        " city country certain note",
        "name",
        "summary",
    ),
    "visits": _with_translations(
        "key start end city country organisers topics meetings note certain", "name", "summary"
    ),
    "agreements": _with_translations(
        "key kind parties other_parties signed in_force_until meeting cited_by cited_in_programs programs topics note"
        " certain",
        "title",
    ),
    "meetings": _MEETING
    | _with_translations(
        "sidelines part_of_visit relation_unclear delegations add_delegations dual_roles titles organisations"
        " add_agencies add_topics summary note"
    ),
    "titles": frozenset({"az", "ru"}),
    "meeting_titles": _MEETING | {"title_az", "title_ru"},
    "places": _with_translations("venue city country online"),
    "program_matches": _with_translations("program agreement event note"),
    "article": _with_translations(
        "meeting participants topics programs programs_note events events_note points commitments commitments_note"
        " source_url",
        "title",
        "summary",
    ),
}


def read_gathered(folder: Path) -> Gathered:
    return Gathered(**{name: _json_lines(folder / f"{name}.jsonl") for name in Gathered.__annotations__})


def _json_lines(path: Path) -> Rows:
    rows = []
    for number, line in enumerate(_text(path).splitlines(), start=1):
        try:
            rows.append(json.loads(line))
        except json.JSONDecodeError as error:
            raise UnusableError(f"{path}, line {number}: this is not JSON ({error.msg}).") from None
    return rows


def read_curation(folder: Path) -> Curation:
    return Curation(**{name: _curated(folder / f"{name}.json", name) for name in Curation.__annotations__})


def _curated(path: Path, name: str) -> Any:
    try:
        content = json.loads(_text(path))
    except json.JSONDecodeError as error:
        raise UnusableError(f"{path}, line {error.lineno}: this is not JSON ({error.msg}).") from None
    for key, row in _keyed_rows(content, name):
        for entry in row.keys() - _ENTRIES[name]:
            raise CurationError(path.name, key, f"there is no entry “{entry}” in this file")
    return content


def _keyed_rows(content: Any, name: str) -> list[tuple[Any, dict[str, Any]]]:
    if name == "article":
        return [("the article", content)]
    if isinstance(content, dict):
        return list(content.items())
    return [(row.get("key") or row.get("title") or row.get("slug"), row) for row in content]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise UnusableError(f"{path} cannot be read: {error.strerror}.") from None
