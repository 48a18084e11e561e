"""One search over every kind of record, grouped."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from cooperation.record import door
from cooperation.record.filters import FILTERS
from cooperation.record.filters.fields import SEARCH_LENGTH, printable
from cooperation.record.public import Link

from .addresses import list_address
from .htmx import varies_by_htmx, wants_results
from .lists import LISTS
from .rows import rows

# How many of each noun the page shows, and the list under the masthead's field.
SHOWN, SHOWN_IN_SHORT = 5, 3
NOUNS = ("agencies", "officials", "topics", "programs", "events", "agreements", "commitments", "meetings")


@dataclass(frozen=True)
class SearchGroup:
    noun: str
    label: str
    total: int
    url: str
    row_template: str
    rows: Sequence[Any]

    @property
    def links(self) -> list[Link]:
        return [getattr(row, "record", row).link for row in self.rows]


@varies_by_htmx
def search(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()
    data = QueryDict(mutable=True)
    data["q"] = query
    filtersets = {noun: FILTERS[noun](data) for noun in NOUNS}
    errors = [str(error) for error in filtersets["meetings"].errors.get("q", [])]
    in_short = wants_results(request, "masthead-found")
    groups = [] if errors or not query else _groups(filtersets, query, in_short=in_short)
    context = {
        "section": "search",
        "page_title": _("Search: %(query)s") % {"query": printable(query, 80)} if query else _("Search"),
        "description": _("Search all meetings, agencies, officials, programs and events of the record."),
        "q": printable(query, SEARCH_LENGTH),
        "errors": errors,
        "groups": groups,
        "total": sum(group.total for group in groups),
    }
    return render(request, _template(request, in_short), context, status=400 if errors else 200)


def _template(request: HttpRequest, in_short: bool) -> str:
    if in_short:
        return "browse/_found.html"
    return "browse/_search_results.html" if wants_results(request, "search-results") else "browse/search.html"


def _groups(filtersets: dict[str, Any], query: str, *, in_short: bool) -> list[SearchGroup]:
    found = [_group(noun, filterset, query, in_short) for noun, filterset in filtersets.items()]
    return [group for group in found if group.total]


def _group(noun: str, filterset: Any, query: str, in_short: bool) -> SearchGroup:
    selection = filterset.selection()
    window = door.Window(door.runs_by_date(selection.model), size=SHOWN_IN_SHORT if in_short else SHOWN)
    total = door.total(selection)
    ids = door.stretch(selection, window).ids if total else ()
    is_meeting = noun == "meetings"
    return SearchGroup(
        noun,
        _("Meetings") if is_meeting else str(LISTS[noun].title),
        total,
        str(list_address(noun, q=query)),
        "browse/_entry_row.html" if is_meeting else LISTS[noun].row_template,
        rows(selection.model, ids, contacts=not in_short) if ids else (),
    )
