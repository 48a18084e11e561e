"""The state of the record as the database has it now, read at every request in a few microseconds.

Each thread keeps a connection of its own, beside Django's: one statement is all that is ever asked of it.
"""

import datetime
import sqlite3
import threading
import time
from collections.abc import Hashable
from functools import lru_cache
from pathlib import Path
from typing import Any

import psycopg
from django.db import connections
from django.dispatch import Signal
from django.utils import timezone

from .sqlite.base import File, file_of

QUESTION = "SELECT epoch, number FROM cooperation_generation"


# Sent for each attempt that failed.
unreadable = Signal()


class UnreadableError(Exception):
    """The database does not say which state the record has, which says nothing of the record."""


class Watch:
    """Gives what a finished page depends on: the record's state and the day in Baku, on which some pages count.

    While the database cannot be read, or lies empty in its place, the state last known, None where none ever was: who
    cannot read the record there cannot change it either, and what was true last is the best that there is.
    """

    def __init__(self, settings: dict[str, Any]) -> None:
        self._settings = settings
        self._local = threading.local()
        self._known: Hashable = None
        self._silent_until = 0.0

    def __call__(self) -> Hashable:
        state = self._state()
        return None if state is None else (state, now_in_baku())

    def close(self) -> None:
        """Let go of this thread's connection."""
        connection = self._local.__dict__.pop("connection", None)
        if connection is not None:
            connection.close()

    def _state(self) -> Hashable:
        state = self.fresh()
        if state is None:
            return self._known
        self._known = state
        return state

    def fresh(self) -> Any:
        """The state alone, as it is now; None where the database does not say it, or did not a moment ago."""
        begun = time.monotonic()
        if begun < self._silent_until:
            return None
        try:
            return self._read()
        except UnreadableError:
            unreadable.send(Watch)
            self.close()
            # As long as the attempt took: a refusal is quick and costs little, a timeout must not hold up everyone.
            self._silent_until = 2 * time.monotonic() - begun
            return None

    def _read(self) -> Any:
        raise NotImplementedError


class SQLiteWatch(Watch):
    def _read(self) -> Hashable:
        try:
            file = file_of(self._settings["NAME"])
            if getattr(self._local, "file", None) != file or not hasattr(self._local, "connection"):
                self._open(file)
            # All rows, or the statement would stay open and the write-ahead log could not be wound up.
            return file, *self._local.connection.execute(QUESTION).fetchall()[0]
        except (OSError, sqlite3.Error, IndexError) as error:
            raise UnreadableError from error

    def _open(self, file: File) -> None:
        self.close()
        name = str(self._settings["NAME"])
        # Not read-only: who may not write the shared memory of a write-ahead log cannot begin to read it either.
        address = name if file is None else f"{Path(name).absolute().as_uri()}?mode=rw"
        self._local.connection = sqlite3.connect(address, uri=True, timeout=1)
        self._local.connection.execute("PRAGMA query_only = ON")
        self._local.file = file


class PostgreSQLWatch(Watch):
    def _read(self) -> Hashable:
        try:
            return self._ask()
        except psycopg.OperationalError:
            # A connection ends with its server, which may be back already.
            self.close()
        except psycopg.Error as error:
            raise UnreadableError from error
        try:
            return self._ask()
        except psycopg.Error as error:
            raise UnreadableError from error

    def _ask(self) -> Hashable:
        if not hasattr(self._local, "connection"):
            self._local.connection = self._connect()
        row = self._local.connection.execute(QUESTION, prepare=True).fetchone()
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
