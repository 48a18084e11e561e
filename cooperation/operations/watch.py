"""The state of the record as the database has it now, read at every request in a few microseconds.

It has connections of its own, beside Django's: one statement is all that is ever asked of them.
"""

import datetime
import sqlite3
import time
from collections.abc import Hashable
from functools import lru_cache
from pathlib import Path
from typing import Any

import psycopg
from django.db import connections
from django.dispatch import Signal
from django.utils import timezone

from .caching import LONGEST_STALE
from .sqlite.base import File, file_of

# Seconds between two looks that no request has asked for.
EVERY = 0.5
# So many connections are kept open; more are there only while more ask at once.
KEPT = 4

QUESTION = "SELECT epoch, number FROM cooperation_generation"


# Sent for each attempt that failed.
unreadable = Signal()


class UnreadableError(Exception):
    """The database does not say which state the record has, which says nothing of the record."""


class Watch:
    """Gives what a finished page depends on: the record's state and the day in Baku, on which some pages count.

    While the database cannot be read, or lies empty in its place, the state last known, for a while; None after that,
    and where none ever was: who cannot read the record there cannot change it either, and what was true last is the
    best that there is.
    """

    def __init__(self, settings: dict[str, Any]) -> None:
        self._settings = settings
        # Connections that nobody uses at this moment: the one used last is taken first, so that few are opened.
        self._idle: list[Any] = []
        self._known: Hashable = None
        self._confirmed = 0.0
        self._is_silent = False
        self._silent_until = 0.0

    def __call__(self) -> Hashable:
        state = self._state()
        return None if state is None else (state, now_in_baku())

    def age(self) -> int:
        """For how many seconds the state that is given has not been confirmed; 0 while the database answers."""
        return round(time.monotonic() - self._confirmed) if self._is_silent else 0

    def keep_looking(self) -> None:
        """So that what is known when the database falls silent is never old, however few ask."""
        while True:
            time.sleep(EVERY)
            self._state()

    def close(self) -> None:
        """Let go of all connections that are not in use."""
        while self._idle:
            self._take().close()

    def _state(self) -> Hashable:
        state = self.fresh()
        if state is None:
            return self._known if self.age() <= LONGEST_STALE else None
        self._known = state
        return state

    def fresh(self) -> Any:
        """The state alone, as it is now; None where the database does not say it, or did not a moment ago."""
        begun = time.monotonic()
        if begun < self._silent_until:
            return None
        try:
            state = self._read()
        except UnreadableError:
            unreadable.send(Watch)
            self.close()
            # As long as the attempt took: a refusal is quick and costs little, a timeout must not hold up everyone.
            self._silent_until = 2 * time.monotonic() - begun
            self._is_silent = True
            return None
        self._confirmed, self._is_silent = begun, False
        return state

    def _read(self) -> Any:
        raise NotImplementedError

    def _take(self) -> Any:
        """A connection that is open already, None where all are in use."""
        try:
            return self._idle.pop()
        except IndexError:
            return None

    def _put_back(self, connection: Any) -> None:
        if len(self._idle) < KEPT:
            self._idle.append(connection)
        else:
            connection.close()


class SQLiteWatch(Watch):
    def __init__(self, settings: dict[str, Any]) -> None:
        super().__init__(settings)
        self._file: File = None

    def _read(self) -> Hashable:
        try:
            file = file_of(self._settings["NAME"])
            if self._file != file:
                self.close()
                self._file = file
            connection = self._take() or self._open(file)
        except (OSError, sqlite3.Error) as error:
            raise UnreadableError from error
        try:
            # All rows, or the statement would stay open and the write-ahead log could not be wound up.
            state = file, *connection.execute(QUESTION).fetchall()[0]
        except (sqlite3.Error, IndexError) as error:
            connection.close()
            raise UnreadableError from error
        self._put_back(connection)
        return state

    def _open(self, file: File) -> sqlite3.Connection:
        name = str(self._settings["NAME"])
        # Not read-only: who may not write the shared memory of a write-ahead log cannot begin to read it either.
        address = name if file is None else f"{Path(name).absolute().as_uri()}?mode=rw"
        connection = sqlite3.connect(address, uri=True, timeout=1, check_same_thread=False)
        connection.execute("PRAGMA query_only = ON")
        return connection


class PostgreSQLWatch(Watch):
    def _read(self) -> Hashable:
        try:
            if (connection := self._take()) is not None:
                return self._ask(connection)
        except psycopg.OperationalError:
            # A connection ends with its server, which may be back already.
            self.close()
        except psycopg.Error as error:
            raise UnreadableError from error
        try:
            return self._ask(self._connect())
        except psycopg.Error as error:
            raise UnreadableError from error

    def _ask(self, connection: psycopg.Connection) -> Hashable:
        try:
            row = connection.execute(QUESTION, prepare=True).fetchone()
        except psycopg.Error:
            connection.close()
            raise
        self._put_back(connection)
        if row is None:
            raise UnreadableError
        return row

    def _connect(self) -> psycopg.Connection:
        wrapper = connections.create_connection("default")
        wrapper.settings_dict = self._settings
        parameters = wrapper.get_connection_params()
        for name in ("context", "cursor_factory"):
            parameters.pop(name, None)
        # A network that swallows everything is noticed after three seconds, not after minutes.
        return psycopg.connect(**{"tcp_user_timeout": 3000} | parameters, autocommit=True)


def now_in_baku() -> datetime.date:
    return baku_day(int(time.time()) // 60)


@lru_cache(maxsize=1)
def baku_day(minute: int) -> datetime.date:
    """The day in Baku of a minute since 1970; midnight comes on a minute."""
    return timezone.localdate(datetime.datetime.fromtimestamp(minute * 60, datetime.UTC))


def watch_of(alias: str = "default") -> Watch:
    """The watch over the database that pages are read from."""
    connection = connections[alias]
    kind = PostgreSQLWatch if connection.vendor == "postgresql" else SQLiteWatch
    return kind(connection.settings_dict)
