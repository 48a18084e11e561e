"""What no view is asked: a body too large to be one of ours, and methods that are for the way and not for the site.

Django writes an uploaded file to disk before any view can look at its size.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from cooperation.browse import errors

GetResponse = Callable[[HttpRequest], HttpResponseBase]
# Django holds TRACE for as harmless as GET.
_OF_THE_WAY = frozenset({"TRACE", "TRACK", "CONNECT"})


class BoundsMiddleware:
    """Refuses before a byte of the body is read. A body of which no length is said counts as none."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method in _OF_THE_WAY:
            return _refusal(request, 405)
        if _length(request) > settings.LARGEST_BODY:
            return _refusal(request, 413)
        return self.get_response(request)


def _refusal(request: HttpRequest, status: int) -> HttpResponseBase:
    response = errors.bad_request(request, ValueError())
    response.status_code = status
    if status == 405:
        response["Allow"] = "GET, HEAD, OPTIONS, POST"
    return response


def _length(request: HttpRequest) -> int:
    """As Django reads it: what is no number is none."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
