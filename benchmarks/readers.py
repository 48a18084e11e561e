"""Readers in a process of their own, who ask as fast as they are answered, or at a pace, and count what goes wrong."""

import multiprocessing
import random
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Any

THREADS = 8
PATIENCE = 30
# So many errors are kept word for word.
KEPT = 20

_apart = multiprocessing.get_context("spawn")


@dataclass
class Count:
    answers: int = 0
    wrong: int = 0
    said: list[str] = field(default_factory=list)
    taken: list[float] = field(default_factory=list)
    seconds: float = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(
            self.answers + other.answers,
            self.wrong + other.wrong,
            (self.said + other.said)[:KEPT],
            self.taken + other.taken,
            max(self.seconds, other.seconds),
        )

    @property
    def rate(self) -> float:
        return self.answers / self.seconds if self.seconds else 0


class Readers:
    """`with Readers(port, paths) as readers: …`, then `readers.count`. `pace` is answers a second, of all together."""

    def __init__(self, port: int, paths: list[str], *, pace: float = 0, threads: int = THREADS) -> None:
        self._over = _apart.Event()
        self._results: Any = _apart.Queue()
        arguments = (port, paths, pace, threads, self._over, self._results)
        self._process = _apart.Process(target=_read, args=arguments, daemon=True)
        self.count = Count()

    def __enter__(self) -> "Readers":
        self._process.start()
        return self

    def __exit__(self, *failure: object) -> None:
        self._over.set()
        self.count = self._results.get(timeout=2 * PATIENCE)
        self._process.join()


def _read(port: int, paths: list[str], pace: float, threads: int, over: Any, results: Any) -> None:
    begun = time.monotonic()
    with ThreadPoolExecutor(threads) as together:
        counts = together.map(lambda place: _read_alone(port, paths, pace / threads, place, over), range(threads))
        count = sum(counts, Count())
    count.seconds = time.monotonic() - begun
    results.put(count)


def _read_alone(port: int, paths: list[str], pace: float, place: int, over: Any) -> Count:
    chance = random.Random(place)  # noqa: S311 - which page comes next
    count, connection = Count(), _connection(port)
    due = time.monotonic() + (chance.random() / pace if pace else 0)
    while not over.is_set():
        if pace:
            time.sleep(max(0, due - time.monotonic()))
            due += 1 / pace
        begun = time.perf_counter()
        wrong = _ask(connection, path := chance.choice(paths))
        count.answers += 1
        count.taken.append(time.perf_counter() - begun)
        if wrong:
            count.wrong += 1
            count.said = [*count.said, f"{path}: {wrong}"][:KEPT]
            connection.close()
    return count


def _connection(port: int) -> HTTPConnection:
    return HTTPConnection("127.0.0.1", port, timeout=PATIENCE)


def _ask(connection: HTTPConnection, path: str) -> str:
    """What was wrong with the answer."""
    try:
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        answer.read()
    except (OSError, HTTPException) as error:
        return repr(error)
    return "" if answer.status == 200 else str(answer.status)
