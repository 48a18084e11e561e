"""What every answer for machines has in common: methods, errors, validators, other sites' scripts, limits."""

import hashlib
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_etags
from django.views.decorators.csrf import csrf_exempt

from cooperation.models.base import active_language
from cooperation.record.changes import Stamp, request_stamp

from . import limits
from .problems import Moved, Problem

View = Callable[..., HttpResponseBase]

METHODS = ("GET", "HEAD", "OPTIONS")
ALLOWED = {"Allow": ", ".join(METHODS)}
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
            response = Problem(400, "bad-request", "This question cannot be read.").response()
        return _open_to_all(response)

    # Whatever would change something is refused in the one shape, and not as a form that lacks its token.
    return csrf_exempt(answer)


def _answer(view: View, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponseBase:
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=ALLOWED)
    if request.method not in METHODS:
        raise Problem(405, "method-not-allowed", "The record is read only: ask with GET.", headers=ALLOWED)
    limits.count(request)
    stamp = request_stamp()
    etag = _etag(request, stamp)
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return _validated(HttpResponseNotModified(), etag, stamp)
    response = view(request, *args, **kwargs)
    if response.status_code != 200 or response.has_header("ETag"):
        return response
    answer = get_conditional_response(request, etag, _last_modified(stamp), _validated(response, etag, stamp))
    if response.streaming and (request.method == "HEAD" or answer is not response):
        return _never_begun(response, answer)
    return answer


def _never_begun(response: HttpResponseBase, answer: HttpResponseBase) -> HttpResponseBase:
    """The head of `answer` alone, as the response that was to be streamed, so that its file is closed with it."""
    response.streaming_content = ()
    response.status_code = answer.status_code
    for name in [name for name in response.headers if name not in answer.headers]:
        del response[name]
    return response


def _open_to_all(response: HttpResponseBase) -> HttpResponseBase:
    """Scripts of every site may read: there is nothing here that is not public, and no one is known."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = EXPOSED
    if response.status_code == 204:
        response["Access-Control-Allow-Methods"] = ALLOWED["Allow"]
        response["Access-Control-Allow-Headers"] = "Accept, If-Modified-Since, If-None-Match, If-Range, Range"
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


def _etag(request: HttpRequest, stamp: Stamp) -> str:
    """What an answer depends on: the address, the state of the record, the day, and the program itself."""
    parts = (_RELEASE, request.get_full_path(), stamp.epoch, stamp.number, timezone.localdate(), active_language())
    return f'W/"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


# When this process first saw the state of the record that it saw last.
_seen: tuple[Stamp, float] | None = None


def _last_modified(stamp: Stamp) -> int | None:
    """A second by which the record was as it is; None in that very second, in which it might change once more.

    The record's own times would not do: not every change of what an answer shows touches one.
    """
    global _seen
    if _seen is None or _seen[0] != stamp:
        _seen = stamp, time.time()
    moment = int(_seen[1]) + 1
    return moment if moment <= time.time() else None
