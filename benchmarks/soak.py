"""The site for a while at 80 % of what it can do, with edits going on: python -m benchmarks.soak

It ends with a failure where an answer was wrong, a page was older than the record, or memory grew.
MINUTES (10), SIZE (10000) and ENGINE (sqlite) may be set.
"""

import os
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from .client import Client, Times
from .data import Data
from .editor import Editor, editing, shows
from .pages import mixed
from .ports import unused_port
from .readers import Count, Readers
from .servers import Server, running, site_command

SHARE = 0.8
SECONDS_TO_WARM, SECONDS_TO_MEASURE, SECONDS_BETWEEN_EDITS = 15, 15, 1.0
PROCESSES = 2
# Memory is flat where the last third of the time needs no more than this beyond the third before it.
GROWTH_ALLOWED = 1.05


@dataclass
class Minute:
    count: Count
    edits: int
    stale: int
    megabytes: list[float]

    def row(self, number: int) -> str:
        times = Times.of(self.count.taken)
        memory = ", ".join(f"{each:.0f}" for each in self.megabytes)
        seen = f"{self.edits} | {self.stale} | {memory}"
        return (
            f"| {number} | {self.count.rate:.0f} | {times.median:.0f} | {times.p95:.0f} | {self.count.wrong} | {seen} |"
        )


HEADER = (
    "| minute | pages a second | median ms | 95th percentile | errors | edits | stale pages | MB a worker |\n"
    "|---|---|---|---|---|---|---|---|"
)


@dataclass
class Soak:
    server: Server
    editor: Editor
    paths: list[str]
    workers: dict[int, Client] = field(default_factory=dict)

    def minute(self, seconds: float, pace: float) -> Minute:
        """So many seconds of readers at this pace, 0 for as fast as they can; the record changes once a second."""
        edits, stale, end = 0, 0, time.monotonic() + seconds
        with ExitStack() as stack:
            readers = [Readers(self.server.port, self.paths, pace=pace / PROCESSES) for _ in range(PROCESSES)]
            for each in readers:
                stack.enter_context(each)
            while (left := end - time.monotonic()) > 0:
                time.sleep(min(left, SECONDS_BETWEEN_EDITS))
                edits += 1
                stale += self._stale_after_an_edit()
        count = sum((each.count for each in readers), Count())
        return Minute(count, edits, stale, self.server.weights())

    def _stale_after_an_edit(self) -> int:
        """How many workers do not show a change to the first request after its commit."""
        title, _committed = self.editor.commit()
        return sum(not shows(client, title) for client in self.workers.values())


def clients_of_workers(server: Server) -> dict[int, Client]:
    """A connection to each worker, which stays with it."""
    workers, found = server.processes(), {}
    for _ in range(200):
        client = server.client()
        client.get("/meetings/")
        worker = _owner(workers, server.port, client.own_port)
        if worker is None or worker in found:
            client.close()
        else:
            found[worker] = client
        if len(found) == len(workers):
            return found
    raise SystemExit("Not every worker answers.")


def _owner(workers: list[int], port: int, other: int) -> int | None:
    """Which process holds the server's end of a connection."""
    ends = f":{port:04X}", f":{other:04X}"
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    held = {f"socket:[{each[9]}]" for each in lines if each[1].endswith(ends[0]) and each[2].endswith(ends[1])}
    return next((pid for pid in workers if held & set(_open_files(pid))), None)


def _open_files(pid: int) -> Iterator[str]:
    for file in Path(f"/proc/{pid}/fd").iterdir():
        try:
            yield str(file.readlink())
        except OSError:
            continue


def growth(minutes: list[Minute]) -> float:
    """The memory of the last third of the time to that of the third before it."""
    weights = [sum(minute.megabytes) for minute in minutes]
    third = max(1, len(weights) // 3)
    return statistics.median(weights[-third:]) / statistics.median(weights[-2 * third : -third] or weights[:1])


@contextmanager
def site(folder: Path) -> Iterator[tuple[Server, Data]]:
    engine, size = os.environ.get("ENGINE") or "sqlite", int(os.environ.get("SIZE") or 10_000)
    with ExitStack() as stack:
        url = ""
        if engine == "postgresql":
            from .postgresql import Database

            database = Database()
            database.loading()
            url = stack.enter_context(database.named("soak"))
        data = Data(engine, size, folder / "data", url)
        data.folder.mkdir()
        data.load()
        data.gather_static()
        if url:
            database.measuring("soak")
        port = unused_port()
        log = folder / "log"
        served = running("the site", site_command(port), port, "/meetings/", data.environment, log)
        print(f"{size:,} meetings on {engine}, two workers, {os.cpu_count()} cores for all.", flush=True)
        yield stack.enter_context(served), data


def soak(server: Server, data: Data, minutes: int) -> list[Minute]:
    with editing(data.environment) as editor:
        trial = Soak(server, editor, mixed(data.facts))
        trial.minute(SECONDS_TO_WARM, 0)
        trial.workers = clients_of_workers(server)
        capacity = trial.minute(SECONDS_TO_MEASURE, 0).count.rate
        print(f"{capacity:.0f} pages a second at most; {SHARE:.0%} of that for {minutes} minutes.\n\n{HEADER}")
        done = []
        for number in range(1, minutes + 1):
            done.append(trial.minute(60, SHARE * capacity))
            print("\n  ".join([done[-1].row(number), *done[-1].count.said]), flush=True)
        if set(trial.workers) != set(server.processes()):
            raise SystemExit("A worker ended and was started anew.")
    return done


def main() -> None:
    # Ended from outside it still stops the servers that it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with (
        tempfile.TemporaryDirectory(prefix="cooperation-record-soak-") as folder,
        site(Path(folder)) as (server, data),
    ):
        minutes = soak(server, data, int(os.environ.get("MINUTES") or 10))
    wrong, stale = sum(minute.count.wrong for minute in minutes), sum(minute.stale for minute in minutes)
    answers, edits, grown = sum(m.count.answers for m in minutes), sum(m.edits for m in minutes), growth(minutes)
    print(f"\n{answers:,} answers, {wrong} errors; {edits} edits, {stale} stale pages; memory × {grown:.2f}.")
    if wrong or stale or grown > GROWTH_ALLOWED:
        raise SystemExit("That is not what is promised.")


if __name__ == "__main__":
    main()
