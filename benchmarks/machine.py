"""What a measurement was made with."""

import os
import platform
import shutil
import sqlite3
import subprocess
from importlib.metadata import version
from pathlib import Path

from . import load

PACKAGES = ("django", "django-filter", "granian", "psycopg", "pyroaring", "numpy", "datasette", "uvicorn")


def processor() -> str:
    names = [line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    return names[0] if names else platform.machine()


def memory() -> str:
    kilobytes = next((int(line.split()[1]) for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
    return f"{kilobytes / 1024 / 1024:.0f} GB"


def _lines(path: str) -> list[str]:
    file = Path(path)
    return file.read_text().splitlines() if file.exists() else []


def versions() -> dict[str, str]:
    found = {"Python": platform.python_version(), "SQLite": sqlite3.sqlite_version}
    found |= {name: version(name) for name in PACKAGES}
    if nginx := shutil.which("nginx"):
        said = subprocess.run([nginx, "-v"], capture_output=True, text=True, check=False).stderr  # noqa: S603
        found["nginx"] = said.rpartition("/")[2].strip()
    return found


def description() -> list[str]:
    return [
        f"{processor()}, {len(os.sched_getaffinity(0))} cores, {memory()} of memory, "
        f"{platform.system()} {platform.release()}",
        ", ".join(f"{name} {number}" for name, number in versions().items()),
        f"load: {load.tool()}, on the same machine",
    ]
