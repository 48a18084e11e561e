"""Titles of people and of meetings in Azerbaijani and Russian, as curation translates them."""

from typing import Any

from cooperation.record.snapshots.shapes import Data

from .books import Library
from .material import Curation, CurationError

Records = dict[str, list[Data]]

_LANGUAGES = ("az", "ru")


def translate_titles(records: Records, curation: Curation, library: Library) -> None:
    """Give each title that curation translates its translations; one that nothing bears is a misspelt one."""
    found = {_translate(row, field, curation.titles) for row, field in _people(records)}
    for english in curation.titles.keys() - found:
        raise CurationError("titles.json", english, "nobody has this title")
    _translate_meetings(records, curation, library)


def _people(records: Records) -> list[tuple[Data, str]]:
    """Each post and each seat, with the name of the field that holds its title."""
    posts = [(post, "title") for official in records["officials"] for post in official["appointments"]]
    return posts + [(seat, "reported_title") for row in records["meetings"] for seat in row["participations"]]


def _translate(row: Data, field: str, titles: dict[str, Any]) -> str | None:
    english = row.get(f"{field}_en")
    for language in _LANGUAGES if english in titles else ():
        row[f"{field}_{language}"] = titles[english][language]
    return english


def _translate_meetings(records: Records, curation: Curation, library: Library) -> None:
    meetings = {row["slug"]: row for row in records["meetings"]}
    for row in curation.meeting_titles:
        meeting = meetings[library.meeting(row, "meeting_titles.json", row["title"])]
        if meeting.get("title_az"):
            raise CurationError("meeting_titles.json", row["title"], "this meeting's title is translated already")
        meeting |= {f"title_{language}": row[f"title_{language}"] for language in _LANGUAGES}
