"""A web server on this machine that answers each path as it is told, byte by byte; and the way to it.

The program under test believes that it speaks to a public address: its rule about addresses is the real one, and only
the last step, the connection, leads here.
"""

import socket
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress

from cooperation.editorial.upkeep.links.asking import Asker, Network
from cooperation.editorial.upkeep.links.robots import Manners

PUBLIC = "93.184.216.34"


def answer(status: str = "200 OK", *headers: str, body: bytes = b"") -> bytes:
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "Connection: close"]
    return "\r\n".join([*lines, "", ""]).encode() + body


class Server:
    """`pages` by path: bytes, or chunks that are sent one after the other."""

    def __init__(self, pages: dict[str, bytes | Callable[[], Iterable[bytes]]]) -> None:
        self.pages = pages
        self.asked: list[tuple[str, str]] = []
        self.connected: list[str] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._serve, daemon=True).start()

    def network(self, hosts: dict[str, list[str]] | None = None) -> Network:
        hosts = hosts or {}
        return Network(lambda host, port: hosts.get(host, [PUBLIC]), self._connect)

    def manners(self, seconds: float = 5, hosts: dict[str, list[str]] | None = None) -> Manners:
        self.slept: list[float] = []
        asker = Asker("TestCheck/1.0", self.network(hosts), seconds)
        return Manners(asker, clock=lambda: 0.0, sleep=self.slept.append)

    def close(self) -> None:
        self._listener.close()

    def _connect(self, address: str, port: int, seconds: float) -> socket.socket:
        self.connected.append(f"{address}:{port}")
        return socket.create_connection(self._listener.getsockname(), timeout=seconds)

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                connection, _address = self._listener.accept()
                threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            received = connection.recv(65_536).decode("latin-1")
            # Connected and gone again, without a question.
            if not received:
                return
            asked = received.split(" ")
            self.asked.append((asked[0], asked[1] if len(asked) > 1 else ""))
            page = self.pages.get(self.asked[-1][1], answer("404 Not Found"))
            for piece in [page] if isinstance(page, bytes) else page():
                connection.sendall(piece)
