"""The entries of meetings in the timeline, each rendered once for as long as the record stays as it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from cooperation.models import Meeting, PartialDate
from cooperation.record.changes import filled, remembered
from cooperation.record.reading import read_by_id


@dataclass(frozen=True)
class Entry:
    """`shows_english` where a text in it fell back to English."""

    date: PartialDate
    html: SafeString
    shows_english: bool


def entries(ids: Sequence[int]) -> Iterable[Entry]:
    """The entries of these meetings, in their order."""
    return filled(_rendered(), ids, _render).values()


@remembered(by_language=True)
def _rendered() -> dict[int, Entry]:
    """Those that were asked for since the record last changed."""
    return {}


def _render(ids: Sequence[int]) -> Mapping[int, Entry]:
    return {pk: _entry(row) for pk, row in read_by_id(Meeting, ids).items()}


def _entry(row: Any) -> Entry:
    page = SimpleNamespace(shows_english=False)
    html = render_to_string("browse/_entry_row.html", {"row": row, "level": 4, "request": page})
    return Entry(row.date, html, page.shows_english)
