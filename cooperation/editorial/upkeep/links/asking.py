"""One question to one web server, answered within limits or not at all.

The host's name is resolved once, within a time of its own. Every address found must be public, and the connection goes
to one of those very addresses, so that no second look-up can lead elsewhere. Redirects are not followed here.
"""

import http.client
import socket
import ssl
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread, Timer
from types import TracebackType
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from .addresses import RefusedError, Target, is_public

SECONDS = 20.0
_SECONDS_TO_CONNECT = 8.0
_SECONDS_TO_RESOLVE = 8.0


class FailedError(Exception):
    """No answer came; the text says why. `connected` where a server was there."""

    def __init__(self, text: str, *, connected: bool = False) -> None:
        super().__init__(text)
        self.connected = connected


@dataclass(frozen=True)
class Answer:
    status: int
    location: str = ""
    body: bytes = b""

    @property
    def text(self) -> str:
        """The status as people read it."""
        return f"{self.status} {http.client.responses.get(self.status, '')}".strip()


def resolve(host: str, port: int) -> list[str]:
    """The IP addresses of a host."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def connect(address: str, port: int, seconds: float) -> socket.socket:
    return socket.create_connection((address, port), timeout=seconds)


@dataclass(frozen=True)
class Network:
    """The ways out. A test gives its own, which lead to a server of its own."""

    resolve: Callable[[str, int], list[str]] = resolve
    connect: Callable[[str, int, float], socket.socket] = connect


class _Fuse:
    """Cuts the connection when the time is up: a server that drips never lets a single read time out."""

    def __init__(self, seconds: float) -> None:
        self.burnt = False
        self._twin: socket.socket | None = None
        self._timer = Timer(seconds, self._burn)
        self._timer.daemon = True

    def guard(self, connection: socket.socket) -> socket.socket:
        # TLS takes the socket over; a twin stays ours, and shutting it down ends both.
        self._twin = connection.dup()
        if self.burnt:
            self._burn()
        return connection

    def _burn(self) -> None:
        self.burnt = True
        if self._twin is not None:
            with suppress(OSError):
                self._twin.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> "_Fuse":
        self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._timer.cancel()
        if self._twin is not None:
            self._twin.close()


class _Pinned:
    """A connection of urllib3 that is given its socket; the name it asks for and checks stays that of the host."""

    def __init__(self, *args: Any, opened: Callable[[], socket.socket], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._opened = opened

    def _new_conn(self) -> socket.socket:
        return self._opened()


class _PinnedHTTP(_Pinned, HTTPConnection):
    pass


class _PinnedHTTPS(_Pinned, HTTPSConnection):
    pass


class Asker:
    """Asks web servers under the program's own name."""

    def __init__(self, agent: str, network: Network | None = None, seconds: float = SECONDS) -> None:
        self.agent = agent
        self._network = network or Network()
        self._seconds = seconds
        self._tls = ssl.create_default_context()

    def ask(self, method: str, target: Target, read: int = 0) -> Answer:
        """The answer, with at most `read` bytes of its body. Raises RefusedError or FailedError."""
        addresses = self._addresses(target)
        with _Fuse(self._seconds) as fuse:
            try:
                answer = self._exchange(method, target, read, lambda: fuse.guard(self._open(addresses, target.port)))
            except (HTTPError, http.client.HTTPException, OSError, ValueError) as error:
                raise self._late() if fuse.burnt else _told(error) from error
            if fuse.burnt:
                # What was cut off may look like a whole answer.
                raise self._late()
            return answer

    def _late(self) -> FailedError:
        return FailedError(f"no whole answer within {self._seconds:g} seconds")

    def _addresses(self, target: Target) -> list[str]:
        try:
            found = self._resolved(target)
        except (OSError, UnicodeError) as error:
            raise FailedError("no such host") from error
        hidden = [address for address in found if not is_public(address)]
        if hidden:
            raise RefusedError(f"{hidden[0]} is no address of the open internet")
        return list(dict.fromkeys(found))

    def _resolved(self, target: Target) -> list[str]:
        """In a thread, which is left behind when it takes too long: the system's own look-up takes no limit."""
        came: SimpleQueue[list[str] | Exception] = SimpleQueue()

        def look_up() -> None:
            try:
                came.put(self._network.resolve(target.host, target.port))
            except Exception as error:
                came.put(error)

        Thread(target=look_up, name="look-up", daemon=True).start()
        seconds = min(_SECONDS_TO_RESOLVE, self._seconds)
        try:
            found = came.get(timeout=seconds)
        except Empty:
            raise FailedError(f"the host's name was not found within {seconds:g} seconds") from None
        if isinstance(found, Exception):
            raise found
        return found

    def _open(self, addresses: Iterable[str], port: int) -> socket.socket:
        failure: OSError = OSError("no address")
        for address in addresses:
            try:
                return self._network.connect(address, port, min(_SECONDS_TO_CONNECT, self._seconds))
            except OSError as error:
                failure = error
        raise _UnreachableError(str(failure)) from failure

    def _exchange(self, method: str, target: Target, read: int, opened: Callable[[], socket.socket]) -> Answer:
        options: dict[str, Any] = {"timeout": self._seconds, "opened": opened}
        if target.scheme == "https":
            connection: HTTPConnection = _PinnedHTTPS(target.host, target.port, ssl_context=self._tls, **options)
        else:
            connection = _PinnedHTTP(target.host, target.port, **options)
        headers = {"User-Agent": self.agent, "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}
        try:
            connection.request(method, target.path, headers=headers, preload_content=False)
            return _answer(connection.getresponse(), read)
        finally:
            connection.close()


def _answer(response: BaseHTTPResponse, read: int) -> Answer:
    body = response.read(read, decode_content=False) if read else b""
    return Answer(response.status, response.headers.get("Location", ""), body)


class _UnreachableError(OSError):
    """No connection came about."""


def _told(error: Exception) -> FailedError:
    if isinstance(error, _UnreachableError):
        return FailedError("no connection")
    if isinstance(error, ssl.SSLCertVerificationError):
        return FailedError(f"the certificate is not valid: {error.verify_message}")
    if isinstance(error, ssl.SSLError):
        return FailedError("no secure connection")
    return FailedError("the connection broke off", connected=True)
