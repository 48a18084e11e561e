"""Which database a request reads from, where there are replicas: copies that follow the primary on other machines.

Whoever is signed in, writes or may be about to stays with the primary, and so sees what he wrote. Everyone else reads
from the first replica that answers and has what the primary had a moment ago; where there is none, from the primary.
"""

import logging
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.core.signals import got_request_exception
from django.db import DEFAULT_DB_ALIAS, Error
from django.db.models import Model

from cooperation.record.outages import Outage, outage_of

from .caching import desks
from .watch import Watch, now_in_baku, watch_of

# How often each process asks the primary for its state, and how often it tries a replica that was lost.
EVERY = 0.1

log = logging.getLogger(__name__)


@dataclass
class Reading:
    """What one request reads from: a replica, and the state of the record that it had when the request came."""

    alias: str
    state: Hashable
    failed: bool = False


_reading: ContextVar[Reading | None] = ContextVar("reading", default=None)


class Router:
    """Django's question where to read and where to write."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        reading = _reading.get()
        return reading.alias if reading else DEFAULT_DB_ALIAS

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        # A request that begins to write must see what it wrote.
        _reading.set(None)
        return DEFAULT_DB_ALIAS

    def allow_relation(self, *records: Model, **hints: Any) -> bool:
        """Every database holds the same records."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        # A database that a copy is restored into is nobody's replica.
        return db not in settings.DATABASES or db == DEFAULT_DB_ALIAS


class Lookout:
    """What the primary had a moment ago, which a replica must have by now.

    While the primary does not answer, whatever a replica has is the best that there is.
    """

    def __init__(self, watch: Watch, lag: float) -> None:
        self._watch = watch
        self._lag = lag
        self._seen: deque[tuple[float, Any]] = deque()
        # The oldest state that will do, and the newest; None while the primary does not answer.
        self._bounds: tuple[Any, Any] | None = None

    def look(self) -> None:
        state = self._watch.fresh()
        now = time.monotonic()
        if state is None:
            self._bounds = None
            return
        if not self._seen or self._seen[-1][1] != state[-2:]:
            self._seen.append((now, state[-2:]))
        while len(self._seen) > 1 and self._seen[1][0] <= now - self._lag:
            self._seen.popleft()
        self._bounds = self._seen[0][1], self._seen[-1][1]

    def has_seen_it_pass(self, state: Any) -> bool:
        """Whether this state of a replica is one that the primary has left behind for longer than the lag allowed."""
        if self._bounds is None:
            return False
        (oldest_epoch, oldest), (newest_epoch, _newest) = self._bounds
        epoch, number = state[-2:]
        if epoch == oldest_epoch:
            return number < oldest
        return epoch != newest_epoch

    def keep_looking(self) -> None:
        while True:
            time.sleep(EVERY)
            self.look()


class Replicas:
    """Chooses among the replicas, the nearest first, as the operator has named them."""

    def __init__(self, aliases: Iterable[str], lookout: Lookout, watch_of: Callable[[str], Watch] = watch_of) -> None:
        self._watches = {alias: watch_of(alias) for alias in aliases}
        self._lookout = lookout
        self._lost: set[str] = set()
        self._late: set[str] = set()

    def choose(self) -> Reading | None:
        """A replica that answers and is not late; None means the primary."""
        for alias, watch in self._watches.items():
            if alias in self._lost:
                continue
            state = watch.fresh()
            if state is None:
                self.lose(alias)
            elif not self._is_late(alias, state):
                return Reading(alias, state)
        return None

    def lose(self, alias: str) -> None:
        """Leave this replica alone until it answers; requests do not wait for that."""
        if alias not in self._lost:
            self._lost.add(alias)
            log.warning("%s of the database does not answer: others are read until it does.", alias)
            threading.Thread(target=self._await, args=(alias,), name=f"await-{alias}", daemon=True).start()

    def _await(self, alias: str) -> None:
        watch = self._watches[alias]
        while watch.fresh() is None:
            time.sleep(EVERY)
        watch.close()
        self._lost.discard(alias)
        log.warning("%s of the database answers again.", alias)

    def _is_late(self, alias: str, state: Hashable) -> bool:
        late = self._lookout.has_seen_it_pass(state)
        if late and alias not in self._late:
            self._late.add(alias)
            log.warning("%s of the database is behind: others are read until it is not.", alias)
        elif not late and alias in self._late:
            self._late.discard(alias)
            log.warning("%s of the database has caught up.", alias)
        return late


class Routing:
    """A WSGI application around the site's: requests that only read get their replica."""

    def __init__(self, application: WSGIApplication, replicas: Replicas) -> None:
        self.application = application
        self.replicas = replicas
        self._session = settings.SESSION_COOKIE_NAME
        self._elsewhere = (*desks(), f"/{settings.STATIC_URL.lstrip('/')}")

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        reading = self.replicas.choose() if self._only_reads(environ) else None
        _reading.set(reading)
        if reading is None:
            return self.application(environ, start_response)
        begun: list[Any] = []
        body = self.application(environ, lambda *begin: begun.extend(begin))
        if reading.failed:
            return self._again(reading, body, environ, start_response)
        start_response(*begun)
        return body

    def _only_reads(self, environ: WSGIEnvironment) -> bool:
        return (
            environ["REQUEST_METHOD"] in ("GET", "HEAD")
            and "HTTP_AUTHORIZATION" not in environ
            and self._session not in environ.get("HTTP_COOKIE", "")
            and not environ["PATH_INFO"].startswith(self._elsewhere)
        )

    def _again(
        self, reading: Reading, body: Any, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """The replica was lost while the answer was made: nobody has seen that yet, and the primary is there."""
        log.warning("%s failed at %r, which the primary answers.", reading.alias, environ["PATH_INFO"])
        if hasattr(body, "close"):
            body.close()
        self.replicas.lose(reading.alias)
        _reading.set(None)
        return self.application(environ, start_response)


def around(application: WSGIApplication) -> WSGIApplication:
    """The application with a choice of databases around it, where there is more than one."""
    aliases: Sequence[str] = [alias for alias in settings.DATABASES if alias != DEFAULT_DB_ALIAS]
    if not aliases:
        return application
    lookout = Lookout(watch_of(), settings.DATABASE_REPLICA_LAG_MS / 1000)
    lookout.look()
    threading.Thread(target=lookout.keep_looking, name="lookout", daemon=True).start()
    got_request_exception.connect(_note_failure, dispatch_uid="replicas")
    return Routing(application, Replicas(aliases, lookout))


def state_of_reading(primary: Watch) -> Callable[[], Hashable]:
    """What a finished page depends on, where the request may read from a replica: the state of that one."""

    def state_now() -> Hashable:
        reading = _reading.get()
        return primary() if reading is None else (reading.state, now_in_baku())

    return state_now


def age_of_reading(primary: Watch) -> Callable[[], int]:
    """For how long nobody could say whether that is still the state."""

    def age_now() -> int:
        return primary.age() if _reading.get() is None else 0

    return age_now


def _note_failure(**kwargs: Any) -> None:
    reading, error = _reading.get(), sys.exc_info()[1]
    # What takes too long on a replica would on the primary.
    if reading is not None and isinstance(error, Error) and outage_of(error) is not Outage.LATE:
        reading.failed = True
