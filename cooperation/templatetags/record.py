"""How templates show partial dates, periods and texts that fell back to another language."""

import re
from collections.abc import Set
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
from cooperation.record.public import Link, Period, Text, marked

register = template.Library()

ADDRESS_LENGTH = 56
# Parts kept in a process; most are a line.
KEPT = 4_096
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
    return text.part(inner) if isinstance(text, Text) else inner


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


@register.simple_tag
def kept(name: str, **values: Any) -> SafeString:
    """A part that these values alone make what it is, besides the language: rendered once for each of them."""
    return _kept(name, active_language(), **values)


# By type too: a text that is safe as it stands equals one that is not.
@lru_cache(maxsize=KEPT, typed=True)
def _kept(name: str, language: str, **values: Any) -> SafeString:
    return render_to_string(name, values)


@register.simple_tag(takes_context=True)
def text(context: template.Context, value: Any) -> str | SafeString:
    """A text, marked with its language where that is not the page's; the page then says that it shows another one."""
    whole = _ORDINAL.sub("\u2011", str(value))
    if not isinstance(value, Text):
        return whole
    if value.is_foreign and not value.is_name:
        _note(context, {value.language})
    return marked(value.part(whole))


@register.simple_tag(takes_context=True)
def entry(context: template.Context, rendered: Any) -> SafeString:
    """An entry that was rendered before; the page says that it shows another language where the entry does."""
    _note(context, rendered.fell_back_to)
    return rendered.html


def _note(context: template.Context, languages: Set[str]) -> None:
    """Keep with the page to which languages texts on it fell back."""
    if "request" in context:
        request = context["request"]
        request.fell_back_to = getattr(request, "fell_back_to", frozenset()) | languages


@register.simple_block_tag(takes_context=True)
def untranslated_noted(context: template.Context, content: str) -> SafeString:
    """The content of a page, below a note where a text in it fell back to another language."""
    return format_html("{}{}", _untranslated(context), content)


@register.simple_tag(takes_context=True)
def untranslated_refreshed(context: template.Context) -> str | SafeString:
    """The note anew, for a page of which htmx replaces a part."""
    return _untranslated(context, swapped=True)


def _untranslated(context: template.Context, *, swapped: bool = False) -> SafeString:
    shown = getattr(context.get("request"), "fell_back_to", frozenset())
    values = {"shown": bool(shown), "only_english": shown == {"en"}, "swapped": swapped}
    return SafeString(render_to_string("browse/_untranslated.html", values))
