"""A second PostgreSQL server on this machine that begins with all that another has: its replica, or one of its own."""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg

from tests import postgresql

# From Linux's prctl.h: the signal to get when the parent ends.
PR_SET_PDEATHSIG = 1
SECONDS_TO_START = 30


class Replica:
    """`primary` and `settings` are Django's settings of a database and of its copy here."""

    def __init__(self, primary: dict[str, Any]) -> None:
        self._programs = postgresql.programs()
        self._folder = Path(tempfile.mkdtemp(prefix="cooperation-record-replica-"))
        # Root must not run it; the primary has made this user.
        self._user = {"user": "pgserver"} if os.geteuid() == 0 else {}
        if self._user:
            shutil.chown(self._folder, **self._user)
        self._process: subprocess.Popen | None = None
        self._primary = primary
        self.settings = primary | {"HOST": str(self._folder)}

    def copy(self, *, follow: bool = True) -> None:
        """Begin with all that the primary has, and follow it from there (`-R` makes it a standby)."""
        whence = ["-h", self._primary["HOST"], *(["-p", port] if (port := self._primary.get("PORT")) else [])]
        options = ["-U", self._primary["USER"], "-D", f"{self._folder}/data", "-c", "fast", "--no-sync"]
        command = [self._programs / "pg_basebackup", *whence, *options, *(["-R"] if follow else [])]
        done = subprocess.run(command, stderr=subprocess.PIPE, text=True, cwd="/", **self._user)
        if done.returncode:
            raise RuntimeError(f"The primary could not be copied: {done.stderr}")

    def start(self) -> None:
        command = [self._programs / "postgres", "-D", f"{self._folder}/data", "-h", "", "-k", str(self._folder)]
        with (self._folder / "log").open("a") as log:
            self._process = subprocess.Popen(
                command, stdout=log, stderr=log, preexec_fn=_end_with_parent, cwd="/", **self._user
            )
        end = time.monotonic() + SECONDS_TO_START
        while not self.answers():
            if time.monotonic() > end or self._process.poll() is not None:
                raise RuntimeError(f"The replica did not start: {(self._folder / 'log').read_text()}")
            time.sleep(0.02)

    def answers(self) -> bool:
        try:
            self.do("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def do(self, statement: str) -> Any:
        """The first column of the first row."""
        port = {"port": self.settings["PORT"]} if self.settings.get("PORT") else {}
        where = {"host": self.settings["HOST"], "dbname": "postgres", "user": self.settings["USER"]} | port
        with psycopg.connect(**where, autocommit=True) as connection:
            row = connection.execute(statement).fetchone()
            return row and row[0]

    def stop(self) -> None:
        """As a crash does: every connection breaks off."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(timeout=20)
            self._process = None

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)


def _end_with_parent() -> None:
    """Not to be left behind when the tests are killed. The terminal's Ctrl-C is for the tests alone."""
    os.setpgid(0, 0)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)
