"""What other sites read of a page: linked data, and how a link to it is shown in messages."""

import json
from functools import partial
from typing import Any

from django import template
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe

from cooperation.browse import languages
from cooperation.models import localized
from cooperation.models.base import LANGUAGES, active_language
from cooperation.opendata.linked import Page, graph_of
from cooperation.record import site
from cooperation.record.chosen import list_name
from cooperation.record.filters import FILTERS

from .record import hot

register = template.Library()

LOCALES = {"en": "en_GB", "az": "az_AZ", "ru": "ru_RU"}
# So that no text of the record ends the element that the data stands in.
_ESCAPED = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026"})


@register.simple_tag(takes_context=True)
def linked(context: template.Context) -> SafeString:
    request: HttpRequest | None = context.get("request")
    if request is None or request.resolver_match is None:
        return SafeString()
    page = _page(context.flatten(), request)
    return hot(
        context,
        "linked.html",
        page=page,
        site_name=site.NAME,
        card=site.absolute(request, static("img/card.png")),
        locale=LOCALES[active_language()],
        other_locales=[LOCALES[code] for code in LANGUAGES if code != active_language()],
        data=_script(graph_of(page, partial(site.absolute, request))),
    )


def _page(context: dict[str, Any], request: HttpRequest) -> Page:
    kind = request.resolver_match.url_name or ""
    noun = context["panel"].noun if "panel" in context and kind in {"front", "timeline", "list"} else ""
    title = str(context.get("page_title") or site.NAME)
    url = next(edition.canonical for edition in languages.editions(request) if edition.active)
    return Page(
        kind=kind,
        url=url,
        title=str(site.NAME) if context.get("is_front") else title,
        description=str(context.get("description") or site.DESCRIPTION),
        trail=() if context.get("is_front") else [*_way_to(kind, request), (title, url)],
        record=context["record"] if kind == "record" else None,
        noun=noun,
        query=url.partition("?")[2],
        downloads=context.get("downloads", ()),
        made=context.get("made"),
    )


def _way_to(kind: str, request: HttpRequest) -> list[tuple[str, str]]:
    steps = [(str(site.NAME), site.absolute(request, localized("/")))]
    noun = request.resolver_match.kwargs.get("noun", "")
    if kind == "record" and noun in FILTERS:
        steps.append((list_name(FILTERS[noun]._meta.model), site.absolute(request, localized(f"/{noun}/"))))
    return steps


def _script(graph: dict[str, Any]) -> SafeString:
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)
    return mark_safe(text)  # noqa: S308
