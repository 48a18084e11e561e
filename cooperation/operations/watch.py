"""The state of the record as the database has it now, read at every request in a few microseconds.

It has a connection of its own, beside Django's: one statement is all that is ever asked of it, and of SQLite only when
something was committed.
"""

import datetime
import sqlite3
import time
from collections.abc import Hashable
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import psycopg
from django.db import connections
from django.dispatch import Signal
from django.utils import timezone
from psycopg.pq import ConnStatus, ExecStatus

from .caching import LONGEST_STALE
from .sqlite.base import File, file_of
from .sqlite.wal_index import WALIndex, wal_index

# Seconds after which it is looked whether another file was put in place. A commit is seen at once.
LOOKED_AT = 0.005
# Seconds between two looks that no request has asked for.
EVERY = 0.5

QUESTION = "SELECT epoch, number FROM cooperation_generation"
_PREPARED = b"state"


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
        self._connection: Any = None
        # One asks at a time. Threads that all ask give the interpreter up and fight to have it back, several times a
        # question: of 16 at once that took half of what a process can do.
        self._turn = Lock()
        self._asked = 0
        self._fresh: Any = None
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
        """Let go of the connection; the next question opens another."""
        with self._turn:
            self._close()

    def _close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _state(self) -> Hashable:
        state = self.fresh()
        if state is None:
            return self._known if self.age() <= LONGEST_STALE else None
        return state

    def fresh(self) -> Any:
        """The state alone, as it is now; None where the database does not say it, or did not a moment ago."""
        asked = self._asked
        with self._turn:
            # Another's question will do if it was put since this caller came.
            if self._asked == asked:
                self._asked += 1
                self._fresh = None
                self._fresh = self._ask()
            return self._fresh

    def _ask(self) -> Any:
        begun = time.monotonic()
        if begun < self._silent_until:
            return None
        try:
            state = self._read()
        except UnreadableError:
            unreadable.send(Watch)
            self._close()
            # As long as the attempt took: a refusal is quick and costs little, a timeout must not hold up everyone.
            self._silent_until = 2 * time.monotonic() - begun
            self._is_silent = True
            return None
        self._known, self._confirmed, self._is_silent = state, begun, False
        return state

    def _read(self) -> Any:
        raise NotImplementedError


class SQLiteWatch(Watch):
    def __init__(self, settings: dict[str, Any]) -> None:
        super().__init__(settings)
        self._file: File = None
        self._index: WALIndex | None = None
        # What stood in the header of the index before the database was asked, and what it said.
        self._answer: tuple[bytes, Hashable] | None = None
        self._look_again = 0.0

    def fresh(self) -> Any:
        """As of any database. Most often nothing was committed, which is seen without a turn and without a question."""
        index, answer = self._index, self._answer
        if index is not None and answer is not None:
            header, state = answer
            now = time.monotonic()
            if index.header() == header:
                if now < self._look_again:
                    self._confirmed = now
                    return state
                # For all who come meanwhile.
                self._look_again = now + LOOKED_AT
        return super().fresh()

    def _read(self) -> Hashable:
        try:
            file = file_of(self._settings["NAME"])
            if self._file != file:
                self._close()
                self._file = file
            if self._connection is None:
                self._connection = self._open(file)
            header = self._index.header() if self._index is not None else b""
            # All rows, or the statement would stay open and the write-ahead log could not be wound up.
            state = file, *self._connection.execute(QUESTION).fetchall()[0]
        except (OSError, sqlite3.Error, IndexError) as error:
            raise UnreadableError from error
        if self._index is None and file is not None:
            # There is one once the connection has read something.
            self._index = wal_index(self._settings["NAME"])
        self._answer = (header, state) if header else None
        return state

    def _close(self) -> None:
        self._index = self._answer = None
        super()._close()

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
            if self._connection is not None:
                return self._row()
        except psycopg.OperationalError:
            # A connection ends with its server, which may be back already.
            self._close()
        except psycopg.Error as error:
            raise UnreadableError from error
        try:
            self._connection = self._connect()
            return self._row()
        except psycopg.Error as error:
            raise UnreadableError from error

    def _row(self) -> Hashable:
        # By libpq alone: a cursor takes four times as long for a row of two values.
        server = self._connection.pgconn
        result = server.exec_prepared(_PREPARED, [])
        if result.status != ExecStatus.TUPLES_OK:
            is_lost = server.status != ConnStatus.OK
            raise psycopg.OperationalError("lost") if is_lost else psycopg.errors.error_from_result(result)
        if not result.ntuples:
            raise UnreadableError
        return result.get_value(0, 0), int(result.get_value(0, 1))

    def _connect(self) -> psycopg.Connection:
        wrapper = connections.create_connection("default")
        wrapper.settings_dict = self._settings
        parameters = wrapper.get_connection_params()
        for name in ("context", "cursor_factory"):
            parameters.pop(name, None)
        # A network that swallows everything is noticed after three seconds, not after minutes.
        connection = psycopg.connect(**{"tcp_user_timeout": 3000} | parameters, autocommit=True)
        connection.pgconn.prepare(_PREPARED, QUESTION.encode())
        return connection


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
