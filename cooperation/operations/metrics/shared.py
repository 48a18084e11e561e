"""Where the workers of the server count together: a file each for each kind of meter, which any of them can read.

The client library writes into mapped memory. On a disk that has no block left for it the system would kill the worker
in the middle of a request, so each file gets its room when the worker begins, and counts more than fits nowhere.
"""

import logging
import multiprocessing
import os
import shutil
from contextlib import suppress
from pathlib import Path

from django.conf import settings

# How the library learns of the folder.
VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
# Each kind of meter and the bytes that all of its kind can fill: routes and statuses are few (see `meters`).
ROOM = {"counter": 512_000, "histogram": 2_048_000, "gauge_livemostrecent": 64_000}

log = logging.getLogger(__name__)


def folder() -> Path:
    return settings.DATA_DIR / "metrics"


def clear() -> None:
    """Begin at nothing: called before a server starts, whose workers then add up among themselves."""
    shutil.rmtree(folder(), ignore_errors=True)


def join() -> bool:
    """Count with the other workers from now on; before the library is imported. False where this process is alone."""
    os.environ.pop(VARIABLE, None)
    # The server's workers are children of it; commands and development servers are nobody's.
    if multiprocessing.parent_process() is None:
        return False
    try:
        folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        for kind, size in ROOM.items():
            _make_room(folder() / f"{kind}_{os.getpid()}.db", size)
    except OSError as error:
        log.warning("This worker counts for itself, for its counts cannot be written (%s).", error.strerror)
        return False
    os.environ[VARIABLE] = str(folder())
    return True


def _make_room(path: Path, size: int) -> None:
    try:
        with path.open("ab") as file:
            # A number that a process had before comes back in a container, and its file goes on.
            file.write(bytes(max(0, size - file.tell())))
    except OSError:
        path.unlink(missing_ok=True)
        raise


def forget_the_dead() -> None:
    """A gauge says what is; that of a worker that ended is no more. What it counted stays counted."""
    for path in folder().glob("gauge_live*.db"):
        pid = path.stem.rpartition("_")[2]
        if not (pid.isdecimal() and _runs(int(pid))):
            path.unlink(missing_ok=True)


def _runs(pid: int) -> bool:
    with suppress(PermissionError):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
    return True
