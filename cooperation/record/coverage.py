"""How complete the published record is, counted in the database."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from cooperation.models import Agency, Meeting, Participation, Point, Side, Source
from cooperation.models.base import active_language

from .filters import MeetingFilter
from .filters.dimensions import Dimension
from .public import SourceRecord

Narrow = Callable[[QuerySet], QuerySet]


def _without_full_name() -> Q:
    """A seat of which no given name and family name are known."""
    known = Q(official__isnull=False) & ~Q(official__name_en__contains=" ")
    return known | (Q(official__isnull=True) & ~Q(reported_name__contains=" "))


def with_two_sources(meetings: QuerySet) -> QuerySet:
    counted = Meeting.sources.through.objects.values("meeting").annotate(sources=Count("source")).filter(sources__gt=1)
    return meetings.filter(pk__in=counted.values("meeting"))


def with_full_names(meetings: QuerySet) -> QuerySet:
    """Those where both sides sat, each participant under a full name."""
    seats = Participation.objects.filter(meeting=OuterRef("pk"))
    both = (Exists(seats.filter(agency__side=side)) for side in Side)
    return meetings.filter(*both, ~Exists(seats.filter(_without_full_name())))


def on_an_exact_day(meetings: QuerySet) -> QuerySet:
    return meetings.filter(date_earliest=F("date_latest"))


def with_points(meetings: QuerySet) -> QuerySet:
    return meetings.filter(Exists(Point.objects.filter(meeting=OuterRef("pk"))))


MEASURES: dict[str, Narrow] = {
    "meetings": lambda meetings: meetings,
    "two_sources": with_two_sources,
    "full_names": with_full_names,
    "exact_day": on_an_exact_day,
}


@dataclass(frozen=True)
class Coverage:
    """Of some meetings, how many have what a complete record would have."""

    meetings: int = 0
    two_sources: int = 0
    full_names: int = 0
    exact_day: int = 0

    def share(self, count: int) -> int:
        """A count as a percentage of these meetings: 100 only where it is all of them, 0 only where none."""
        if count in (0, self.meetings):
            return 100 if count else 0
        return min(max(round(100 * count / self.meetings), 1), 99)

    @property
    def cells(self) -> list[tuple[int, int]]:
        """What was counted besides the meetings: (count, percentage)."""
        return [(count, self.share(count)) for count in (self.two_sources, self.full_names, self.exact_day)]


@dataclass(frozen=True)
class Sources:
    """How many sources the public record cites, and the oldest of those whose link nobody has checked."""

    total: int
    archived: int
    checked: int
    oldest_unchecked: SourceRecord | None


def coverage_of_all() -> tuple[Coverage, int]:
    """The whole record, and how many of its meetings have points."""
    published = Meeting.objects.published()
    counts = {name: narrow(published).count() for name, narrow in MEASURES.items()}
    return Coverage(**counts), with_points(published).count()


def coverage_by_year() -> list[tuple[str, Coverage]]:
    """Each year of the record, newest first."""
    found = _coverage_by(MeetingFilter().filters["year"])
    return sorted(found.items(), reverse=True)


def coverage_by_agency(name: str) -> list[tuple[Agency, Coverage]]:
    """Each UN agency (`agency`) or Azerbaijani body (`body`), those with most meetings first.

    Its number of meetings is what the timeline holds when narrowed to it, those below it included.
    """
    dimension = MeetingFilter().filters[name]
    found = _coverage_by(dimension)
    agencies = dimension.by_id(int(pk) for pk in found)
    rows = [(agency, found[str(pk)]) for pk, agency in agencies.items()]
    sort_key = f"sort_key_{active_language()}"
    return sorted(rows, key=lambda row: (-row[1].meetings, getattr(row[0], sort_key)))


def _coverage_by(dimension: Dimension) -> dict[str, Coverage]:
    parts = [
        part
        for measure, narrow in MEASURES.items()
        for part in dimension.counts(narrow(Meeting.objects.published()), measure)
    ]
    counts: dict[str, dict[str, int]] = {}
    for measure, value, count in parts[0].union(*parts[1:], all=True):
        if count:
            counts.setdefault(value, {})[measure] = count
    return {value: Coverage(**of_value) for value, of_value in counts.items()}


def sources_in_use() -> Sources:
    cited = Source.objects.published()
    counts = cited.aggregate(
        total=Count("pk"),
        archived=Count("pk", filter=~Q(archived_url="")),
        checked=Count("pk", filter=~Q(link_status="")),
    )
    unchecked = cited.filter(link_status="")
    oldest = unchecked.order_by(F("published").asc(nulls_last=True), "created", "pk").first()
    return Sources(**counts, oldest_unchecked=SourceRecord.of(oldest) if oldest else None)
