"""The page's editions in other languages, for its head and its masthead."""

from typing import Any

from django import template

from cooperation.browse import languages

register = template.Library()


@register.simple_tag(takes_context=True)
def editions(context: template.Context) -> list[languages.Edition]:
    """The page in each language; none where a page was made without a request, as for a damaged address."""
    request: Any = context.get("request")
    return languages.editions(request) if request else []
