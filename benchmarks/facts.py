"""Which of the synthetic records the questions are about."""

from typing import Any

from cooperation.models import Agency, Event, Meeting, Official, Program, Side, Topic
from cooperation.record.door import Position

PAGE = 20


def facts() -> dict[str, Any]:
    """Common values, but not the most common ones; all stand alone, for the peers know no trees."""
    agencies = _leaves(Agency.objects.filter(side=Side.UN))
    bodies = _leaves(Agency.objects.filter(side=Side.AZERBAIJAN))
    topics = _leaves(Topic.objects.all())
    return {
        "agency": agencies[1],
        "agency_id": Agency.objects.get(slug=agencies[1]).pk,
        "agencies": agencies,
        "body": bodies[1],
        "topic": topics[1],
        "topics": topics,
        "official": Official.objects.published().order_by("pk")[1].slug,
        "program": Program.objects.order_by("pk")[1].slug,
        "event": Event.objects.order_by("pk")[1].slug,
        "meeting": Meeting.objects.order_by("pk")[0].slug,
        "last": _before_last_page(),
        "parents": [record.slug for model in (Agency, Topic) for record in model.objects.exclude(children=None)],
    }


def _leaves(records: Any) -> list[str]:
    """The slugs of records with none below or above them, heaviest first: in the order in which they were made."""
    return list(records.filter(children=None, parent=None).order_by("pk").values_list("slug", flat=True))


def _before_last_page() -> str:
    oldest = Meeting.objects.order_by("date", "pk").values_list("date", "pk")
    return str(Position(*oldest[min(PAGE, oldest.count() - 1)]))
