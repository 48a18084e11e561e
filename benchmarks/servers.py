"""Starts one server of each kind, sees when it answers, and weighs its processes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path

from .client import Client

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = Path(sys.executable).parent
WORKERS, THREADS = 2, 8
SECONDS_TO_START = 120

DATASETTE_SETTINGS = {
    "default_page_size": "20",
    "sql_time_limit_ms": "600000",
    "facet_time_limit_ms": "600000",
    "suggest_facets": "off",
    "default_facet_size": "100",
    "max_csv_mb": "0",
}


@dataclass(frozen=True)
class Weight:
    """Of the heaviest process of a server, in MB: its share of shared pages counted, and all it has in memory."""

    pss: float
    rss: float


@dataclass
class Server:
    name: str
    port: int
    process: subprocess.Popen
    first_answer: float = 0

    def client(self, headers: dict[str, str] | None = None) -> Client:
        return Client(self.port, headers or {})

    def processes(self) -> list[int]:
        """Those that answer: the children where there are any, else the one process."""
        return _children(self.process.pid) or [self.process.pid]

    def weight(self) -> Weight:
        return max((_weight(pid) for pid in self.processes()), key=lambda weight: weight.pss)

    def weights(self) -> list[float]:
        """The share of each process, in MB."""
        return [_weight(pid).pss for pid in self.processes()]

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@contextmanager
def running(name: str, command: list[str], port: int, path: str, environment: dict[str, str], log: Path) -> Iterator:
    """A server, from its first answer of `path` on."""
    with log.open("a") as said:
        begun = time.monotonic()
        process = subprocess.Popen(  # noqa: S603 - commands of this module
            command, cwd=ROOT, env=os.environ | environment, stdin=subprocess.DEVNULL, stdout=said, stderr=said
        )
        server = Server(name, port, process)
        try:
            _await_answer(server, path, log)
            server.first_answer = time.monotonic() - begun
            yield server
        finally:
            server.stop()


def _await_answer(server: Server, path: str, log: Path) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while server.process.poll() is None and time.monotonic() < end:
        try:
            if server.client().get(path).status < 400:
                return
        except (OSError, HTTPException):
            pass
        time.sleep(0.02)
    raise SystemExit(f"{server.name} did not start; what it said is in {log}.")


def site_command(port: int) -> list[str]:
    return [sys.executable, "-m", "cooperation.operations.server", "127.0.0.1", str(port)]


def ordinary_command(port: int) -> list[str]:
    options = (
        f"--interface wsgi --workers {WORKERS} --blocking-threads {THREADS} --no-ws --log-level error --host 127.0.0.1"
    )
    return [str(PROGRAMS / "granian"), *options.split(), "--port", str(port), "benchmarks.ordinary.wsgi:application"]


def datasette_command(port: int, file: Path) -> list[str]:
    settings = [part for name, value in DATASETTE_SETTINGS.items() for part in ("--setting", name, value)]
    return [str(PROGRAMS / "datasette"), "serve", str(file), "--host", "127.0.0.1", "--port", str(port), *settings]


def nginx_command(folder: Path) -> list[str]:
    return ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]


def _children(parent: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent and not _is_helper(int(stat.parent.name)):
            found.append(int(stat.parent.name))
    return found


def _is_helper(pid: int) -> bool:
    """Whether this is multiprocessing's own process, which holds nothing of the site."""
    try:
        return b"resource_tracker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return True


def _weight(pid: int) -> Weight:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return Weight(0, 0)
    sizes = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines if line.endswith("kB")}
    return Weight(sizes["Pss"], sizes["Rss"])


def forget_peaks(pids: list[int]) -> None:
    """Begin anew to note the most memory that each of these processes has had."""
    for pid in pids:
        Path(f"/proc/{pid}/clear_refs").write_text("5")


def peaks(pids: list[int]) -> list[float]:
    """The most memory that each process has had, in MB."""
    return [_status(pid, "VmHWM") for pid in pids]


def now_used(pids: list[int]) -> list[float]:
    return [_status(pid, "VmRSS") for pid in pids]


def _status(pid: int, name: str) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(name))
