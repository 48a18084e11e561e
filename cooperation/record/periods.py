"""Periods in words of the active language."""

from django.utils import formats
from django.utils.translation import gettext as _

from cooperation.models import PartialDate

from .public import Period


def in_words(value: Period) -> str:
    """A period in words; what is not known about it is said, never guessed."""
    if value.start and value.end:
        return _span(value.start, value.end)
    if value.start and not value.open_ended:
        return value.start.display()
    if value.start:
        return _("from %(start)s") % {"start": value.start.display()}
    if value.end:
        return _("until %(end)s") % {"end": value.end.display()}
    return _("dates not known")


def _span(start: PartialDate, end: PartialDate) -> str:
    """Both ends, without what they share: 11–22 November 2024, 30 May – 2 June 2024, April – 12 May 2023."""
    if start == end:
        return start.display()
    days = start.precision == end.precision == "day"
    if days and start[:7] == end[:7]:
        return f"{start.day}–{end.display()}"
    if start.month and end.month and start.year == end.year:
        style = "MONTH_DAY_FORMAT" if start.day else "F"
        return f"{formats.date_format(start.earliest, style)} – {end.display()}"
    return f"{start.display()} – {end.display()}"
