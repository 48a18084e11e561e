"""Pages about the record itself: what it is, how complete, what was corrected, and for whom it works."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cooperation.models import Correction, localized
from cooperation.record import coverage as counted
from cooperation.record import public
from cooperation.record.coverage import Coverage
from cooperation.record.door import Position

from .provenance import report_url
from .rows import timeline_of

CORRECTIONS_SHOWN = 50


@dataclass(frozen=True)
class CoverageRow:
    """A line of a table: the list whose count it shows, and how complete its meetings are."""

    label: str | public.Link
    url: str
    coverage: Coverage


def _page(request: HttpRequest, name: str, title: str, description: str, **context: Any) -> HttpResponse:
    shared = {
        "section": "about",
        "page_title": title,
        "description": description,
        "contact_email": settings.CONTACT_EMAIL,
        "report_url": report_url(),
    }
    return render(request, f"about/{name}.html", shared | context)


def about(request: HttpRequest) -> HttpResponse:
    return _page(
        request,
        "about",
        _("About this record"),
        _("What the record is for, how it is made, who may edit it, and how errors are corrected."),
    )


def accessibility(request: HttpRequest) -> HttpResponse:
    return _page(
        request,
        "accessibility",
        _("Accessibility"),
        _("What this site does so that everyone can read it, how that is tested, and what is still lacking."),
    )


def privacy(request: HttpRequest) -> HttpResponse:
    return _page(
        request,
        "privacy",
        _("Privacy"),
        _("What is kept of readers, of editors, and of the people whom the record names."),
    )


def corrections(request: HttpRequest) -> HttpResponse:
    """All corrections of published records, newest first, from a position on."""
    after = request.GET.get("after", "")
    rows = _from(after)
    shown = [public.correction_record(row) for row in rows[:CORRECTIONS_SHOWN]]
    last = rows[CORRECTIONS_SHOWN - 1] if len(rows) > CORRECTIONS_SHOWN else None
    path = localized("/about/corrections/")
    return _page(
        request,
        "corrections",
        _("Corrections"),
        _("What was corrected in published records, and when."),
        corrections=shown,
        newest_url=path if after else "",
        older_url=f"{path}?after={Position(last.corrected_on.isoformat(), last.pk)}" if last else "",
    )


def _from(after: str) -> list[Correction]:
    rows = Correction.objects.published().newest_first().with_record()
    if after:
        try:
            place = Position.parse(after)
            day = datetime.date.fromisoformat(place.key)
        except ValueError:
            raise BadRequest("This is no place in the list.") from None
        rows = rows.filter(Q(corrected_on__lt=day) | Q(corrected_on=day, pk__lt=place.id))
    return list(rows[: CORRECTIONS_SHOWN + 1])


def coverage(request: HttpRequest) -> HttpResponse:
    whole, with_points = counted.coverage_of_all()
    return _page(
        request,
        "coverage",
        _("How complete the record is"),
        _("Counted from the record as it stands: second sources, full names and exact days, by year and by agency."),
        whole=whole,
        with_points=with_points,
        sources=counted.sources_in_use(),
        years=[
            CoverageRow(year, f"{localized('/meetings/')}?year={year}", found)
            for year, found in counted.coverage_by_year()
        ],
        agencies=_agency_rows("agency"),
        bodies=_agency_rows("body"),
    )


def _agency_rows(name: str) -> list[CoverageRow]:
    links = [(public.link_to(agency), found) for agency, found in counted.coverage_by_agency(name)]
    return [CoverageRow(link, str(timeline_of(link)), found) for link, found in links]
