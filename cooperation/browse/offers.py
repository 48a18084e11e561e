"""The formats in which a page's list or record can be taken away, or followed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cooperation.models import localized
from cooperation.record import site
from cooperation.record.formats import CALENDAR, PARTS, Format, formats_of

from .languages import canonical_path
from .questions import OLDEST
from .requests import once_a_request

# A header is no place for a filter of fifty values: servers and proxies cut or refuse it.
LONGEST_QUERY = 300

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Offer:
    """A format with its address here. `subscribe_url` is what calendar programs follow."""

    label: str
    url: str
    media_type: str
    subscribe_url: str = ""


@once_a_request
def offers(request: HttpRequest) -> list[Offer]:
    """The formats of the list or the record that a page shows; none for any other page."""
    match = request.resolver_match
    name = match.url_name if match else ""
    if name == "corrections":
        return [_offer(each, "/corrections", "") for each in formats_of("corrections")]
    if name not in {"front", "timeline", "list", "record"}:
        return []
    path, _mark, query = canonical_path(request).partition("?")
    path = "/meetings" if name == "front" else path.rstrip("/")
    is_record = name == "record"
    sort = f"sort={OLDEST}" if request.GET.get("sort") == OLDEST and not is_record else ""
    noun = path.split("/")[1]
    found = formats_of(noun, record=is_record)
    if is_record and getattr(request, "has_no_day", False):
        found = [each for each in found if each.media_type != CALENDAR]
    made = [_offer(each, path, _query(query, "" if each.by_change else sort)) for each in found]
    if is_record:
        return [*made, *_of_meetings(request)]
    return [*(_followed(request, offer) for offer in made), *_of_parts(noun, _query(query, sort))]


def _of_parts(noun: str, query: str) -> list[Offer]:
    """What stands within the records of a list, narrowed as the list is."""
    return [
        replace(offer, label=f"{title}: {offer.label}")
        for name, title in PARTS.get(noun, {}).items()
        for offer in (_offer(each, f"/{name}", query) for each in formats_of(name))
    ]


def _of_meetings(request: HttpRequest) -> list[Offer]:
    """The meetings that a record's page leads to, where it names the filter that finds them."""
    chosen = getattr(request, "filter_of_meetings", "")
    made = [_offer(each, "/meetings", f"?{chosen}") for each in formats_of("meetings") if chosen]
    return [
        _followed(request, replace(offer, label=_("Meetings: %(format)s") % {"format": offer.label})) for offer in made
    ]


def _query(*parts: str) -> str:
    query = "&".join(part for part in parts if part)
    return f"?{query}" if query else ""


def _offer(each: Format, path: str, query: str) -> Offer:
    path = f"{path}.{each.suffix}"
    return Offer(str(each.label), (localized(path) if each.localized else path) + query, each.media_type)


def _followed(request: HttpRequest, offer: Offer) -> Offer:
    """The offer with the address that opens a calendar program, where it is a calendar."""
    if offer.media_type != CALENDAR:
        return offer
    return replace(offer, subscribe_url=f"webcal:{site.absolute(request, offer.url).partition(':')[2]}")


def offering_data(view: View) -> View:
    """Names the formats in the header too, for programs that do not read the page."""

    @wraps(view)
    def offering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code == 200 and len(request.META.get("QUERY_STRING", "")) <= LONGEST_QUERY:
            links = [f'<{offer.url}>; rel="alternate"; type="{offer.media_type}"' for offer in offers(request)]
            response["Link"] = ", ".join(links)
        return response

    return offering
