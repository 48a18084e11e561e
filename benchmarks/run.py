"""Runs the trials and writes the report: python -m benchmarks.run. What may be set stands in the Makefile's help."""

import json
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .data import Data
from .servers import ROOT
from .trial import Trial

SIZES = {"1k": 1_000, "100k": 100_000, "1m": 1_000_000}
ENGINES = ("sqlite", "postgresql")


def main() -> None:
    # Ended from outside it still stops the servers that it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    sizes, engines = _chosen("SIZE", SIZES), _chosen("ENGINE", ENGINES)
    whole = sizes == list(SIZES) and engines == list(ENGINES)
    with _folder() as folder:
        results = [_known_or_tried(folder, engine, size) for engine in engines for size in sizes]
        taken = sum(result["taken"] for result in results)
        file = ROOT / "docs" / "benchmarks.md" if whole else _partly(folder)
        _report(results, taken, file)
    print(f"\n{file} is written; the run took {taken / 60:.0f} minutes.")


def _chosen(name: str, known: Any) -> list[str]:
    """What the environment asks for, or everything."""
    asked = os.environ.get(name, "").lower()
    if not asked:
        return list(known)
    if asked not in known and not (name == "SIZE" and asked.isdigit() and int(asked)):
        raise SystemExit(f"{name}={asked} makes no sense: write one of {', '.join(known)}.")
    return [asked]


def _known_or_tried(folder: Path, engine: str, size: str) -> dict[str, Any]:
    """The results of a trial; those that a run before has left, where it broke off and this one goes on."""
    kept = folder / f"{engine}-{size}.json"
    if os.environ.get("CONTINUE") and kept.exists():
        return json.loads(kept.read_text())
    begun = time.monotonic()
    result = _trial(folder, engine, size)
    result["taken"] = time.monotonic() - begun
    kept.write_text(json.dumps(result, indent=1))
    return result


def _trial(folder: Path, engine: str, size: str) -> dict[str, Any]:
    number = SIZES.get(size) or int(size)
    print(f"\n{number:,} meetings on {engine}: making the data …", flush=True)
    place = folder / f"{engine}-{number}"
    if engine == "sqlite":
        return _measured(Data(engine, number, place))
    from .postgresql import Database

    shutil.rmtree(place, ignore_errors=True)
    database = _server_of(Database)
    database.loading()
    with database.named(f"bench_{number}") as url:
        return _measured(Data(engine, number, place, url), lambda: database.measuring(f"bench_{number}")) | {
            "server": database.version()
        }


_servers: list[Any] = []


def _server_of(kind: Any) -> Any:
    if not _servers:
        _servers.append(kind())
    return _servers[0]


def _measured(data: Data, settle: Any = lambda: None) -> dict[str, Any]:
    data.make()
    settle()
    print("measuring …", flush=True)
    begun = time.monotonic()
    result = Trial(data).run()
    return result | {"measuring": time.monotonic() - begun}


@contextmanager
def _folder() -> Iterator[Path]:
    """Where the data stand: BENCH_DIR, which is kept, or a folder that is removed."""
    kept = os.environ.get("BENCH_DIR")
    if kept:
        Path(kept).mkdir(parents=True, exist_ok=True)
        yield Path(kept).absolute()
        return
    with tempfile.TemporaryDirectory(prefix="cooperation-record-bench-") as folder:
        # nginx's own user must reach the file that it serves.
        Path(folder).chmod(0o755)
        yield Path(folder)


def _partly(folder: Path) -> Path:
    """Only a whole run writes the project's own report."""
    kept = folder if os.environ.get("BENCH_DIR") else Path(tempfile.gettempdir())
    return kept / "benchmarks.md"


def _report(results: list[dict[str, Any]], taken: float, file: Path) -> None:
    from .report import write

    write(results, taken, file)


if __name__ == "__main__":
    sys.exit(main())
