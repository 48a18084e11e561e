"""What meetings are found and counted by, read from the database in groups: a value, and the meetings that have it."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import Aggregate, Q, QuerySet, TextField, Value

from cooperation.models import Event, Meeting, MeetingEvent, Participation, Point, PointKind, Program, State

UNNAMED = Q(official=None, reported_name="")
# An empty title is NULL or "", whichever form it came in by.
UNTITLED = (Q(reported_title_en=None) | Q(reported_title_en="")) & ~UNNAMED


class Members(Aggregate):
    """All values of a column of integers, as one text: a million of them make one row, not a million objects."""

    function = "GROUP_CONCAT"
    template = "%(function)s(%(expressions)s)"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list]:
        template = "STRING_AGG(CAST(%(expressions)s AS text), ',')"
        return self.as_sql(compiler, connection, template=template)


def numbers_of(members: str | None) -> np.ndarray:
    """The integers that `Members` gathered."""
    return np.fromstring(members or "", dtype=np.int64, sep=",")


def ids_of_documents(documents: QuerySet) -> np.ndarray:
    """The ids of the records that search documents stand for."""
    return numbers_of(documents.order_by().aggregate(members=Members("record_id"))["members"])


@dataclass(frozen=True)
class Mark:
    """One thing that meetings have: `rows`, each with its `values` and, at `meeting`, the meeting's id.

    Of what is `counted`, a meeting has several; its values are 1, 2 … for the meetings that have so many or more.
    """

    path: str
    rows: Callable[[], QuerySet]
    values: tuple[Any, ...]
    meeting: str = "meeting"
    counted: bool = False

    def read(self, ids: Collection[int] | None) -> Iterator[tuple[Any, np.ndarray]]:
        """Each value with the ids of its meetings, of all or of these."""
        rows = self.rows() if ids is None else self.rows().filter(**{f"{self.meeting}__in": ids})
        for *values, members in rows.order_by().values_list(*self.values).annotate(members=Members(self.meeting)):
            yield values[0] if len(values) == 1 else tuple(values), numbers_of(members)


# A path is what a dimension of the filter leads along, so that it finds its mark by it.
MARKS = (
    Mark("participations__agency", Participation.objects.all, ("agency",)),
    Mark("participations__official", Participation.objects.exclude(official=None).all, ("official",)),
    Mark("seats", Participation.objects.exclude(official=None).all, ("agency", "official")),
    Mark("topics", Meeting.topics.through.objects.all, ("topic",)),
    Mark("programs", Meeting.programs.through.objects.all, ("program",)),
    Mark("events", MeetingEvent.objects.all, ("event",)),
    Mark("mode", Meeting.objects.all, ("mode",), "pk"),
    Mark("place", Meeting.objects.all, ("city", "country"), "pk"),
    Mark("agreed", Point.objects.filter(kind=PointKind.AGREED).all, (Value(1),), counted=True),
    Mark("with_source", Meeting.sources.through.objects.all, (Value(1),)),
    Mark("unnamed", Participation.objects.filter(UNNAMED).all, (Value(1),)),
    Mark("untitled", Participation.objects.filter(UNTITLED).all, (Value(1),)),
)


def dated(ids: Collection[int] | None = None) -> Iterator[tuple[str, np.ndarray]]:
    """The published meetings under their dates, all or those of `ids`."""
    meetings = Meeting.objects.filter(state=State.PUBLISHED)
    if ids is not None:
        meetings = meetings.filter(pk__in=ids)
    for date, members in meetings.order_by().values_list("date").annotate(members=Members("pk")):
        yield date, numbers_of(members)


def published() -> dict[str, frozenset[int]]:
    """Which of the records along a path are public, where not all are."""
    return {
        "programs": frozenset(Program.objects.published().values_list("pk", flat=True)),
        "events": frozenset(Event.objects.published().values_list("pk", flat=True)),
    }
