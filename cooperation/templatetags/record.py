"""How templates show partial dates, periods and texts that fell back to English."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cooperation.models import PartialDate
from cooperation.record.public import Period, Text

register = template.Library()


@register.filter
def partial_date(date: PartialDate | None) -> str:
    return date.display() if date else ""


@register.filter
def period(value: Period) -> str:
    """A period in words; what is not known about it is said, never guessed."""
    if value.start and value.end and value.start == value.end:
        return value.start.display()
    if value.start and value.end:
        return f"{value.start.display()} – {value.end.display()}"
    if value.start:
        return _("from %(start)s") % {"start": value.start.display()}
    if value.end:
        return _("until %(end)s") % {"end": value.end.display()}
    return _("dates not known")


@register.simple_tag
def text(value: Any) -> str | SafeString:
    """A text, marked with its language where that is not the page's."""
    if isinstance(value, Text) and value.is_foreign:
        return format_html('<span lang="{}">{}</span>', value.language, value)
    return str(value)
