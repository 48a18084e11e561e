"""A name for each request, by which a line of the log, an answer and a reader's complaint are seen to be of one."""

import itertools
import re
import secrets
from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

# Where the site finds it in a request.
ID = "cooperation.request_id"
HEADER = "X-Request-ID"
# What a proxy may name a request: nothing that a log, a header or a page could misread.
_WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}", re.ASCII)

_current: ContextVar[str] = ContextVar("request_id", default="")


def current() -> str:
    """The name of the request that is being answered; empty outside of any."""
    return _current.get()


def around(application: WSGIApplication) -> WSGIApplication:
    """The application, each of whose requests has a name, that of the proxy or one of ours."""
    # Of no other worker, and then a number: a random one for each would be a call of the system a request.
    worker, numbers = secrets.token_hex(10), itertools.count(1)

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        given = environ.get("HTTP_X_REQUEST_ID")
        name = given if given and _WELL_FORMED.fullmatch(given) else f"{worker}{next(numbers):012x}"
        environ[ID] = name
        _current.set(name)

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            return start_response(status, [*headers, (HEADER, name)], *more)

        return application(environ, start)

    return answer
