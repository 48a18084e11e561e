"""The whole record in each format, beside what its peers have: time, first byte, and memory above the resting process.

    python -m benchmarks.exports FOLDER [FORMAT …]

FOLDER is one of BENCH_DIR's, `sqlite-100000` say; it is made where it is not there.
"""

import statistics
import sys
import time
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, NamedTuple

from .data import Data
from .pages import DATASETTE, ORDINARY, SITE
from .servers import WORKERS, Server, forget_peaks, now_used, peaks
from .trial import CSV_PATHS, Trial

ROUNDS = 3
PATIENCE = 600
AT_ONCE = 1 << 16
FORMATS = {
    "csv": CSV_PATHS,
    "participations.csv": {SITE: "/participations.csv"},
    "ndjson": {SITE: "/meetings.ndjson"},
    "ics": {SITE: "/meetings.ics"},
    "xlsx": {SITE: "/meetings.xlsx?from=2018"},
    "atom": {SITE: "/meetings.atom?page_size=500"},
    "json": {SITE: "/meetings.json?page_size=500"},
}


class Export(NamedTuple):
    """`above` is the most memory that a process took above what it had at rest, in MB."""

    seconds: float
    first_byte: float
    above: float
    bytes: int


def export(server: Server, path: str) -> Export:
    pids, before = server.processes(), now_used(server.processes())
    forget_peaks(pids)
    seconds, first_byte, size = read(server.port, path)
    above = max(peak - resting for peak, resting in zip(peaks(pids), before, strict=True))
    return Export(seconds, first_byte, above, size)


def read(port: int, path: str) -> tuple[float, float, int]:
    """How long an answer and its first byte take, and how long it is; it is let go of as it comes."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    begun = time.perf_counter()
    connection.request("GET", path)
    response = connection.getresponse()
    size = len(response.read(1))
    first_byte = time.perf_counter() - begun
    while piece := response.read(AT_ONCE):
        size += len(piece)
    if response.status != 200:
        raise SystemExit(f"{path} was answered with {response.status}.")
    return time.perf_counter() - begun, first_byte, size


def main(folder: str, names: list[str]) -> None:
    place = Path(folder).absolute()
    engine, number = place.name.split("-")
    data = Data(engine, int(number), place)
    data.make()
    trial = Trial(data)
    with ExitStack() as stack:
        servers = {name: stack.enter_context(trial._server(name)) for name in (SITE, ORDINARY, DATASETTE)}
        _rest(servers[SITE], data.size / 20_000)
        for name in names or FORMATS:
            _compare(name, servers)
        print("at rest, after all:", ", ".join(f"{size:.0f} MB" for size in now_used(servers[SITE].processes())))


def _rest(site: Server, seconds: float) -> None:
    """Each worker has read its record, and made a page of each kind that all else stands on."""
    time.sleep(seconds)
    for _ in range(4 * WORKERS):
        for path in ("/meetings/", "/topics.csv", "/topics.ndjson"):
            read(site.port, path)


def _compare(name: str, servers: dict[str, Server]) -> None:
    """Each contestant in turn, several times over."""
    found: dict[str, list[Export]] = {}
    for _ in range(ROUNDS):
        for contestant, path in FORMATS[name].items():
            found.setdefault(contestant, []).append(export(servers[contestant], path))
    for contestant, exports in found.items():
        print(f"{name:20} {contestant:16} {_shown(exports)}", flush=True)


def _shown(exports: list[Export]) -> str:
    def middle(values: Any) -> float:
        return statistics.median(values)

    seconds, first = middle(each.seconds for each in exports), middle(each.first_byte for each in exports)
    above = max(each.above for each in exports)
    return f"{seconds:8.2f} s, first byte {first:6.3f} s, {above:5.0f} MB above rest, {exports[0].bytes / 1e6:.1f} MB"


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
