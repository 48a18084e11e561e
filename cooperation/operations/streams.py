"""Answers that are sent while they are made: one that fails on its way is broken off, so that none takes it for whole.

HTTP says so by a connection that ends before the last chunk. The server writes that chunk in any case, and gives no
hold on its connections, so the one by which the answer goes out is looked for and reset.
"""

import logging
import secrets
import socket
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from .connections import connections_of, give_up_when_stalled, on_its_way, reset, sent_by

# By its length a connection is told from others. No format can read it, should it arrive.
NOTICE = b'\n"{"BROKEN OFF: the site failed while it sent this, and what stands above is not all of it.'
# How long a client may take in nothing at all before its connection is given up.
PATIENCE = 60
# How long what was sent may take to leave the process.
LEAVING = 2.0
_SETTLING = 0.05

logger = logging.getLogger(__name__)


def guarded(application: WSGIApplication) -> WSGIApplication:
    """The application, with answers that arrive whole or are seen to be broken off."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        body: Any = application(environ, start_response)
        return Guarded(body, environ) if getattr(body, "streaming", False) else body

    return answer


class Guarded:
    """The pieces of an answer; a fault among them is logged, and ends the connection."""

    def __init__(self, body: Any, environ: WSGIEnvironment) -> None:
        self._body = body
        self._environ = environ
        self.close = body.close

    def __iter__(self) -> Iterator[bytes]:
        with connections_of(self._environ) as found:
            for each in found:
                give_up_when_stalled(each, PATIENCE)
        try:
            yield from self._body
        except Exception:
            logger.exception("%r failed while it was sent, and is broken off.", self._environ["PATH_INFO"])
            yield from break_off(self._environ)


def break_off(environ: WSGIEnvironment) -> Iterator[bytes]:
    """Reset the connection of a request. Gives a piece to send, by which the connection is found among others."""
    with connections_of(environ) as suspects:
        if len(suspects) > 1:
            # What was sent before has left by then, unless the client is slow.
            time.sleep(_SETTLING)
            before = {each: sent_by(each) for each in suspects}
            piece = NOTICE.ljust(4_000 + secrets.randbelow(12_000))
            yield piece
            suspects = _grown_by(before, len(piece)) or [each for each in suspects if on_its_way(each)]
        for each in suspects:
            reset(each)


def _grown_by(before: dict[socket.socket, int], length: int) -> list[socket.socket]:
    """The connections that have sent a piece of this length since, as it is or framed as a chunk."""
    lengths = {length, length + len(f"{length:x}\r\n\r\n")}
    ends = time.monotonic() + LEAVING
    while time.monotonic() < ends:
        with suppress(OSError):
            if found := [each for each, sent in before.items() if sent_by(each) - sent in lengths]:
                return found
        time.sleep(_SETTLING / 10)
    return []
