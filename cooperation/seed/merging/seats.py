"""Who sat in a meeting: its participants, and the bodies that were there without a named person."""

from collections.abc import Iterator
from typing import Any

from cooperation.models import Role

from .books import Library, meeting_key
from .material import CurationError, Rows


def seats(row: dict[str, Any], decided: dict[str, Any], library: Library) -> Rows:
    """The participants in the order of the report, then each body that none of them spoke for."""
    taken = list(_people(row, decided, library))
    bodies = [*row["agencies"], *decided.get("add_agencies", ()), *decided.get("add_delegations", ())]
    seated = {seat["agency"] for seat in taken}
    for body in dict.fromkeys(library.agencies.slug(name, "meetings.jsonl", meeting_key(row)) for name in bodies):
        if body not in seated:
            taken.append({"agency": body})
    return [seat | {"number": number, "role": Role.PARTICIPANT.value} for number, seat in enumerate(taken, start=1)]


def _people(row: dict[str, Any], decided: dict[str, Any], library: Library) -> Iterator[dict[str, Any]]:
    key = meeting_key(row)
    organisations = decided.get("organisations", {})
    dual_roles = decided.get("dual_roles", {})
    _are_there(row, "organisations", organisations)
    _are_there(row, "dual_roles", dual_roles)
    _are_there(row, "titles", decided.get("titles", ()))
    _are_there(row, "delegations", decided.get("delegations", ()))
    for participant in row["participants"]:
        name = participant["name"]
        title = decided.get("titles", {}).get(name, participant["role"])
        seat = _person(participant | {"role": title}, name in decided.get("delegations", ()), key, library)
        for body in (organisations.get(name, participant["organisation"]), dual_roles.get(name)):
            if body:
                yield seat | {"agency": library.agencies.slug(body, "meetings.jsonl", key)}


def _are_there(row: dict[str, Any], entry: str, names: Any) -> None:
    for name in names:
        if name not in {participant["name"] for participant in row["participants"]}:
            raise CurationError("meetings.json", meeting_key(row), f"“{name}” in “{entry}” did not take part")


def _person(participant: dict[str, Any], delegation: bool, key: str, library: Library) -> dict[str, Any]:
    name, title = participant["name"], participant["role"]
    if name is None:
        return {"reported_title_en": title}
    if delegation:
        return {"reported_name": name, "reported_title_en": title}
    slug = library.officials.slug(name, "meetings.jsonl", key)
    return {
        "official": slug,
        "reported_name": name if name != library.names[slug] else None,
        "reported_title_en": title,
    }
