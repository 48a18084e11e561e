"""What is refused before any room is asked, or when one fails."""

import logging
import sys
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.http import HttpRequest, HttpResponse

from cooperation.browse import errors
from cooperation.opendata.serving import unreadable
from cooperation.record.outages import outage_of

from . import unavailable

log = logging.getLogger(__name__)


def around(application: WSGIApplication) -> WSGIApplication:
    """The application; where what stands before Django fails, that is logged, and answered in a word."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        try:
            return application(environ, start_response)
        except Exception as error:
            log.exception("%r could not be answered.", environ["PATH_INFO"])
            headers = [("Content-Type", "text/plain"), ("Cache-Control", "no-store")]
            start_response("500 Internal Server Error", headers, (type(error), error, error.__traceback__))
            return [b"500 Internal Server Error\n"]

    return answer


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """In the shape of data where data was asked for, else as a page."""
    return unreadable(request) or errors.bad_request(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """A defect, or a database that cannot be asked: Django calls this while it handles the error."""
    error = sys.exc_info()[1]
    outage = outage_of(error)
    if outage is None:
        return errors.server_error(request)
    unavailable.note(error, request.path, outage)
    return unavailable.answer(request, outage)
