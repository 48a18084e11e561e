"""Questions across the nouns, each a function named as what it answers."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Max, Min, QuerySet

from cooperation.models import Agency, Meeting, Official, PartialDate, Participation, State

from .filters import MeetingFilter
from .filters.dimensions import TreeDimension


@dataclass(frozen=True)
class Contact:
    """How often a record stands in published meetings, and the last date it did."""

    meetings: int
    last: PartialDate | None


def seats() -> QuerySet:
    """The seats of published meetings."""
    return Participation.objects.filter(meeting__state=State.PUBLISHED)


def last_contacts(dimension_name: str) -> dict[int, PartialDate]:
    """The date of the last published meeting of each record of a dimension, those below it included."""
    dimension = MeetingFilter().filters[dimension_name]
    rows = (
        dimension.reachable(Meeting.objects.published())
        .order_by()
        .values_list(dimension.path)
        .annotate(last=Max("date"))
    )
    last = {pk: PartialDate(date) for pk, date in rows if pk}
    if not isinstance(dimension, TreeDimension):
        return last
    wholes = {pk: [last[each] for each in below if each in last] for pk, below in dimension.below.items()}
    return {pk: max(dates) for pk, dates in wholes.items() if dates}


def people_of(agency: Agency, limit: int) -> list[tuple[Official, Contact]]:
    """Who sat in published meetings for `agency`, the latest first."""
    rows = (
        seats()
        .filter(agency=agency, official__isnull=False)
        .values_list("official")
        .annotate(meetings=Count("meeting", distinct=True), last=Max("meeting__date"))
        .order_by("-last", "-meetings", "official")[:limit]
    )
    found = {pk: Contact(meetings, PartialDate(last)) for pk, meetings, last in rows}
    officials = Official.objects.prefetch_related("appointments__agency", "appointments__source").in_bulk(found)
    return [(officials[pk], contact) for pk, contact in found.items()]


def titles_for(agency: Agency, officials: Iterable[Official]) -> dict[int, list[tuple[str, PartialDate, PartialDate]]]:
    """The titles that each official bore when sitting for `agency`, with the first and last date of each."""
    rows = (
        seats()
        .filter(agency=agency, official__in=list(officials))
        .exclude(reported_title_en=None)
        .exclude(reported_title_en="")
        .order_by()
        .values_list("official", "reported_title_en")
        .annotate(first=Min("meeting__date"), last=Max("meeting__date"))
        .order_by("-last")
    )
    titles: dict[int, list[tuple[str, PartialDate, PartialDate]]] = {}
    for pk, title, first, last in rows:
        titles.setdefault(pk, []).append((title, PartialDate(first), PartialDate(last)))
    return titles
