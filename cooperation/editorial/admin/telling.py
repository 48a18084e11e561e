"""Tells an editor, on a record's form and when it is saved, what it may be the same as, and what is odd.

It stops nobody.
"""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from ..duplicates.finding import alike
from ..duplicates.pairs import Pair

_MAYBE = _("This may be there already:")
_ODD = _("Odd, and perhaps a slip:")


class Telling(admin.ModelAdmin):
    """Shows likely duplicates with the reasons, and where to hold the two side by side; and what is odd."""

    def odd_about(self, record: Any) -> list[str]:
        """A sentence for each thing that is perhaps a slip."""
        return []

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, obj: Any = None, **kwargs: Any
    ) -> HttpResponse:
        if obj is not None and request.method == "GET" and self.has_change_permission(request, obj):
            context["alike"] = [(_other(pair, obj), _side_by_side(pair), pair.verdict) for pair in alike(obj)]
            context["odd"] = self.odd_about(obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        self.warn(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        self.warn(request, obj)
        return super().response_change(request, obj)

    def warn(self, request: HttpRequest, record: Any) -> None:
        self.tell(request, self.warnings(request, record))

    def warnings(self, request: HttpRequest, record: Any) -> list[str]:
        """What there is to say of a record that is written, as the database holds it at this moment."""
        odd = self.odd_about(record)
        said = [f"{_ODD} {' '.join(odd)}"] if odd else []
        # On the form itself the box says it.
        pairs = [] if "_continue" in request.POST else alike(record)
        return [*said, _sentence(record, pairs)] if pairs else said

    def tell(self, request: HttpRequest, said: list[str]) -> None:
        for sentence in said:
            self.message_user(request, sentence, messages.WARNING)

    def tell_alike(self, request: HttpRequest, record: Any) -> None:
        """Say what a record may be the same as that was entered from another's form."""
        pairs = alike(record)
        if pairs:
            self.tell(request, [format_html("{}: {}", record, _sentence(record, pairs))])


def _sentence(record: Any, pairs: list[Pair]) -> str:
    rows = ((_side_by_side(pair), _other(pair, record), "; ".join(pair.verdict.reasons)) for pair in pairs)
    return format_html("{} {}", _MAYBE, format_html_join("; ", '<a href="{}">{}</a> ({})', rows))


def _other(pair: Pair, record: Any) -> Any:
    return pair.one if pair.other == record else pair.other


def _side_by_side(pair: Pair) -> str:
    return reverse("admin:merge", args=[pair.one.noun, pair.one.pk, pair.other.pk])
