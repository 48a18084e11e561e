"""What a selection of meetings does not hold: contact that ceased, and what no source states."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, Q
from django.db.models.functions import Length

from cooperation.models import Agency, Meeting, PartialDate, Side

from . import door
from .filters.base import Selection
from .public import Link, link_to
from .seated import seats_in

SILENT_YEARS = 2
SILENT_SHOWN = 5


@dataclass(frozen=True)
class Gaps:
    """`months` is how long the last contact lies back; the numbers are of the period's meetings."""

    last: PartialDate | None
    months: int
    silent_since: datetime.date
    silent: tuple[tuple[Link, PartialDate], ...]
    silent_total: int
    without_day: int
    without_source: int
    unnamed: int
    untitled: int


def gaps_of(selection: Selection, undated: Selection, sides: Sequence[str], *, at: datetime.date) -> Gaps:
    last = _last_contact(undated, at)
    since = _years_before(at, SILENT_YEARS)
    silent = _silent(undated, sides, since)
    return Gaps(
        last,
        months_between(last.latest, at) if last else 0,
        since,
        tuple((link_to(agency), date) for agency, date in silent[:SILENT_SHOWN]),
        len(silent),
        **_not_known(selection),
    )


def _last_contact(undated: Selection, at: datetime.date) -> PartialDate | None:
    last = Meeting.objects.filter(pk__in=door.ids(undated), date_earliest__lte=at).aggregate(last=Max("date"))["last"]
    return PartialDate(last) if last else None


def months_between(day: datetime.date, at: datetime.date) -> int:
    """The whole months from `day` to `at`; none where it lies ahead."""
    return max(0, (at.year - day.year) * 12 + at.month - day.month - (at.day < day.day))


def _years_before(day: datetime.date, years: int) -> datetime.date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - years, day=28 if leap else day.day)


def _silent(undated: Selection, sides: Sequence[str], since: datetime.date) -> list[tuple[Agency, PartialDate]]:
    """The agencies of these sides that met once and not since, those that met most often first."""
    if not sides:
        return []
    rows = (
        seats_in(undated)
        .filter(agency__side__in=sides)
        .order_by()
        .values_list("agency")
        .annotate(meetings=Count("meeting", distinct=True), last=Max("meeting__date"))
        .order_by("-meetings", "-last", "agency")
    )
    last = {pk: PartialDate(date) for pk, _meetings, date in rows}
    agencies = _agencies(undated, sides)
    silent = [pk for pk in last if max(last[each] for each in agencies[pk][1] if each in last).latest < since]
    return [(agencies[pk][0], last[pk]) for pk in silent]


def _agencies(undated: Selection, sides: Sequence[str]) -> dict[int, tuple[Agency, set[int]]]:
    """The agencies of these sides by id, each with the ids of itself and of those below it."""
    found = {}
    for side, name in ((Side.UN, "agency"), (Side.AZERBAIJAN, "body")):
        if side in sides:
            dimension = undated.dimensions[name]
            found |= {record.pk: (record, dimension.below[record.pk]) for record in dimension.everything()}
    return found


def _not_known(selection: Selection) -> dict[str, int]:
    meetings = Meeting.objects.filter(pk__in=door.ids(selection)).annotate(precision=Length("date"))
    unnamed = Q(official=None, reported_name="")
    # An empty title is NULL or "", whichever form it came in by.
    untitled = Q(reported_title_en=None) | Q(reported_title_en="")
    return {
        **meetings.aggregate(
            without_day=Count("pk", filter=Q(precision__lt=10), distinct=True),
            without_source=Count("pk", filter=Q(sources=None), distinct=True),
        ),
        **seats_in(selection).aggregate(
            unnamed=Count("pk", filter=unnamed), untitled=Count("pk", filter=untitled & ~unnamed)
        ),
    }
