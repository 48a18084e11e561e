"""The database is away for a while, under readers: what seen and unseen pages give, and how soon all is well again.

    python -m benchmarks.outage_drill [SECONDS]

Half a minute unless said. ENGINE (sqlite, postgresql) may be set; SQLite's file is moved away, PostgreSQL's server is
stopped as a crash stops it. It fails where a seen page was not given, an unseen one not refused by a 503, or where
recovery took longer than five seconds.
"""

import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlencode

from tests.replica import Replica

from .client import Client
from .data import Data
from .ports import unused_port
from .postgresql import Database
from .servers import running, site_command

SIZE = 1_000
SEEN = ("/meetings/", "/az/meetings/", "/topics/")
RECOVERY = 5


class File:
    """SQLite's, with its write-ahead log."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._away = folder, folder / "away"

    def lose(self) -> None:
        self._away.mkdir()
        for file in self._folder.glob("record.sqlite3*"):
            file.rename(self._away / file.name)

    def return_(self) -> None:
        for file in self._away.iterdir():
            file.rename(self._folder / file.name)


class Crash:
    """PostgreSQL's server, a copy of the one that was filled."""

    def __init__(self, server: Replica) -> None:
        self._server = server

    def lose(self) -> None:
        self._server.stop()

    def return_(self) -> None:
        self._server.start()


@contextmanager
def database(engine: str, folder: Path) -> Iterator[tuple[Data, File | Crash]]:
    if engine == "sqlite":
        data = Data(engine, SIZE, folder)
        data.load()
        yield data, File(folder)
        return
    with ExitStack() as stack:
        seed = Database()
        seed.loading()
        Data(engine, SIZE, folder, stack.enter_context(seed.named("outage"))).load()
        server = Replica(seed.settings)
        stack.callback(server.remove)
        server.copy(follow=False)
        server.start()
        where = {"host": server.settings["HOST"], **({"port": port} if (port := server.settings.get("PORT")) else {})}
        yield Data(engine, SIZE, folder, f"postgres://postgres@/outage?{urlencode(where)}"), Crash(server)


def unseen() -> str:
    return f"/meetings/?q={time.monotonic_ns()}"


def seconds_until_well(client: Client) -> float:
    begun = time.monotonic()
    while client.get(unseen()).status != 200:
        time.sleep(0.05)
    return time.monotonic() - begun


def main(seconds: float) -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    engine = os.environ.get("ENGINE") or "sqlite"
    with tempfile.TemporaryDirectory(prefix="cooperation-record-outage-") as name, ExitStack() as stack:
        folder = Path(name) / "data"
        folder.mkdir()
        data, fault = stack.enter_context(database(engine, folder))
        data.gather_static()
        port = unused_port()
        site = running("the site", site_command(port), port, "/meetings/", data.environment, Path(name) / "log")
        client = stack.enter_context(site).client()
        for path in SEEN * 10:
            # Each on a connection of its own, so that every worker has seen it.
            client.close()
            client.get(path)
        got: dict[str, Counter[int]] = {"seen": Counter(), "unseen": Counter()}
        slowest, oldest = 0.0, 0
        fault.lose()
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            for kind, path in (("seen", SEEN[got["seen"].total() % len(SEEN)]), ("unseen", unseen())):
                client.close()
                answer = client.get(path)
                got[kind][answer.status] += 1
                slowest = max(slowest, answer.seconds)
                oldest = max(oldest, int(answer.headers.get("age", 0)))
            time.sleep(0.1)
        begun = time.monotonic()
        fault.return_()
        back = time.monotonic() - begun
        recovery = seconds_until_well(client)
    print(f"{engine} was away for {seconds:.0f} s: seen pages {dict(got['seen'])}, others {dict(got['unseen'])},")
    print(f"the slowest answer {slowest:.2f} s, the oldest page {oldest} s. It took {back:.1f} s to return by itself,")
    print(f"and all was well {recovery:.1f} s after that.")
    if set(got["seen"]) != {200} or set(got["unseen"]) != {503} or recovery > RECOVERY:
        raise SystemExit("That is not what is promised.")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 30)
