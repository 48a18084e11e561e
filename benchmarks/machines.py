"""More than one machine, played on one: a primary, a streaming replica, a shared cache and two application servers.

Under load and with edits going on, one part after the other is lost and comes back: python -m benchmarks.machines
"""

import os
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from tests.cache_server import MISSING, PROGRAM, CacheServer
from tests.replica import Replica

from .data import Data
from .editor import Editor, editing, unseen
from .pages import mixed
from .ports import unused_port
from .postgresql import Database
from .readers import Count, Readers
from .servers import Server, running, site_command

SIZE = 10_000
SECONDS = 8.0
# How often the record is changed, and data are asked of each server: the limit is 600 a minute for one address.
BETWEEN_EDITS = 0.5
BETWEEN_QUESTIONS = 0.3
LIMIT = 600
OLDEST_ALLOWED = 1.0


@dataclass
class Phase:
    """What was seen while one part was as `name` says; `reads` are questions to the replica and to the primary."""

    name: str
    count: Count = field(default_factory=Count)
    data: Count = field(default_factory=Count)
    stale: list[float] = field(default_factory=list)
    reads: tuple[int, int] = (0, 0)

    @property
    def wrong(self) -> int:
        return self.count.wrong + self.data.wrong

    def row(self) -> str:
        stale = f"{1000 * statistics.median(self.stale):.0f} | {1000 * max(self.stale):.0f}" if self.stale else "– | –"
        answers = f"{self.count.rate:.0f} | {self.count.answers + self.data.answers} | {self.wrong}"
        replica, primary = self.reads
        return f"| {self.name} | {answers} | {len(self.stale)} | {stale} | {replica} | {primary} |"


HEADER = (
    "| what was lost | pages a second | answers | errors | sightings | unseen, median ms | unseen, most ms "
    "| questions to the replica | to the primary |\n|---|---|---|---|---|---|---|---|---|"
)


class Machines:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cache: CacheServer | None = CacheServer(folder) if PROGRAM else None
        self.primary: Replica
        self.replica: Replica
        self.servers: list[Server] = []
        self.paths: list[str] = []

    @contextmanager
    def standing(self) -> Iterator[None]:
        """All parts, from an empty folder to two servers that answer."""
        with ExitStack() as stack:
            data = self._databases(stack)
            if self.cache:
                self.cache.start()
                stack.callback(self.cache.stop)
            self.paths = mixed(data.facts)
            for name in ("one", "two"):
                self.servers.append(stack.enter_context(self._server(name)))
            yield

    def _databases(self, stack: ExitStack) -> Data:
        """The record is loaded into the server of the tests; the primary begins with a copy of that."""
        seed = Database()
        seed.loading()
        with seed.named("record") as url:
            data = Data("postgresql", SIZE, self.folder / "data", url)
            data.load()
            seed.measuring("record")
            self.primary = _begun(stack, Replica(seed.settings), follow=False)
        self.replica = _begun(stack, Replica(self.primary.settings), follow=True)
        return data

    def environment(self, name: str) -> dict[str, str]:
        folder = self.folder / name
        data = Data("postgresql", SIZE, folder, _url(self.primary))
        caches = {"CACHE_URL": self.cache.url} if self.cache else {}
        return data.environment | {"DATABASE_REPLICA_URLS": _url(self.replica)} | caches

    @contextmanager
    def _server(self, name: str) -> Iterator[Server]:
        folder = self.folder / name
        folder.mkdir()
        Data("postgresql", SIZE, folder, _url(self.primary)).gather_static()
        port = unused_port()
        log = self.folder / f"{name}.log"
        with running(name, site_command(port), port, "/meetings/", self.environment(name), log) as server:
            yield server

    def questions(self) -> tuple[int, int]:
        """Transactions so far in the database of the record; 0 for a server that is away."""
        counted = "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = 'record'"
        return tuple(server.do(counted) if server.answers() else 0 for server in (self.replica, self.primary))


def _begun(stack: ExitStack, server: Replica, *, follow: bool) -> Replica:
    stack.callback(server.remove)
    server.copy(follow=follow)
    server.start()
    return server


def _url(server: Replica) -> str:
    return f"postgres://postgres@/record?{urlencode({'host': server.settings['HOST']})}"


class Trial:
    """One phase after the other, each under load and with edits."""

    def __init__(self, machines: Machines, editor: Editor) -> None:
        self.machines, self.editor = machines, editor
        self.phases: list[Phase] = []

    def phase(self, name: str, *steps: Callable[[], object], edits: bool = True) -> None:
        """The steps are taken evenly over the time of the phase; the first comes after a moment of rest."""
        phase, before = Phase(name), self.machines.questions()
        first, second = (Readers(server.port, self.machines.paths) for server in self.machines.servers)
        asking = [Readers(s.port, _questions(), pace=1 / BETWEEN_QUESTIONS, threads=1) for s in self.machines.servers]
        with first, second, asking[0], asking[1]:
            for step in (None, *steps):
                if step:
                    step()
                self._edit_until(phase, time.monotonic() + SECONDS / (1 + len(steps)), edits)
        phase.count = first.count + second.count
        phase.data = asking[0].count + asking[1].count
        after = self.machines.questions()
        # A server that crashed begins to count anew.
        phase.reads = tuple(now - then if now >= then else now for now, then in zip(after, before, strict=True))
        self.phases.append(phase)
        print("\n  ".join([phase.row(), *phase.count.said, *phase.data.said]), flush=True)

    def _edit_until(self, phase: Phase, end: float, edits: bool) -> None:
        clients = [server.client() for server in self.machines.servers]
        with ThreadPoolExecutor(len(clients)) as together:
            while time.monotonic() < end:
                if edits:
                    title, committed = self.editor.commit()
                    phase.stale += together.map(lambda c, t=title, at=committed: unseen(c, t, at), clients)
                time.sleep(BETWEEN_EDITS)


def _questions() -> list[str]:
    """Data that no page cache has, so that they are counted."""
    return [f"/topics.json?q={number}" for number in range(10_000)]


def counted_together(servers: list[Server]) -> tuple[int, int]:
    """Of so many questions asked of both servers in one minute, how many were answered."""
    time.sleep(60 - time.time() % 60)
    clients = [server.client() for server in servers]
    asked = LIMIT + 100
    paths = _questions()
    answers = [clients[number % 2].get(paths[number]).status for number in range(asked)]
    return asked, answers.count(200)


def run(machines: Machines) -> list[Phase]:
    replica, primary, cache = machines.replica, machines.primary, machines.cache
    at_the_desk = machines.environment("one") | {"DATABASE_REPLICA_URLS": ""}
    with editing(at_the_desk) as editor:
        trial = Trial(machines, editor)
        print(HEADER, flush=True)
        trial.phase("nothing")
        trial.phase(
            "the replica falls behind, catches up",
            lambda: replica.do("SELECT pg_wal_replay_pause()"),
            lambda: replica.do("SELECT pg_wal_replay_resume()"),
        )
        trial.phase("the replica crashes, comes back", replica.stop, replica.start)
        if cache:
            trial.phase("the cache crashes, comes back", cache.stop, cache.start)
        # Without a primary nobody edits; readers shall not notice.
        trial.phase("the primary crashes, comes back", primary.stop, primary.start, edits=False)
    # The first editor's connection broke off with the primary.
    with editing(at_the_desk) as trial.editor:
        trial.phase("nothing any more")
    return trial.phases


def main() -> None:
    # Ended from outside it still stops the servers that it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with tempfile.TemporaryDirectory(prefix="cooperation-record-machines-") as folder:
        machines = Machines(Path(folder))
        print(f"{SIZE:,} meetings, two servers with two workers each, {os.cpu_count()} cores for all.", flush=True)
        if not machines.cache:
            print(f"Without a shared cache, since {MISSING}.")
        with machines.standing():
            phases = run(machines)
            asked, answered = counted_together(machines.servers) if machines.cache else (0, 0)
    if asked:
        print(f"\nOf {asked} questions for data in one minute, asked of both servers, {answered} were answered.")
    wrong = sum(phase.wrong for phase in phases)
    oldest = max((each for phase in phases for each in phase.stale), default=0)
    print(f"{wrong} errors; a change stayed unseen for {1000 * oldest:.0f} ms at most.")
    if wrong or oldest > OLDEST_ALLOWED or answered > LIMIT:
        raise SystemExit("That is not what is promised.")


if __name__ == "__main__":
    main()
