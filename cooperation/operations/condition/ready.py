"""Whether the site can do its work, said within a bounded time: a database that is gone may hold up whoever asks it."""

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TookTooLong

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from .basics import CHECKS
from .findings import Check, Finding, State, asked, fault, worst

PATIENCE = 2.0
# Who asks more often hears the same again: anybody may ask.
KEPT = 1.0


class Readiness:
    """One thread asks at a time, for all who want to know."""

    def __init__(self, checks: Mapping[str, Check] = CHECKS, clock: Callable[[], float] = time.monotonic) -> None:
        self._checks = checks
        self._clock = clock
        self._lock = threading.Lock()
        self._asking: Future[list[Finding]] | None = None
        self._asked_at = 0.0

    def findings(self, patience: float = PATIENCE) -> list[Finding]:
        try:
            return self._latest().result(timeout=patience)
        except TookTooLong:
            says = f"no answer within {patience:g} seconds"
            return [fault("checks", says, "See whether the database and the disk answer.")]

    def _latest(self) -> Future[list[Finding]]:
        with self._lock:
            asking = self._asking
            # One that hangs is waited for by all: a thread more for each question would soon be too many.
            if asking is None or (asking.done() and self._clock() - self._asked_at > KEPT):
                asking = self._asking = Future()
                self._asked_at = self._clock()
                threading.Thread(target=self._ask, args=(asking,), name="readiness", daemon=True).start()
            return asking

    def _ask(self, asking: Future[list[Finding]]) -> None:
        try:
            # In this thread alone.
            connections["default"] = _impatient()
            asking.set_result([asked(check, name) for name, check in self._checks.items()])
        except BaseException as error:
            asking.set_exception(error)
            raise
        finally:
            # A thread's connections are its own.
            connections.close_all()


def _impatient() -> BaseDatabaseWrapper:
    """A connection that gives up by itself: one that hung for minutes would hide that the database is back."""
    connection = connections.create_connection("default")
    given = connection.settings_dict.get("OPTIONS", {})
    if connection.vendor == "postgresql":
        limits = f"{given.get('options', '')} -c statement_timeout=3000".strip()
        given = given | {"connect_timeout": 2, "tcp_user_timeout": 3000, "options": limits}
    else:
        given = given | {"timeout": PATIENCE}
    connection.settings_dict = connection.settings_dict | {"OPTIONS": given}
    return connection


def is_ready(findings: list[Finding]) -> bool:
    return worst(findings) < State.FAULT


readiness = Readiness()
