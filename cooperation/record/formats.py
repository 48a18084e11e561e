"""In which formats every list and record stands beside its page, at the same address with a suffix.

What a format holds is made in the room for machines; pages only need to know what to offer.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

NOUNS = ("meetings", "agencies", "officials", "programs", "events", "topics", "agreements", "commitments")
# What pages list: corrections have no pages of their own, and so stand in no format one by one.
PAGED = (*NOUNS, "corrections")

# What stands within the records of a list, a row for each seat, point, post or step: its name, and what it is called.
PARTS: dict[str, dict[str, Any]] = {
    "meetings": {"participations": _("Who met whom"), "points": _("What was said")},
    "officials": {"appointments": _("Posts of officials")},
    "commitments": {"progress": _("Progress of commitments")},
}
# A calendar holds whole days, so not every record stands in one.
CALENDAR = "text/calendar"
# What stands as a list of data.
LISTS = (*PAGED, "sources", *(name for parts in PARTS.values() for name in parts))


@dataclass(frozen=True)
class Format:
    """A format by its suffix. A `localized` one speaks the language of its path; any other carries all three.

    `subscribed` says that a reader follows it, rather than taking it away once; `by_change` that its lists have one
    order of their own, the last change first.
    """

    suffix: str
    media_type: str
    label: Any
    nouns: tuple[str, ...] = LISTS
    records: bool = True
    localized: bool = False
    subscribed: bool = False
    by_change: bool = False


FORMATS: dict[str, Format] = {
    each.suffix: each
    for each in (
        Format("csv", "text/csv", _("Table (CSV)")),
        Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _("Spreadsheet (Excel)")),
        Format("json", "application/json", _("JSON")),
        Format("ndjson", "application/x-ndjson", _("JSON, a line for each record"), records=False),
        Format(
            "atom", "application/atom+xml", _("Feed of changes"), PAGED, localized=True, subscribed=True, by_change=True
        ),
        Format("ics", CALENDAR, _("Calendar"), ("meetings", "events"), localized=True, subscribed=True),
    )
}


def formats_of(noun: str, *, record: bool = False) -> list[Format]:
    """The formats of a noun's list, or of each of its records."""
    return [each for each in FORMATS.values() if noun in each.nouns and (each.records or not record)]
