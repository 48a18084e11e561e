"""Questions across the nouns, each a function named as what it answers."""

from django.db.models import Max, Min, QuerySet

from cooperation.models import Agency, Official, PartialDate, Participation, State
from cooperation.models.base import LANGUAGES

from . import door
from .changes import remembered
from .door import Contact
from .filters import MeetingFilter
from .public import Text
from .public.base import text_in


def seats() -> QuerySet:
    """The seats of published meetings."""
    return Participation.objects.filter(meeting__state=State.PUBLISHED)


def people_of(agency: Agency, limit: int) -> list[tuple[Official, Contact]]:
    """Who sat in published meetings for `agency`, the latest first."""
    everything = MeetingFilter().selection()
    found = door.people(everything, {agency.pk})
    latest = sorted(found, key=lambda pk: (found[pk].last, found[pk].meetings, -pk), reverse=True)[:limit]
    officials = everything.dimensions["official"].by_id(latest)
    return [(officials[pk], found[pk]) for pk in latest if pk in officials]


@remembered(by_language=True)
def titles_for(
    agency: Agency, officials: tuple[Official, ...]
) -> dict[int, list[tuple[Text, PartialDate, PartialDate]]]:
    """The titles that each official bore when sitting for `agency`, with the first and last date of each."""
    rows = (
        seats()
        .filter(agency=agency, official__in=officials)
        .exclude(reported_title_en=None)
        .exclude(reported_title_en="")
        .order_by()
        .values_list("official", *(f"reported_title_{language}" for language in LANGUAGES))
        .annotate(first=Min("meeting__date"), last=Max("meeting__date"))
        .order_by("-last", "-first", "reported_title_en")
    )
    titles: dict[int, list[tuple[Text, PartialDate, PartialDate]]] = {}
    for pk, *texts, first, last in rows:
        title = text_in({language: text for language, text in zip(LANGUAGES, texts, strict=True) if text})
        titles.setdefault(pk, []).append((title, PartialDate(first), PartialDate(last)))
    return titles
