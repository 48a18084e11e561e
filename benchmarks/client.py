"""A client that keeps its connection, and how long answers took."""

import statistics
import time
from dataclasses import dataclass
from http.client import HTTPConnection, RemoteDisconnected

MOST_A_TURN = 25
PATIENCE = 300


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float
    first_byte: float


@dataclass(frozen=True)
class Times:
    """Milliseconds, of `number` answers."""

    median: float
    p95: float
    number: int

    @classmethod
    def of(cls, seconds: list[float]) -> "Times":
        ordered = sorted(seconds)
        p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
        return cls(1000 * statistics.median(ordered), 1000 * p95, len(ordered))


class Client:
    def __init__(self, port: int, headers: dict[str, str]) -> None:
        self.headers = headers
        self._connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)

    @property
    def own_port(self) -> int:
        """The end of the connection on this side."""
        return self._connection.sock.getsockname()[1]

    def close(self) -> None:
        self._connection.close()

    def get(self, path: str) -> Answer:
        try:
            return self._get(path)
        except (RemoteDisconnected, ConnectionResetError):
            # The server had closed a connection that nothing was asked on for long.
            self._connection.close()
            return self._get(path)
        except TimeoutError:
            raise SystemExit(
                f"{path} was not answered within {PATIENCE} seconds, so nothing else can be timed."
            ) from None

    def _get(self, path: str) -> Answer:
        begun = time.perf_counter()
        self._connection.request("GET", path, headers=self.headers)
        response = self._connection.getresponse()
        start = response.read(1)
        first_byte = time.perf_counter() - begun
        body = start + response.read()
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, headers, body, time.perf_counter() - begun, first_byte)

    def turn(self, path: str, seconds: float) -> list[float]:
        """How long answers took, one after the other until the time of the turn is over."""
        taken: list[float] = []
        while not taken or (sum(taken) < seconds and len(taken) < MOST_A_TURN):
            taken.append(self.get(path).seconds)
        return taken
