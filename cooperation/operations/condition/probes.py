"""Answers to those who ask whether the site lives and can work: before Django, and so without its database.

Probes come from the same machine, over plain HTTP and to an address by number, which Django would send elsewhere.
Staff, who come with a session, are let through to a page that tells them more.
"""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings

from ..caching import PRIVATE
from .ready import is_ready, readiness

LIVE, READY = "/health/live", "/health/ready"
_NEVER_KEPT = ("Cache-Control", PRIVATE)
_PLAIN = "text/plain; charset=utf-8"


def around(application: WSGIApplication) -> WSGIApplication:
    """The application, with its health beside it."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path not in (LIVE, READY) or (path == READY and _may_be_staff(environ)):
            return application(environ, start_response)
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return said("405 Method Not Allowed", "only asked\n", environ, start_response, ("Allow", "GET, HEAD"))
        if path == LIVE:
            return said("200 OK", "live\n", environ, start_response)
        if is_ready(readiness.findings()):
            return said("200 OK", "ready\n", environ, start_response)
        return said("503 Service Unavailable", "not ready\n", environ, start_response)

    return answer


def said(
    status: str,
    text: str,
    environ: WSGIEnvironment,
    start_response: StartResponse,
    *headers: tuple[str, str],
    kind: str = _PLAIN,
) -> list[bytes]:
    """An answer in plain text, for this one who asked."""
    body = text.encode()
    own = [("Content-Type", kind), ("Content-Length", str(len(body)))]
    start_response(status, [*own, _NEVER_KEPT, *headers])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _may_be_staff(environ: WSGIEnvironment) -> bool:
    return settings.SESSION_COOKIE_NAME in environ.get("HTTP_COOKIE", "")
