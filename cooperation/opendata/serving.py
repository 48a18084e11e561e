"""What every answer for machines has in common: methods, errors, validators, other sites' scripts, limits."""

import datetime
import hashlib
import logging
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.urls import resolve
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date, parse_etags
from django.views.decorators.csrf import csrf_exempt

from cooperation.models.base import active_language
from cooperation.record import site
from cooperation.record.changes import Stamp, request_stamp
from cooperation.record.outages import Outage, outage_of

from . import limits, sending
from .problems import Moved, Problem

View = Callable[..., HttpResponseBase]

logger = logging.getLogger(__name__)

METHODS = ("GET", "HEAD", "OPTIONS")
_WITH_DATA = (200, 206)
ALLOWED = {"Allow": ", ".join(METHODS)}
# What scripts of other sites may send; many say what they would write even where they only read.
ASKED = "Accept, Content-Type, If-Match, If-Modified-Since, If-None-Match, If-Range, If-Unmodified-Since, Range"
EXPOSED = "Accept-Ranges, Content-Disposition, Content-Range, ETag, Last-Modified, Link, Location, Retry-After"


def data_view(view: View) -> View:
    """A view that answers machines: errors in the one shape, 304 where nothing changed, open to every site."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = _answer(view, request, args, kwargs)
        except Moved as moved:
            response = HttpResponsePermanentRedirect(moved.url)
        except Problem as problem:
            response = problem.response()
        except (BadRequest, SuspiciousOperation):
            response = _unreadable().response()
        except Http404:
            response = Problem(404, "not-found", "There is nothing at this address.").response()
        except Exception as error:
            # As Django does where nobody catches it: a replica that was lost is noticed so, and an error reported.
            got_request_exception.send(sender=None, request=request)
            response = _failed(request, error)
        sending.hand_over_place(request, response)
        return _open_to_all(response)

    answer.is_of_data = True
    # Whatever would change something is refused in the one shape, and not as a form that lacks its token.
    return csrf_exempt(answer)


def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    if outage := outage_of(error):
        logger.log(outage.level, "%r cannot be answered for the moment: %s", request.path, str(error).strip())
        response = unable(outage).response()
        # So that Django does not say it once more.
        response._has_been_logged = True
        return response
    logger.exception("%r could not be answered.", request.path)
    return failed().response()


def failed() -> Problem:
    return Problem(500, "server-error", "This site failed to answer; its operators are told.")


def unreadable(request: HttpRequest) -> HttpResponse | None:
    """The refusal of a request that reached no view, as for a foreign host; None where it did not ask for data."""
    return _open_to_all(_unreadable().response()) if _asks_for_data(request) else None


def unavailable(request: HttpRequest, outage: Outage) -> HttpResponse | None:
    """What is said to a request that cannot be answered now; None where it did not ask for data."""
    return _open_to_all(unable(outage).response()) if _asks_for_data(request) else None


def unable(outage: Outage) -> Problem:
    headers = {"Retry-After": str(outage.value)}
    if outage is Outage.LATE:
        return Problem(503, "took-too-long", "This took longer than one request may: narrow it.", headers=headers)
    return Problem(503, "unavailable", "The record cannot be asked at this moment: ask again soon.", headers=headers)


def _asks_for_data(request: HttpRequest) -> bool:
    try:
        return getattr(resolve(request.path_info).func, "is_of_data", False)
    except Http404:
        return False


def _unreadable() -> Problem:
    return Problem(400, "bad-request", "This question cannot be read.")


def read_only(view: View) -> View:
    """A page among the data: it is no data itself, but is refused as data is where somebody would write."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return _options()
        return view(request, *args, **kwargs) if request.method in METHODS else _not_allowed().response()

    return csrf_exempt(answer)


def _options() -> HttpResponse:
    answer = HttpResponse(status=204, headers=ALLOWED)
    del answer["Content-Type"]
    return answer


def _not_allowed() -> Problem:
    return Problem(405, "method-not-allowed", "The record is read only: ask with GET.", headers=ALLOWED)


def _answer(view: View, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponseBase:
    if request.method == "OPTIONS":
        return _options()
    if request.method not in METHODS:
        raise _not_allowed()
    limits.count(request)
    stamp = request_stamp()
    etag = _etag(request, stamp)
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return _validated(HttpResponseNotModified(), etag, stamp)
    with site.reached_at(site.base_of(request)):
        response = view(request, *args, **kwargs)
        if isinstance(response, SimpleTemplateResponse):
            # Only then does it say which type it has.
            response.render()
        _check_accepted(request, response)
        answer = _conditional(request, response, etag, stamp)
        is_sent = request.method == "GET" and answer.status_code in _WITH_DATA
        return sending.begun(request, answer) if answer.streaming and is_sent else answer


def _conditional(request: HttpRequest, response: HttpResponseBase, etag: str, stamp: Stamp) -> HttpResponseBase:
    """The answer, or that it is as the request knows it already."""
    if response.status_code != 200 or response.has_header("ETag"):
        return response
    answer = get_conditional_response(request, etag, _last_modified(stamp), _validated(response, etag, stamp))
    if answer.status_code == 412:
        raise precondition_failed()
    if response.streaming and (request.method == "HEAD" or answer is not response):
        return _never_begun(response, answer)
    return answer


def _check_accepted(request: HttpRequest, response: HttpResponseBase) -> None:
    kind = response.get("Content-Type", "").partition(";")[0]
    if response.status_code in _WITH_DATA and not request.accepts(kind):
        sending.let_go(response)
        raise not_acceptable(kind)


def not_acceptable(*kinds: str) -> Problem:
    return Problem(406, "not-acceptable", f"This address speaks {' or '.join(kinds)} alone.", near=kinds)


def precondition_failed() -> Problem:
    message = "What stands here is not as `If-Match` or `If-Unmodified-Since` asks: ask without it."
    return Problem(412, "precondition-failed", message)


def _never_begun(response: HttpResponseBase, answer: HttpResponseBase) -> HttpResponseBase:
    """The head of `answer` alone, as the response that was to be streamed, so that its file is closed with it."""
    response.streaming_content = ()
    response.status_code = answer.status_code
    for name in [name for name in response.headers if name not in answer.headers]:
        del response[name]
    return response


def _open_to_all(response: HttpResponseBase) -> HttpResponseBase:
    """Scripts of every site may read: there is nothing here that is not public, and no one is known."""
    patch_vary_headers(response, ["Accept"])
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = EXPOSED
    if response.status_code == 204:
        response["Access-Control-Allow-Methods"] = ALLOWED["Allow"]
        response["Access-Control-Allow-Headers"] = ASKED
        response["Access-Control-Max-Age"] = "86400"
    return response


def _validated(response: HttpResponseBase, etag: str, stamp: Stamp) -> HttpResponseBase:
    response["ETag"] = etag
    if moment := _last_modified(stamp):
        response["Last-Modified"] = http_date(moment)
    return response


def _release() -> str:
    """A digest of the code and its translations: another release may say the same thing otherwise."""
    package = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256()
    for path in sorted(path for kind in ("*.py", "*.mo") for path in package.rglob(kind)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


_RELEASE = _release()
# When this worker began: another release begins with new ones.
_BEGUN = int(time.time()) + 1


def _etag(request: HttpRequest, stamp: Stamp) -> str:
    """What an answer depends on: the address, the state of the record, the day, and the program itself."""
    where = site.base_of(request) + request.get_full_path()
    parts = (_RELEASE, where, stamp.epoch, stamp.number, timezone.localdate(), active_language())
    return f'W/"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def _last_modified(stamp: Stamp) -> int | None:
    """A second by which all that an answer depends on was as it is: the record, the day, the program. None in that very
    second, in which the record might change once more.
    """
    if stamp.reached is None:
        return None
    now = time.time()
    midnight = timezone.localtime(datetime.datetime.fromtimestamp(now, datetime.UTC)).replace(
        hour=0, minute=0, second=0
    )
    moment = max(int(stamp.reached.timestamp()) + 1, int(midnight.timestamp()), _BEGUN)
    return moment if moment <= now else None
