"""How much one request may send. Django writes an uploaded file to disk before any view can look at its size."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from cooperation.browse import errors

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class BodyLimitMiddleware:
    """Refuses what is too large before a byte of it is read. A body of which no length is said counts as none."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if _length(request) <= settings.LARGEST_BODY:
            return self.get_response(request)
        response = errors.bad_request(request, ValueError())
        response.status_code = 413
        return response


def _length(request: HttpRequest) -> int:
    """As Django reads it: what is no number is none."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
