"""The site served for real by `manage.py serve`, in a process of its own, at a port that is free."""

import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

from tests.operations.commands import ROOT, clean_environment
from tests.signing_in import code_of

# What those who sign in for the first time choose.
OWN_PASSWORD = "seven grey herons over Shirvan"


@dataclass
class Site:
    address: str
    said: Path
    seconds: float
    process: subprocess.Popen[str]
    browser: OpenerDirector

    def get(self, path: str) -> str:
        return self.browser.open(self.address + path, timeout=20).read().decode()

    def sign_in(self, name: str, password: str) -> str:
        """The first page of the desk, after a first sign-in that replaces the password and sets up an app."""
        page = self._send(
            "/accounts/login/", self.get("/accounts/login/"), login=name, password=password, next="/admin/"
        )
        chosen = dict.fromkeys(("password1", "password2"), OWN_PASSWORD)
        page = self._send("/accounts/password/", page, oldpassword=password, next="/admin/", **chosen)
        key = re.search(r'class="account-code">([A-Z2-7]{32})<', page)[1]
        self._send("/accounts/2fa/app/", page, code=code_of(key))
        return self.get("/admin/")

    def _send(self, path: str, page: str, **fields: str) -> str:
        """The page that follows when the form of `page` is sent."""
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
        sent = urlencode(fields | {"csrfmiddlewaretoken": token}).encode()
        return self.browser.open(self.address + path, sent, timeout=20).read().decode()

    def workers(self) -> list[int]:
        """The processes that answer (multiprocessing's own helper is none of them)."""
        found = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(pid) for pid in found if b"resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_bytes()]

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=20)


@contextmanager
def served(data_dir: Path, **settings: object) -> Iterator[Site]:
    """The site, from the moment at which it answers."""
    port = unused_port()
    said = data_dir / f"said-{port}"
    begun = time.monotonic()
    with said.open("w") as terminal:
        process = subprocess.Popen(
            [sys.executable, ROOT / "manage.py", "serve", f"--port={port}"],
            env=clean_environment(DATA_DIR=data_dir, **settings),
            stdin=subprocess.DEVNULL,
            stdout=terminal,
            stderr=subprocess.STDOUT,
            text=True,
        )
    site = Site(f"http://127.0.0.1:{port}", said, 0, process, build_opener(HTTPCookieProcessor(CookieJar())))
    try:
        wait_until_it_listens(process, port)
        site.seconds = time.monotonic() - begun
        yield site
    finally:
        site.stop()


def unused_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def wait_until_it_listens(process: subprocess.Popen, port: int) -> None:
    while process.poll() is None:
        # Twice: before it prepares anything, the site tries for a moment whether the port is free.
        if listens(port) and not time.sleep(0.05) and listens(port):
            return
        time.sleep(0.05)
    raise AssertionError("the server ended before it answered")


def listens(port: int) -> bool:
    with closing(socket.socket()) as client:
        return client.connect_ex(("127.0.0.1", port)) == 0
