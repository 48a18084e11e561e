"""Django's filter `capfirst` as the active language writes capitals: a builtin of all templates."""

from django import template
from django.template.defaultfilters import stringfilter

from cooperation.models.base import capital

register = template.Library()


@register.filter(is_safe=True)
@stringfilter
def capfirst(text: str) -> str:
    return capital(text)
