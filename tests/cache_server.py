"""A real Valkey or Redis server, where one is installed, at a socket in a folder; it ends with its test."""

import shutil
import subprocess
import time
from pathlib import Path

PROGRAM = shutil.which("valkey-server") or shutil.which("redis-server")
MISSING = "neither valkey-server nor redis-server is installed"


class CacheServer:
    def __init__(self, folder: Path) -> None:
        self.socket = folder / "cache.sock"
        self.url = f"unix://{self.socket}"
        self._process: subprocess.Popen | None = None

    def start(self) -> None:
        nothing_kept = ["--save", "", "--appendonly", "no", "--daemonize", "no"]
        command = [PROGRAM, "--port", "0", "--unixsocket", str(self.socket), *nothing_kept]
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
        )
        end = time.monotonic() + 10
        while not self.socket.exists():
            if time.monotonic() > end or self._process.poll() is not None:
                raise RuntimeError(f"{PROGRAM} did not start.")
            time.sleep(0.01)

    def stop(self) -> None:
        """As a crash does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
            self.socket.unlink(missing_ok=True)
