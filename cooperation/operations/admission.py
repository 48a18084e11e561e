"""How many requests Django works for at once, how many wait for that, and who is sent away.

The server has many threads, so that some are always free for finished pages, which the front gives without Django. All
others need one of a few places here. Who would wait too long hears so at once, and may come back.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.db import connections
from django.db.backends.signals import connection_created

from cooperation.record import deadlines
from cooperation.record.outages import OUTAGE, Outage

from .bodies import Bodies, Refusal
from .capacity import DESK_PLACES, PLACES, SECONDS_TO_WAIT, WAITING, Kind

# Set by the front in a request for a page that many ask for.
POPULAR = "cooperation.popular"
# Asked by those who watch the site, who must hear of it when it is busy; what is opened for them is closed at once.
_BESIDE = ("/health/", "/metrics", "/version")
_READING = frozenset({"GET", "HEAD", "OPTIONS"})


class Place:
    """The connections that Django uses for one request at a time, in whichever thread.

    The one given back last is taken first, so that a quiet site opens few of them.
    """

    def __init__(self) -> None:
        self._held: dict[str, Any] = {}

    def enter(self) -> None:
        for alias, connection in self._held.items():
            connections[alias] = connection

    def leave(self) -> None:
        for connection in connections.all(initialized_only=True):
            if self._held.get(connection.alias) is not connection:
                connection.inc_thread_sharing()
                self._held[connection.alias] = connection
            del connections[connection.alias]


class _Waiting:
    def __init__(self) -> None:
        self.place: Place | None = None
        self.served = threading.Event()


class Places:
    """Gives each place to one at a time, in the order of their kinds, and of each kind in that in which they came."""

    def __init__(self, number: int = PLACES, of_desk: int = DESK_PLACES) -> None:
        self._free = [Place() for _ in range(number)]
        # A database that is locked holds up those who write; they must not take all places meanwhile.
        self._left_to_desk = of_desk
        self._queues: dict[Kind, deque[_Waiting]] = {kind: deque() for kind in Kind}
        self._lock = threading.Lock()

    def take(self, kind: Kind) -> Place | None:
        """A place, at once or in a while; None where that would take too long."""
        with self._lock:
            if self._free and self._may(kind):
                return self._taken_by(kind)
            queue = self._queues[kind]
            if len(queue) >= WAITING[kind]:
                return None
            mine = _Waiting()
            queue.append(mine)
        if not mine.served.wait(SECONDS_TO_WAIT[kind]):
            with self._lock:
                if mine.place is None:
                    queue.remove(mine)
        return mine.place

    def give_back(self, place: Place, kind: Kind) -> None:
        with self._lock:
            self._left_to_desk += kind is Kind.DESK
            self._free.append(place)
            for other, queue in self._queues.items():
                while self._free and queue and self._may(other):
                    waiting = queue.popleft()
                    waiting.place = self._taken_by(other)
                    waiting.served.set()

    def _may(self, kind: Kind) -> bool:
        return kind is not Kind.DESK or self._left_to_desk > 0

    def _taken_by(self, kind: Kind) -> Place:
        self._left_to_desk -= kind is Kind.DESK
        return self._free.pop()

    def numbers(self) -> dict[str, int]:
        """How many places are free, and how many requests wait for one."""
        waiting = {f"{kind.name.lower()}_waiting": len(queue) for kind, queue in self._queues.items()}
        return {"free": len(self._free), **waiting}


class Admission:
    """A WSGI application around Django's."""

    def __init__(self, application: WSGIApplication, places: Places, bodies: Bodies) -> None:
        self.application = application
        self.places = places
        self.bodies = bodies
        self._session = settings.SESSION_COOKIE_NAME
        self._static = f"/{settings.STATIC_URL.lstrip('/')}"

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path.startswith(self._static) or OUTAGE in environ:
            # Neither these files, which are in memory, nor a refusal need the database.
            return self.application(environ, start_response)
        refusal = self.bodies.take_in(environ)
        if refusal is Refusal.BUSY:
            return self._send_away(environ, start_response)
        if refusal is not None:
            return refusal.answer(environ, start_response)
        if path.startswith(_BESIDE):
            return self._served(environ, start_response, connections.close_all)
        kind = self._kind(environ)
        place = self.places.take(kind)
        if place is None:
            return self._send_away(environ, start_response)
        place.enter()

        def leave() -> None:
            try:
                place.leave()
            finally:
                self.places.give_back(place, kind)

        return self._served(environ, start_response, leave)

    def _kind(self, environ: WSGIEnvironment) -> Kind:
        if environ["REQUEST_METHOD"] not in _READING or self._session in environ.get("HTTP_COOKIE", ""):
            return Kind.DESK
        return Kind.POPULAR if POPULAR in environ else Kind.READER

    def _send_away(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ[OUTAGE] = Outage.BUSY
        return self.application(environ, start_response)

    def _served(
        self, environ: WSGIEnvironment, start_response: StartResponse, leave: Callable[[], None]
    ) -> Iterable[bytes]:
        """Django's answer; `leave` is called once, when it is sent and closed."""
        reads = environ["REQUEST_METHOD"] in _READING
        deadlines.begin(settings.REQUEST_SECONDS or None if reads else None)
        try:
            response: Any = self.application(environ, start_response)
        except BaseException:
            deadlines.end()
            leave()
            raise
        # A long answer goes on asking while it is sent; few of them are, and each is stalled by nobody for long.
        deadlines.lift()
        close, closed = response.close, threading.Lock()

        def close_and_leave() -> None:
            try:
                close()
            finally:
                if closed.acquire(blocking=False):
                    deadlines.end()
                    leave()

        response.close = close_and_leave
        return response


def around(application: WSGIApplication) -> WSGIApplication:
    """Django, for as many requests at once as it has places."""
    connection_created.connect(_bound, dispatch_uid="admission")
    return Admission(application, Places(), Bodies())


def _bound(connection: Any, **kwargs: Any) -> None:
    """A connection that serves requests breaks off what takes too long."""
    if not deadlines.serves():
        return
    if deadlines.checked not in connection.execute_wrappers:
        connection.execute_wrappers.append(deadlines.checked)
    if connection.vendor == "postgresql":
        seconds = settings.REQUEST_SECONDS
        # A lock is waited for half as long, so that it is known for the reason. A worker lost with its machine, in
        # the middle of a transaction, must not hold the record for others.
        times = {"statement": seconds, "lock": seconds / 2, "idle_in_transaction_session": 2 * seconds}
        with connection.cursor() as cursor:
            for name, limit in times.items():
                cursor.execute(f"SET {name}_timeout = {round(1000 * limit)}")
