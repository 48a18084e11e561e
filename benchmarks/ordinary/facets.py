"""A count per facet within what is found, asked of the tables of links alone: their indexes answer without the rest."""

from django.db.models import Count, F, Model, QuerySet, Value
from django.db.models.functions import Substr

from .models import Agency, Event, Meeting, MeetingEvent, Official, Participation, Program, Topic

# No page offers two thousand officials.
OFFERED = 100

Counts = list[tuple[str, str, int]]  # slug, label, number of meetings


def chief(found: QuerySet | None) -> dict[str, Counts]:
    """Of agencies, topics and years; `found` is None where nothing is filtered."""
    return {
        "agency": _by_record(found, Participation, Agency, "agency", side="un"),
        "topic": _by_record(found, Meeting.topics.through, Topic, "topic"),
        "year": _by_text(found, Substr("date", Value(1), Value(4))),
    }


def every(found: QuerySet | None) -> dict[str, Counts]:
    """As many as the site that this one is measured against."""
    return chief(found) | {
        "body": _by_record(found, Participation, Agency, "agency", side="azerbaijan"),
        "official": _by_record(found, Participation, Official, "official"),
        "program": _by_record(found, Meeting.programs.through, Program, "program"),
        "event": _by_record(found, MeetingEvent, Event, "event"),
        "place": _by_text(found, F("city")),
        "mode": _by_text(found, F("mode")),
    }


def _by_record(found: QuerySet | None, links: type[Model], model: type[Model], column: str, **within: str) -> Counts:
    counted = links.objects.order_by() if found is None else links.objects.order_by().filter(meeting__in=found)
    counts = dict(counted.values_list(column).annotate(number=Count("meeting", distinct=True)))
    heaviest = sorted(counts.keys() - {None}, key=lambda pk: -counts[pk])[:OFFERED]
    records = model.objects.filter(**within).in_bulk(heaviest)
    return [(records[pk].slug, records[pk].name, counts[pk]) for pk in heaviest if pk in records]


def _by_text(found: QuerySet | None, expression: object) -> Counts:
    meetings = Meeting.objects.order_by() if found is None else Meeting.objects.order_by().filter(pk__in=found)
    counted = meetings.annotate(value=expression).values_list("value").annotate(number=Count("pk"))
    return [(value, value, number) for value, number in counted.order_by("-number") if value]
