"""The formats in which a page's content can be had, for its head and for its readers."""

from typing import Any

from django import template

from cooperation.browse import offers as browse_offers

register = template.Library()


@register.simple_tag(takes_context=True)
def offers(context: template.Context) -> list[browse_offers.Offer]:
    request: Any = context.get("request")
    return browse_offers.offers(request) if request else []
