"""Starts the editor's process and sees how long its changes stay unseen."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from .client import Client
from .servers import ROOT

# Where the newest meeting's title stands.
PATH = "/meetings/"
PATIENCE = 20


_numbers = count(1)


class Editor:
    def __init__(self, process: subprocess.Popen) -> None:
        self._process = process

    def commit(self) -> tuple[str, float]:
        """Change the record: a title that no meeting had before, and when it was committed."""
        title = f"A meeting named for the {next(_numbers)}th time"
        self._process.stdin.write(f"{title}\n")
        self._process.stdin.flush()
        said = self._process.stdout.readline()
        if not said:
            raise SystemExit("The editor could not save.")
        return title, float(said)


@contextmanager
def editing(environment: dict[str, str]) -> Iterator[Editor]:
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.editing"],
        cwd=ROOT,
        env=os.environ | environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Editor(process)
    finally:
        process.stdin.close()
        process.wait(timeout=PATIENCE)


def shows(client: Client, title: str) -> bool:
    return title.encode() in client.get(PATH).body


def unseen(client: Client, title: str, committed: float) -> float:
    """For how many seconds after the commit requests were still begun that did not show it."""
    stale = committed
    while time.monotonic() < committed + PATIENCE:
        asked = time.monotonic()
        if shows(client, title):
            return stale - committed
        stale = asked
        time.sleep(0.002)
    raise SystemExit(f"{PATH} did not show a change within {PATIENCE} seconds.")
