"""What is refused before any room is asked, or when one fails."""

import sys

from django.http import HttpRequest, HttpResponse

from cooperation.browse import errors
from cooperation.opendata.serving import unreadable
from cooperation.record.outages import outage_of

from . import unavailable


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """In the shape of data where data was asked for, else as a page."""
    return unreadable(request) or errors.bad_request(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """A defect, or a database that cannot be asked: Django calls this while it handles the error."""
    error = sys.exc_info()[1]
    outage = outage_of(error)
    if outage is None:
        return errors.server_error(request)
    unavailable.note(error, request.path)
    return unavailable.answer(request, outage)
