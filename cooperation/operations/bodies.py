"""What a request brings is taken in before anything else is done for it: so much at most, and in time.

Whoever sends slowly holds a thread of the server, which has some to spare, and none of Django's places.
"""

import io
import tempfile
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from http import HTTPStatus
from typing import IO
from wsgiref.types import StartResponse, WSGIEnvironment

from django.conf import settings

from cooperation.editorial.exchange.bounds import FILE_BYTES

from .capacity import BODIES, BODIES_AN_ADDRESS
from .streams import LEAVING, break_off

# A file to import, and the form around it.
LARGEST = FILE_BYTES + 1_000_000
# Seconds, and for each so many bytes that were announced one more: that is a bad line.
SECONDS = 20
BYTES_A_SECOND = 20_000
_IN_MEMORY = 1_000_000
_PIECE = 65_536
_READING = "cooperation.reading"


class Refusal(Enum):
    BUSY = HTTPStatus.SERVICE_UNAVAILABLE
    SLOW = HTTPStatus.REQUEST_TIMEOUT
    LARGE = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    BROKEN = HTTPStatus.BAD_REQUEST

    def answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Without Django: the rest of the body is not taken, and hardly anybody waits for this who could read it."""
        line = f"{self.value.value} {self.value.phrase}"
        start_response(line, [("Content-Type", "text/plain"), ("Cache-Control", "no-store"), ("Connection", "close")])
        return _BrokenOff(environ) if self is Refusal.SLOW else [f"{line}\n".encode()]


class Bodies:
    def __init__(self) -> None:
        self._taken: Counter[str] = Counter()
        self._lock = threading.Lock()

    def take_in(self, environ: WSGIEnvironment) -> Refusal | None:
        """Put a file with the whole body in the place of the connection; or say why that is refused."""
        announced = environ.get("CONTENT_LENGTH", "")
        # Django, too, reads nothing that was not announced.
        if not announced or announced == "0":
            return None
        if not announced.isascii() or not announced.isdigit():
            return Refusal.BROKEN
        length = int(announced[:20])
        if length > LARGEST:
            return Refusal.LARGE
        with self._turn(_sender(environ)) as is_mine:
            if is_mine:
                return _read(environ, length)
        environ |= {"wsgi.input": io.BytesIO(), "CONTENT_LENGTH": "0"}
        return Refusal.BUSY

    @contextmanager
    def _turn(self, sender: str) -> Iterator[bool]:
        with self._lock:
            is_mine = self._taken.total() < BODIES and self._taken[sender] < BODIES_AN_ADDRESS
            self._taken[sender] += is_mine
        try:
            yield is_mine
        finally:
            with self._lock:
                self._taken[sender] -= is_mine
                if not self._taken[sender]:
                    del self._taken[sender]


def _sender(environ: WSGIEnvironment) -> str:
    forwarded = environ.get("HTTP_X_FORWARDED_FOR", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return forwarded.rpartition(",")[2].strip() or environ.get("REMOTE_ADDR", "")


def _read(environ: WSGIEnvironment, length: int) -> Refusal | None:
    # The server's own reading has no end in time.
    environ[_READING] = reading = _Reading(environ["wsgi.input"], length)
    reading.start()
    reading.join(SECONDS + length / BYTES_A_SECOND)
    if reading.is_alive():
        return Refusal.SLOW
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
    """Reads a body; `body` is None where its sender went away."""

    def __init__(self, source: IO[bytes], length: int) -> None:
        super().__init__(name="body", daemon=True)
        self._source, self._length = source, length
        self.body: IO[bytes] | None = None

    def run(self) -> None:
        # A sender who goes away in the middle is an error of the connection.
        with suppress(OSError, RuntimeError):
            self.body = _whole(self._source, self._length)


def _whole(source: IO[bytes], length: int) -> IO[bytes] | None:
    """All of the body; None where its sender went away."""
    # The one who reads it closes it, by letting it go.
    body: IO[bytes] = io.BytesIO() if length <= _IN_MEMORY else tempfile.TemporaryFile()  # noqa: SIM115
    left = length
    while left:
        piece = source.read(min(left, _PIECE))
        if not piece:
            return None
        body.write(piece)
        left -= len(piece)
    body.seek(0)
    return body
