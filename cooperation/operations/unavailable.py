"""What is answered where the record cannot be read or written for the moment: 503, when to ask again, and to an editor
all that was entered.

Nothing here asks the database, nor who is asking.
"""

import logging
import time
from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language_from_path

from cooperation.opendata import serving
from cooperation.record.outages import OUTAGE, Outage

from .caching import PRIVATE, desks

# How often a lasting fault is a line of the log, in seconds.
LOGGED_EVERY = 10
# What is shorter is soon typed again.
_SHORTEST_TEXT = 20

log = logging.getLogger(__name__)


class UnavailableMiddleware:
    """Answers what was sent away before Django was asked, with the headers that every answer has."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        outage = request.META.get(OUTAGE)
        return self.get_response(request) if outage is None else answer(request, outage)


def answer(request: HttpRequest, outage: Outage) -> HttpResponse:
    """In the shape of data where data was asked for, else a page in the language of the path."""
    language = get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
    with translation.override(language):
        response = serving.unavailable(request, outage) or HttpResponse(_page(request, outage, language), status=503)
    response["Cache-Control"] = PRIVATE
    response["Retry-After"] = str(outage.value)
    # Who noticed the fault has logged it, once for all requests.
    response._has_been_logged = True
    return response


def _page(request: HttpRequest, outage: Outage, language: str) -> str:
    entered = _entered(request)
    return _rendered(entered, request.get_full_path(), outage) if entered else _empty(outage, language)


@cache
def _empty(outage: Outage, language: str) -> str:
    return _rendered([], "", outage)


def _rendered(entered: list[tuple[str, str]], action: str, outage: Outage) -> str:
    texts = [value for name, value in entered if _is_text(name, value.strip())]
    return render_to_string("503.html", {"entered": entered, "texts": texts, "action": action, "why": outage.name})


def _is_text(name: str, value: str) -> bool:
    """Something that a person wrote; what begins with a line is the form's own, as its buttons."""
    return len(value) >= _SHORTEST_TEXT and " " in value and not name.startswith("_")


def _entered(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of a form of the desk, to be sent once more; its token goes with them, and is as good as it was."""
    if request.method != "POST" or not request.path_info.startswith(desks()):
        return []
    try:
        posted: Any = request.POST
    except Exception:
        # What cannot be read now could not be read before.
        return []
    return [(name, value) for name, values in posted.lists() for value in values if "password" not in name]


class _Faults:
    """One line for many requests that fail alike."""

    silent_until = 0.0


def note(error: BaseException | None, path: str, outage: Outage) -> None:
    """Log what went wrong, unless that was said a moment ago."""
    now = time.monotonic()
    if now >= _Faults.silent_until:
        _Faults.silent_until = now + LOGGED_EVERY
        told = path, str(error).strip()
        log.log(outage.level, "%s cannot be answered for the moment, and others like it: %s", *told)
