"""Visitors who come at a rate, whether those before them are answered or not, as readers of a site do.

Each is one request on a connection that is kept. What they got is counted by what they asked for.
"""

import asyncio
import multiprocessing
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

PATIENCE = 30
ADDRESSES = 40

_apart = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class Request:
    kind: str
    head: bytes


def reading(kind: str, path: str) -> Request:
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n\r\n"
    return Request(kind, head.encode())


def sending(kind: str, path: str, body: str, cookie: str) -> Request:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body.encode())}\r\n\r\n{body}"
    )
    return Request(kind, head.encode())


@dataclass
class Tally:
    """How often each kind got which status ("error" where there was no answer), and how long those of 200 took."""

    got: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    taken: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    without_hint: int = 0
    shed: list[float] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        for kind, counts in other.got.items():
            self.got[kind] += counts
        for kind, taken in other.taken.items():
            self.taken[kind] += taken
        self.without_hint += other.without_hint
        self.shed += other.shed
        self.said = (self.said + other.said)[:10]

    def number(self, *statuses: str) -> int:
        return sum(counts[status] for counts in self.got.values() for status in statuses)

    @property
    def all(self) -> int:
        return sum(counts.total() for counts in self.got.values())


class Visitors:
    """`with Visitors(port, requests, rate) as visitors: …`, then `visitors.tally`."""

    def __init__(self, port: int, requests: list[tuple[float, list[Request]]], rate: float) -> None:
        self._over = _apart.Event()
        self._results: Any = _apart.Queue()
        arguments = (port, requests, rate, self._over, self._results)
        self._process = _apart.Process(target=_visit, args=arguments, daemon=True)
        self.tally = Tally()

    def __enter__(self) -> "Visitors":
        self._process.start()
        return self

    def __exit__(self, *failure: object) -> None:
        self._over.set()
        self.tally = self._results.get(timeout=3 * PATIENCE)
        self._process.join()


def _visit(port: int, requests: list, rate: float, over: Any, results: Any) -> None:
    tally = asyncio.run(_come(port, requests, rate, over.is_set))
    tally.got, tally.taken = dict(tally.got), dict(tally.taken)
    results.put(tally)


async def _come(port: int, requests: list, rate: float, is_over: Callable[[], bool]) -> Tally:
    chance, tally, idle = random.Random(1), Tally(), []  # noqa: S311 - who comes next
    shares, kinds = zip(*requests, strict=True)
    here: set[asyncio.Task] = set()
    due = time.monotonic()
    while not is_over():
        due += chance.expovariate(rate)
        if (wait := due - time.monotonic()) > 0:
            await asyncio.sleep(wait)
        request = chance.choice(chance.choices(kinds, shares)[0])
        task = asyncio.create_task(_ask(port, request, tally, idle))
        here.add(task)
        task.add_done_callback(here.discard)
        await asyncio.sleep(0)
    if here:
        await asyncio.wait(here, timeout=PATIENCE)
    return tally


async def _ask(port: int, request: Request, tally: Tally, idle: list) -> None:
    begun = time.perf_counter()
    try:
        status, headers = await asyncio.wait_for(_answer(port, request, idle), PATIENCE)
    except (TimeoutError, OSError, asyncio.IncompleteReadError, ValueError) as error:
        tally.got[request.kind]["error"] += 1
        tally.said = [*tally.said, f"{request.kind}: {error!r}"][:10]
        return
    taken = time.perf_counter() - begun
    tally.got[request.kind][status] += 1
    if status == "503":
        tally.shed.append(taken)
        tally.without_hint += b"retry-after" not in headers.lower()
    elif status in ("200", "302"):
        tally.taken[request.kind].append(taken)


async def _answer(port: int, request: Request, idle: list) -> tuple[str, bytes]:
    """On a connection that is kept; one that was closed meanwhile is replaced once, as browsers do."""
    if idle:
        reader, writer = idle.pop()
        try:
            return await _exchange(reader, writer, request, idle)
        except (OSError, asyncio.IncompleteReadError):
            writer.close()
    reader, writer = await asyncio.open_connection(
        "127.0.0.1",
        port,
        local_addr=(f"127.0.0.{random.randrange(2, 2 + ADDRESSES)}", 0),  # noqa: S311
    )
    return await _exchange(reader, writer, request, idle)


async def _exchange(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: Request, idle: list
) -> tuple[str, bytes]:
    writer.write(request.head)
    head = await reader.readuntil(b"\r\n\r\n")
    lower = head.lower()
    if b"content-length:" in lower:
        await reader.readexactly(int(lower.split(b"content-length:")[1].split(b"\r\n")[0]))
    elif b"transfer-encoding: chunked" in lower:
        while size := int(await reader.readuntil(b"\r\n"), 16):
            await reader.readexactly(size + 2)
        await reader.readexactly(2)
    if b"connection: close" in lower:
        writer.close()
    else:
        idle.append((reader, writer))
    return head.split(b" ", 2)[1].decode(), head
