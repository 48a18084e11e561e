"""What a selection of meetings does not hold: contact that ceased, and what no source states.

How long ago a contact was is counted here, the same for every page.
"""

import datetime
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from cooperation.models import Agency, PartialDate

from . import door
from .filters.base import Selection
from .public import Link, link_to
from .seated import FACET_OF_SIDE

SILENT_YEARS = 2
SILENT_SHOWN = 5


@dataclass(frozen=True)
class Gaps:
    """What is missing; the numbers are of the period's meetings."""

    last: PartialDate | None
    silent_since: datetime.date
    silent: tuple[tuple[Link, PartialDate], ...]
    silent_total: int
    without_day: int
    without_source: int
    unnamed: int
    untitled: int


def gaps_of(selection: Selection, undated: Selection, sides: Sequence[str], *, at: datetime.date) -> Gaps:
    since = years_before(at, SILENT_YEARS)
    silent = _silent(undated, sides, since)
    return Gaps(
        _last_contact(undated, at),
        since,
        tuple((link_to(agency), date) for agency, date in silent[:SILENT_SHOWN]),
        len(silent),
        **asdict(door.not_known(selection)),
    )


def _last_contact(undated: Selection, at: datetime.date) -> PartialDate | None:
    """The date of the last meeting that may have been held by then."""
    return door.last_date(door.narrowed(undated, to=PartialDate(at.isoformat())))


def months_since(date: PartialDate, at: datetime.date) -> int | None:
    """Months from `date` until `at`, negative where it lies ahead: whole ones from a day, else from month to month.

    A year alone is no measure in months.
    """
    if date.month is None:
        return None
    months = 12 * (at.year - date.year) + at.month - date.month
    return months - 1 if date.day and at.day < date.day else months


def years_before(day: datetime.date, years: int) -> datetime.date:
    """The same day of an earlier year; 28 February for a leap day."""
    is_leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - years, day=28 if is_leap else day.day)


def _silent(undated: Selection, sides: Sequence[str], since: datetime.date) -> list[tuple[Agency, PartialDate]]:
    """The agencies of these sides that met once and not since, those that met most often first."""
    found: list[tuple[door.Contact, Agency]] = []
    for name in (FACET_OF_SIDE[side] for side in sides):
        contacts = door.contacts(undated, name)
        quiet = {pk: contact for pk, contact in contacts.items() if contact.last.latest < since}
        found += [(quiet[pk], agency) for pk, agency in undated.dimensions[name].by_id(quiet).items()]
    found.sort(key=lambda each: (each[0].meetings, each[0].last, -each[1].pk), reverse=True)
    return [(agency, contact.last) for contact, agency in found]
