"""What a request brings is taken in before anything else is done for it: so much at most, and in time.

Whoever sends slowly holds a thread of the server, which has some to spare, and none of Django's places.
"""

import io
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from http import HTTPStatus
from typing import IO
from wsgiref.types import StartResponse, WSGIEnvironment

from django.conf import settings

from cooperation.record.clients import address_in

from .capacity import BODIES, BODIES_AN_ADDRESS, LARGE_BODIES
from .streams import LEAVING, break_off

# Seconds, and for each so many bytes that have come one more: that is a bad line. What is announced gives none.
SECONDS = 20
BYTES_A_SECOND = 20_000
# No form of a reader's or for signing in comes near.
LARGE = 1_000_000
# How often it is looked at whether enough has come, at most.
_LOOKS = 0.1
_PIECE = 65_536
_READING = "cooperation.reading"


class Refusal(Enum):
    BUSY = HTTPStatus.SERVICE_UNAVAILABLE
    SLOW = HTTPStatus.REQUEST_TIMEOUT
    BROKEN = HTTPStatus.BAD_REQUEST

    def answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Without Django: the rest of the body is not taken, and hardly anybody waits for this who could read it."""
        line = f"{self.value.value} {self.value.phrase}"
        start_response(line, [("Content-Type", "text/plain"), ("Cache-Control", "no-store"), ("Connection", "close")])
        return _BrokenOff(environ) if self is Refusal.SLOW else [f"{line}\n".encode()]


class Bodies:
    def __init__(self) -> None:
        self._taken: Counter[str] = Counter()
        self._large = 0
        self._lock = threading.Lock()

    def take_in(self, environ: WSGIEnvironment) -> Refusal | None:
        """Put a file with the whole body in the place of the connection; or say why that is refused.

        One that is too large is left where it is: Django's own bounds refuse it by what it announces.
        """
        announced = environ.get("CONTENT_LENGTH", "")
        # Django, too, reads nothing that was not announced.
        if not announced or announced == "0":
            return None
        if not announced.isascii() or not announced.isdigit():
            return Refusal.BROKEN
        length = int(announced[:20])
        if length > settings.LARGEST_BODY:
            # Of many digits some would be too many for a number.
            environ |= {"wsgi.input": io.BytesIO(), "CONTENT_LENGTH": str(length)}
            return None
        with self._turn(address_in(environ), large=length > LARGE) as is_mine:
            if is_mine:
                return _read(environ, length)
        environ |= {"wsgi.input": io.BytesIO(), "CONTENT_LENGTH": "0"}
        return Refusal.BUSY

    @contextmanager
    def _turn(self, sender: str, *, large: bool) -> Iterator[bool]:
        with self._lock:
            is_mine = self._taken.total() < BODIES and self._taken[sender] < BODIES_AN_ADDRESS
            # Those that take minutes leave room for a sign-in.
            is_mine = is_mine and (self._large < LARGE_BODIES or not large)
            self._taken[sender] += is_mine
            self._large += is_mine and large
        try:
            yield is_mine
        finally:
            with self._lock:
                self._taken[sender] -= is_mine
                self._large -= is_mine and large
                if not self._taken[sender]:
                    del self._taken[sender]


def _read(environ: WSGIEnvironment, length: int) -> Refusal | None:
    # The server's own reading has no end in time.
    environ[_READING] = reading = _Reading(environ["wsgi.input"], length)
    begun = time.monotonic()
    reading.start()
    while reading.is_alive():
        left = begun + SECONDS + reading.taken / BYTES_A_SECOND - time.monotonic()
        if left <= 0:
            return Refusal.SLOW
        reading.join(max(left, _LOOKS))
    if reading.body is None:
        return Refusal.BROKEN
    environ["wsgi.input"] = reading.body
    return None


class _BrokenOff:
    """An answer that ends the connection, and with it the reading: the server would wait for that with all threads."""

    def __init__(self, environ: WSGIEnvironment) -> None:
        self._environ = environ

    def __iter__(self) -> Iterator[bytes]:
        yield from break_off(self._environ)
        self._environ[_READING].join(LEAVING)

    def close(self) -> None:
        """Nothing is open."""


class _Reading(threading.Thread):
    """Reads a body, of which so many bytes are `taken`; `body` is None where its sender went away."""

    def __init__(self, source: IO[bytes], length: int) -> None:
        super().__init__(name="body", daemon=True)
        self._source, self._length = source, length
        self.taken = 0
        self.body: IO[bytes] | None = None

    def run(self) -> None:
        # A sender who goes away in the middle is an error of the connection.
        with suppress(OSError, RuntimeError):
            self.body = self._whole()

    def _whole(self) -> IO[bytes] | None:
        # The one who reads it closes it, by letting it go.
        body: IO[bytes] = io.BytesIO() if self._length <= LARGE else tempfile.TemporaryFile()  # noqa: SIM115
        while self.taken < self._length:
            piece = self._source.read(min(self._length - self.taken, _PIECE))
            if not piece:
                return None
            body.write(piece)
            self.taken += len(piece)
        body.seek(0)
        return body
