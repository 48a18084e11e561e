"""How templates show partial dates, periods and texts that fell back to English."""

from typing import Any

from django import template
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cooperation import models
from cooperation.models import PartialDate
from cooperation.record.public import Period, Text

register = template.Library()

ADDRESS_LENGTH = 56


@register.filter
def localized(path: str) -> str:
    """A path of this site in the active language."""
    return models.localized(path)


@register.filter
def partial_date(date: PartialDate | None) -> str:
    return date.display() if date else ""


@register.filter
def period(value: Period) -> str:
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
    """Both ends, without what they share: 11–22 November 2024, 30 May – 2 June 2024."""
    if start == end:
        return start.display()
    days = start.precision == end.precision == "day"
    if days and start[:7] == end[:7]:
        return f"{start.day}–{end.display()}"
    if days and start.year == end.year:
        return f"{formats.date_format(start.earliest, 'MONTH_DAY_FORMAT')} – {end.display()}"
    return f"{start.display()} – {end.display()}"


@register.filter
def short_address(url: str) -> str:
    """A web address as print has room for it: without its scheme, its middle left out where it is long."""
    bare = url.partition("://")[2].removeprefix("www.").rstrip("/")
    return bare if len(bare) <= ADDRESS_LENGTH else f"{bare[: ADDRESS_LENGTH - 13]}…{bare[-12:]}"


@register.simple_tag
def text(value: Any) -> str | SafeString:
    """A text, marked with its language where that is not the page's."""
    if isinstance(value, Text) and value.is_foreign:
        return format_html('<span lang="{}">{}</span>', value.language, value)
    return str(value)
