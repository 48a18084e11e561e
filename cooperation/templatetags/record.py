"""How templates show partial dates, periods and texts that fell back to English."""

import re
from functools import lru_cache, partial
from typing import Any

from django import template
from django.template import engines
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext_lazy

from cooperation import models
from cooperation.models import PartialDate
from cooperation.models.base import active_language
from cooperation.record.periods import in_words
from cooperation.record.public import Link, Period, Text

register = template.Library()

ADDRESS_LENGTH = 56
# Numbers of records kept as they are written, in all languages.
COUNTS_KEPT = 4_096
_COUNTS = {
    "meetings": ngettext_lazy("%(total)s meeting", "%(total)s meetings", "total"),
    "agencies": ngettext_lazy("%(total)s agency", "%(total)s agencies", "total"),
    "officials": ngettext_lazy("%(total)s official", "%(total)s officials", "total"),
    "programs": ngettext_lazy("%(total)s program", "%(total)s programs", "total"),
    "events": ngettext_lazy("%(total)s event", "%(total)s events", "total"),
    "topics": ngettext_lazy("%(total)s topic", "%(total)s topics", "total"),
    "agreements": ngettext_lazy("%(total)s agreement", "%(total)s agreements", "total"),
    "commitments": ngettext_lazy("%(total)s commitment", "%(total)s commitments", "total"),
}
# “ and ” within “”, « and » within «».
_INNER_QUOTES = str.maketrans({"“": "‘", "”": "’", "«": "„", "»": "“"})
# The hyphen of “13-cü” and «29-я», at which no line may break.
_ORDINAL = re.compile(r"(?<=\d)-(?=[^\W\d])")


@register.filter
def localized(path: str) -> str:
    """A path of this site in the active language."""
    return models.localized(path)


@register.filter
def partial_date(date: PartialDate | None) -> str:
    return date.display() if date else ""


@register.filter
def period(value: Period) -> str:
    return in_words(value)


@register.filter
def holds(first: PartialDate, last: PartialDate) -> bool:
    """Whether `last` is the same date as `first`, or lies in that month or year."""
    return last.startswith(first)


@register.filter
def says(title: str, body: Link) -> bool:
    """Whether a title names already the body that it is held at."""
    return any(re.search(rf"\b{re.escape(name)}\b", title) for name in (body.acronym, body.name) if name)


@register.filter
def inside_quotes(text: str) -> str:
    """A title as it stands within quotation marks: its own become those that the language has inside others."""
    inner = str(text).translate(_INNER_QUOTES)
    return Text(inner, text.language, is_name=text.is_name) if isinstance(text, Text) else inner


@register.filter
def short_address(url: str) -> str:
    """A web address as print has room for it: without its scheme, its middle left out where it is long."""
    bare = url.partition("://")[2].removeprefix("www.").rstrip("/")
    return bare if len(bare) <= ADDRESS_LENGTH else f"{bare[: ADDRESS_LENGTH - 13]}…{bare[-12:]}"


@register.simple_tag
def counted(noun: str, total: int) -> str:
    """How many records of a noun, in words."""
    return _counted(active_language(), noun, total)


@lru_cache(maxsize=COUNTS_KEPT)
def _counted(language: str, noun: str, total: int) -> str:
    return str(_COUNTS[noun] % {"total": total})


@register.simple_tag(takes_context=True)
def hot(context: template.Context, name: str, **values: Any) -> SafeString:
    """A part of `templates/hot`, which repeats so often that Jinja2 renders it; there, tags are functions."""
    # Its environment escapes all values by itself.
    rendered = engines["jinja2"].get_template(name).render({**values, **_TAGS, "text": partial(text, context)})
    return mark_safe(rendered)  # noqa: S308


_TAGS = {"_": gettext, "counted": counted}


@register.simple_tag(takes_context=True)
def text(context: template.Context, value: Any) -> str | SafeString:
    """A text, marked with its language where that is not the page's; the page then says that it shows English."""
    whole = _ORDINAL.sub("\u2011", str(value))
    if not (isinstance(value, Text) and value.is_foreign):
        return whole
    if not value.is_name and "request" in context:
        context["request"].shows_english = True
    return format_html('<span lang="{}">{}</span>', value.language, whole)


@register.simple_tag(takes_context=True)
def entry(context: template.Context, rendered: Any) -> SafeString:
    """An entry that was rendered before; the page says that it shows English where the entry does."""
    if rendered.shows_english and "request" in context:
        context["request"].shows_english = True
    return rendered.html


@register.simple_block_tag(takes_context=True)
def untranslated_noted(context: template.Context, content: str) -> SafeString:
    """The content of a page, below a note where a text in it fell back to English."""
    return format_html("{}{}", _untranslated(context), content)


@register.simple_tag(takes_context=True)
def untranslated_refreshed(context: template.Context) -> str | SafeString:
    """The note anew, for a page of which htmx replaces a part."""
    return _untranslated(context, swapped=True)


def _untranslated(context: template.Context, *, swapped: bool = False) -> SafeString:
    if active_language() == "en":
        return SafeString()
    shown = getattr(context.get("request"), "shows_english", False)
    return SafeString(render_to_string("browse/_untranslated.html", {"shown": shown, "swapped": swapped}))
