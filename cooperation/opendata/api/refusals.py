"""What the document says of answers without data: when each status is given, and an example of it.

Examples are the problems themselves, as the code that refuses makes them.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, QueryDict

from cooperation.record.filters import FILTERS
from cooperation.record.outages import Outage

from .. import limits, mirroring, records, rendering, serving
from ..asking import asked, refuse_unknown
from ..problems import Problem

_DESCRIPTIONS = {
    400: "The question is not understood: `unknown-parameter`, `unknown-value`, `bad-value`, `empty-value`, "
    "`repeated-parameter` or `bad-cursor`. `parameter` names what is wrong, `near` what may have been meant.",
    404: "`not-found`: there is no such record. `near` holds similar slugs.",
    406: "`not-acceptable`: `Accept` leaves out the one type that this address speaks, which `near` names.",
    410: "`withdrawn`: the record was public and is no more; `reason` says why.",
    412: "`precondition-failed`: `If-Match` or `If-Unmodified-Since` does not hold.",
    429: "`too-many-requests`: ask again after as many seconds as `Retry-After` says.",
    500: "`server-error`: the site failed to answer.",
    503: "`took-too-long`: narrow the question. `unavailable` or `busy`: ask again after as many seconds as "
    "`Retry-After` says.",
}
_FORGOTTEN = (
    "`unknown-token`: what happened since the token in `updated_since` is not known. Fetch the whole list again."
)
_STATUSES = {
    "get": (400, 404, 406, 410, 412, 429, 500, 503),
    "list": (400, 406, 410, 412, 429, 500, 503),
    "facets": (400, 406, 412, 429, 500, 503),
    "root": (400, 406, 412, 429, 500, 503),
}
# What nothing is called.
NO_PARAMETER, NO_SLUG, NO_TOKEN = "colour=red", "nothing-is-called-so", f"{'0' * 32}.1"
REASON = "It was entered twice."


def statuses(what: str, noun: str) -> dict[int, str]:
    """The statuses of an operation, and when each is given."""
    known = {status: _DESCRIPTIONS[status] for status in _STATUSES[what]}
    if what == "list":
        known[410] = _FORGOTTEN
        if "updated_since" not in rendering.list_options(noun):
            del known[410]
    return known


def examples(what: str, noun: str, asking: Callable[[str], HttpRequest]) -> dict[int, dict[str, Any]]:
    """A problem for each status of an operation; `asking` makes a question with a query."""
    makers: dict[int, Callable[[], Any]] = {
        400: lambda: _asked_wrongly(what, noun, asking),
        404: lambda: records.published(FILTERS[noun]._meta.model, NO_SLUG, str),
        406: lambda: serving.not_acceptable("application/json"),
        410: lambda: mirroring.since(NO_TOKEN) if what == "list" else records.withdrawn(REASON),
        412: serving.precondition_failed,
        429: limits.too_many,
        500: serving.failed,
        503: lambda: serving.unable(Outage.AWAY),
    }
    return {status: _problem(makers[status]).as_json() for status in statuses(what, noun)}


def _asked_wrongly(what: str, noun: str, asking: Callable[[str], HttpRequest]) -> None:
    options = {"list": lambda: rendering.list_options(noun), "facets": lambda: rendering.FACET_OPTIONS}
    if what in options:
        asked(asking(NO_PARAMETER), noun, options[what]())
    refuse_unknown(QueryDict(NO_PARAMETER), rendering.RECORD_OPTIONS if what == "get" else ())


def _problem(make: Callable[[], Any]) -> Problem:
    try:
        return make()
    except Problem as problem:
        return problem
