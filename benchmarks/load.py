"""Pages a second at 16 connections: by wrk where it is there, else by a few processes of Python."""

import multiprocessing
import re
import shutil
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle

from .client import Client

CONNECTIONS = 16
PROCESSES = 2

_LUA = """
local paths = {{ {paths} }}
local place = 0
request = function()
  place = place % #paths + 1
  return wrk.format("GET", paths[place])
end
"""


def tool() -> str:
    return "wrk" if shutil.which("wrk") else "a client in Python, two processes"


def rate(port: int, paths: list[str], seconds: float, headers: dict[str, str] | None = None) -> float:
    """Answers a second to these paths, asked in turn by 16 connections."""
    if shutil.which("wrk"):
        return _by_wrk(port, paths, seconds, headers or {})
    return _by_python(port, paths, seconds, headers or {})


def _by_wrk(port: int, paths: list[str], seconds: float, headers: dict[str, str]) -> float:
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(_LUA.format(paths=", ".join(f'"{path}"' for path in paths)) if len(paths) > 1 else "")
        script.flush()
        options = ["-t1", f"-c{CONNECTIONS}", f"-d{seconds:.0f}s", "--timeout", "120s", "-s", script.name]
        asked = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
        command = ["wrk", *options, *asked, f"http://127.0.0.1:{port}{paths[0]}"]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603
    if "Non-2xx or 3xx" in said:
        raise SystemExit(f"Not every answer was a page:\n{said}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])


def _by_python(port: int, paths: list[str], seconds: float, headers: dict[str, str]) -> float:
    work = [(port, paths[offset:] + paths[:offset], seconds, headers) for offset in range(PROCESSES)]
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        return sum(pool.starmap(_ask_together, work)) / seconds


def _ask_together(port: int, paths: list[str], seconds: float, headers: dict[str, str]) -> int:
    threads = CONNECTIONS // PROCESSES
    with ThreadPoolExecutor(threads) as together:
        return sum(
            together.map(lambda place: _ask(port, paths[place:] + paths[:place], seconds, headers), range(threads))
        )


def _ask(port: int, paths: list[str], seconds: float, headers: dict[str, str]) -> int:
    client, end, answers = Client(port, headers), time.monotonic() + seconds, 0
    for path in cycle(paths):
        if time.monotonic() >= end:
            break
        client.get(path)
        answers += 1
    return answers
