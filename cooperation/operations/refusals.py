"""What is refused before any room is asked."""

from django.http import HttpRequest, HttpResponse

from cooperation.browse import errors
from cooperation.opendata.serving import unreadable


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """In the shape of data where data was asked for, else as a page."""
    return unreadable(request) or errors.bad_request(request, exception)
