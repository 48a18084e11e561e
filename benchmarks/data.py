"""Makes the data of one trial, or finds it from a run before."""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import datasette_peer
from .servers import ROOT

# A setting of whoever runs this is not for what is measured.
_NAMES = (
    "SITE_URL",
    "DATABASE_REPLICA_URLS",
    "CACHE_URL",
    "CONTACT_EMAIL",
    "DEBUG",
    "PAGE_CACHE_MB",
    "WORKERS",
    "REQUEST_SECONDS",
)
UNSET = dict.fromkeys(_NAMES, "")
SECRET_KEY = "of no site, for measuring only; it signs nothing that anyone keeps"  # noqa: S105


@dataclass
class Data:
    """One database of so many meetings. `url` is empty for SQLite's file in the folder."""

    engine: str
    size: int
    folder: Path
    url: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    session: dict[str, str] = field(default_factory=dict)
    seconds: float = 0

    @property
    def environment(self) -> dict[str, str]:
        return UNSET | {"DATA_DIR": str(self.folder), "DATABASE_URL": self.url, "SECRET_KEY": SECRET_KEY}

    @property
    def datasette_file(self) -> Path:
        return self.folder / "datasette.db"

    @property
    def megabytes(self) -> float:
        return sum(file.stat().st_size for file in self.folder.glob("record.sqlite3*")) / 1e6

    def make(self) -> None:
        """Everything that the servers need; what a run before has made of a SQLite file is used again."""
        self.folder.mkdir(parents=True, exist_ok=True)
        kept = self.folder / "facts.json"
        if self.engine == "sqlite" and kept.exists():
            self.facts = json.loads(kept.read_text())
        else:
            self.load()
        self.session = json.loads(self.module("benchmarks.ordinary.prepare"))
        if self.engine == "sqlite" and not kept.exists():
            datasette_peer.build(self.folder / "record.sqlite3", self.datasette_file)
            kept.write_text(json.dumps(self.facts))
        self.gather_static()

    def load(self) -> None:
        """The record alone."""
        begun = time.monotonic()
        self.facts = json.loads(self.module("benchmarks.loading", str(self.size)))
        self.seconds = time.monotonic() - begun

    def gather_static(self) -> None:
        self._run("manage.py", "collectstatic", "--noinput", "-v0")

    def module(self, name: str, *arguments: str) -> str:
        """What a module of this folder prints, run on this database."""
        return self._run("-m", name, *arguments)

    def _run(self, *arguments: str) -> str:
        command = [sys.executable, *arguments]
        environment = os.environ | self.environment
        done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)  # noqa: S603
        if done.returncode:
            raise SystemExit(f"{' '.join(arguments)} failed on {self.engine}; what it said is above.")
        return done.stdout
