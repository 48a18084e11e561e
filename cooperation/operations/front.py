"""Finished pages, answered before Django wakes up.

A page is kept as one client got it, under the state of the record that was read before it was made; it is given to
others for as long as the database still has that state. Only what says itself that it is public is kept, and a request
that could come from someone signed in goes past.
"""

from collections.abc import Callable, Hashable, Iterable
from functools import lru_cache
from threading import BoundedSemaphore, Event, Lock, Thread
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.http.response import HttpResponseBase

from cooperation.record.outages import OUTAGE, Outage

from .admission import POPULAR
from .caching import COMPRESSED_LATER, FROM_FRONT, ROUTE, may_be_kept, varies_by
from .capacity import WAITING_FOR_A_PAGE
from .pages import OVERHEAD, Headers, Page, Shelf
from .replicas import age_of_reading, state_of_reading
from .watch import watch_of

_CONDITIONS = frozenset({"HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE"})
# How long a request waits for the same page that another one is making.
PATIENCE = 5.0


def before(application: WSGIApplication) -> WSGIApplication:
    """The application with finished pages in front of it, unless the operator, or a developer at work, wants none."""
    if settings.DEBUG or not settings.PAGE_CACHE_MB:
        return application
    watch = watch_of()
    Thread(target=watch.keep_looking, name="watch", daemon=True).start()
    room = settings.PAGE_CACHE_MB * 1_000_000
    if len(settings.DATABASES) > 1:
        return Front(application, state_of_reading(watch), room, age_of_reading(watch))
    return Front(application, watch, room, watch.age)


class Front:
    """A WSGI application around Django's."""

    def __init__(
        self,
        application: WSGIApplication,
        state_now: Callable[[], Hashable],
        room: int,
        age_now: Callable[[], int] = lambda: 0,
    ) -> None:
        self.application = application
        self.state_now = state_now
        # For how long nobody could say whether that is still the state.
        self.age_now = age_now
        # Of an address the headers that its page varies by; of an address with those headers the page.
        self.shelf: Shelf[Any] = Shelf(room)
        self._session = settings.SESSION_COOKIE_NAME
        self._static = f"/{settings.STATIC_URL.lstrip('/')}"
        self._names = ("wsgi.url_scheme", *_trusted_headers(), "HTTP_HOST", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING")
        self._making: dict[Hashable, Event] = {}
        self._lock = Lock()
        self._room_to_wait = BoundedSemaphore(WAITING_FOR_A_PAGE)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        state = self.state_now() if self._is_for_all(environ) else None
        if state is None:
            return self.application(environ, start_response)
        address = self._address(environ)
        page = self._kept(address, environ, state)
        if page is not None:
            return _answer(
                page, environ, _told_stale(start_response, age) if (age := self.age_now()) else start_response
            )
        if environ["REQUEST_METHOD"] == "HEAD":
            return self.application(environ, start_response)
        return self._in_turn(address, environ, state, start_response)

    def _is_for_all(self, environ: WSGIEnvironment) -> bool:
        return (
            environ["REQUEST_METHOD"] in ("GET", "HEAD")
            and "HTTP_HOST" in environ
            # Under a condition it may be that nothing is to be given: Django knows.
            and _CONDITIONS.isdisjoint(environ)
            and "HTTP_AUTHORIZATION" not in environ
            and self._session not in environ.get("HTTP_COOKIE", "")
            and not environ["PATH_INFO"].startswith(self._static)
        )

    def _address(self, environ: WSGIEnvironment) -> Hashable:
        """What is asked for. The query stays as it was sent: a page repeats its order in links."""
        compressed = takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
        return compressed, *[environ.get(name) for name in self._names]

    def _kept(self, address: Hashable, environ: WSGIEnvironment, state: Hashable) -> Page | None:
        varying = self.shelf.get(address)
        if varying is None:
            return None
        page = self.shelf.get((address, *[environ.get(name) for name in varying]))
        if page is None:
            return None
        page.asked[0] += 1
        if page.state == state:
            environ[FROM_FRONT], environ[ROUTE] = True, page.route
            return page
        if page.is_popular():
            # Made before others, now that the record has changed.
            environ[POPULAR] = True
        return None

    def _in_turn(
        self, address: Hashable, environ: WSGIEnvironment, state: Hashable, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Make the page, unless another request is making it: then wait for that one, but not for long.

        Hundreds may come at once for a page that a change has made old. Those for whom there is no room are sent away:
        at work on the same page they would hold up all who ask for others.
        """
        mine = Event()
        with self._lock:
            first = self._making.setdefault(address, mine)
        if first is not mine:
            if not self._wait_for(first):
                environ[OUTAGE] = Outage.BUSY
                return self.application(environ, start_response)
            page = self._kept(address, environ, state)
            if page is not None:
                return _answer(page, environ, start_response)
            return self._make(address, environ, state, start_response)
        try:
            return self._make(address, environ, state, start_response)
        finally:
            del self._making[address]
            mine.set()

    def _wait_for(self, page: Event) -> bool:
        """Whether there was room to: a page that takes long must not hold all threads."""
        if not self._room_to_wait.acquire(blocking=False):
            return False
        try:
            page.wait(PATIENCE)
        finally:
            self._room_to_wait.release()
        return True

    def _make(
        self, address: Hashable, environ: WSGIEnvironment, state: Hashable, start_response: StartResponse
    ) -> Iterable[bytes]:
        begun: list[Any] = []
        environ[COMPRESSED_LATER] = True
        response: Any = self.application(environ, lambda *begin: begun.extend(begin))
        status, headers = begun[:2]
        if not isinstance(response, HttpResponseBase) or not may_be_kept(response):
            start_response(status, headers)
            return response
        page = self._keep(address, environ, state, headers, response)
        response.close()
        return _answer(page, environ, start_response)

    def _keep(self, address: Any, environ: WSGIEnvironment, state: Hashable, headers: Headers, response: Any) -> Page:
        route = environ.get(ROUTE, "none")
        page = Page.of(state, headers, response.content, compressed=address[0], route=route)
        varying = sorted(f"HTTP_{name.upper().replace('-', '_')}" for name in varies_by(response) - {"accept-encoding"})
        values = [environ.get(name) for name in varying]
        # A long query takes room too, and costs its sender little.
        asked = sum(len(text or "") for text in (*address[1:], *values))
        if self.shelf.put((address, *values), page, page.size + asked):
            self.shelf.put(address, varying, OVERHEAD)
        return page


def _answer(page: Page, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    if _is_known(page, environ):
        start_response("304 Not Modified", page.unchanged_headers.copy())
        return []
    start_response("200 OK", page.headers.copy())
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [page.body]


def _is_known(page: Page, environ: WSGIEnvironment) -> bool:
    """Whether the client has the page. Its ETags say so alone where it sent some: a time is told by the second."""
    if (held := environ.get("HTTP_IF_NONE_MATCH")) is not None:
        return page.is_held_by(held)
    since = environ.get("HTTP_IF_MODIFIED_SINCE")
    return since is not None and page.is_as_it_was(since)


def _told_stale(start_response: StartResponse, age: int) -> StartResponse:
    """Say of a page that it was true so many seconds ago, and could not be confirmed since (RFC 9211, RFC 9111)."""

    def start(status: str, headers: Headers, *failure: Any) -> Any:
        stale = [("Age", str(age)), ("Cache-Status", f'record; hit; ttl={-age}; detail="database does not answer"')]
        return start_response(status, headers + stale, *failure)

    return start


def _trusted_headers() -> list[str]:
    """The headers of a proxy that Django believes, and so writes into addresses."""
    names = [settings.SECURE_PROXY_SSL_HEADER[0]] if settings.SECURE_PROXY_SSL_HEADER else []
    if settings.USE_X_FORWARDED_HOST:
        names.append("HTTP_X_FORWARDED_HOST")
    if settings.USE_X_FORWARDED_PORT:
        names.append("HTTP_X_FORWARDED_PORT")
    return names


@lru_cache(maxsize=256)
def takes_gzip(accepted: str) -> bool:
    """Whether a client that sent this Accept-Encoding takes gzip."""
    weights = dict(map(_weighed, accepted.lower().split(",")))
    return weights.get("gzip", weights.get("*", 0)) > 0


def _weighed(encoding: str) -> tuple[str, float]:
    name, _semicolon, weight = encoding.partition(";")
    try:
        return name.strip(), float(weight.strip().removeprefix("q="))
    except ValueError:
        return name.strip(), 1
