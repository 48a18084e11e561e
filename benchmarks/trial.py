"""All measurements on one database."""

import gzip
import json
import shutil
import statistics
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict
from typing import Any

from . import load, pages
from .checks import check
from .client import Client, Times
from .data import Data
from .pages import DATASETTE, NGINX, ORDINARY, SITE
from .ports import unused_port
from .servers import (
    WORKERS,
    Server,
    datasette_command,
    forget_peaks,
    nginx_command,
    now_used,
    ordinary_command,
    peaks,
    running,
    site_command,
)

ROUNDS = 5
# A page that takes longer is asked for once only: a run should end.
LONGEST = 20
LARGEST_CSV = 100_000
UNCACHED = {"PAGE_CACHE_MB": "0"}
CSV_PATHS = {SITE: "/meetings.csv", ORDINARY: "/meetings.csv", DATASETTE: "/datasette/meeting.csv?_stream=1"}

Result = dict[str, Any]

_NGINX = """
worker_processes 2;
pid nginx.pid;
error_log stderr error;
events {{ worker_connections 256; }}
http {{
    access_log off;
    types {{ text/html html; }}
    sendfile on;
    tcp_nopush on;
    gzip_static on;
    keepalive_requests 1000000;
    server {{ listen 127.0.0.1:{port} backlog=1024; root {root}; }}
}}
"""


class Trial:
    def __init__(self, data: Data) -> None:
        self.data = data
        self.quick = data.size <= 1_000
        self.seconds = 3 if self.quick else 6
        self.pages = [*pages.compared_pages(data.facts), *pages.own_pages(data.facts)]
        self.result: Result = {"engine": data.engine, "size": data.size, "loading": data.seconds}
        self.result["labels"] = {page.key: page.label for page in self.pages}
        self.taken: dict[tuple[str, str], list[float]] = {}
        self.log = data.folder / "servers.log"

    def run(self) -> Result:
        with ExitStack() as stack:
            servers = {name: stack.enter_context(self._server(name)) for name in self._contestants()}
            clients = {name: self._client(server) for name, server in servers.items()}
            self._note("warming", lambda: self._warm(clients, servers[SITE]))
            self._note("agreed", lambda: check(self.pages, clients, self.data.facts["parents"]))
            self._note("pages", lambda: self._measure(clients))
            self._note("rates", lambda: self._rates(servers))
            self._note("memory", lambda: {name: asdict(server.weight()) for name, server in servers.items()})
            self._note("csv", lambda: self._csv(servers) if self.data.size <= LARGEST_CSV else {})
        with self._server(SITE) as site:
            self._note("cold", lambda: self._cold(site))
            self._note("saving", lambda: self._saving(site))
        self._note("seen", self._seen_before)
        return self.result

    def _note(self, name: str, measure: Callable[[], Any]) -> None:
        begun = time.monotonic()
        self.result[name] = measure()
        print(f"  {name}: {time.monotonic() - begun:.0f} s", flush=True)

    def _contestants(self) -> list[str]:
        return [SITE, ORDINARY, *([DATASETTE] if self.data.engine == "sqlite" else [])]

    def _server(self, name: str, environment: dict[str, str] | None = None) -> Any:
        port = unused_port()
        command, path = {
            SITE: (site_command(port), pages.timeline()),
            ORDINARY: (ordinary_command(port), "/admin/login/"),
            DATASETTE: (datasette_command(port, self.data.datasette_file), "/-/versions.json"),
        }[name]
        settings = self.data.environment | (UNCACHED if environment is None else environment)
        return running(name, command, port, path, settings, self.log)

    def _client(self, server: Server) -> Client:
        return server.client(self.data.session if server.name == ORDINARY else None)

    def _warm(self, clients: dict[str, Client], site: Server) -> None:
        """Ask for each page once, and leave out what a contestant does not have."""
        self.result["bytes"], self.result["absent"] = {}, []
        _settle(site, pages.timeline(agency=self.data.facts["agency"]), self.data.size / 40_000)
        for page in self.pages:
            for name, path in list(page.paths.items()):
                answer = clients[name].get(path) if name in clients else None
                if answer is None or answer.status != 200:
                    del page.paths[name]
                    self.result["absent"] += [f"{page.label}: {name} {answer.status}"] if answer else []
                    continue
                self.result["bytes"][f"{page.key} {name}"] = len(answer.body)
                if answer.seconds > LONGEST:
                    self.taken[page.key, name] = [answer.seconds]
            if page.compared is not None and SITE not in page.paths:
                raise SystemExit(f"{page.label}: this site has no such page.")

    def _measure(self, clients: dict[str, Client]) -> dict[str, dict[str, dict]]:
        """Every page of every contestant in turn, several times over."""
        asked = [(page.key, name, path) for page in self.pages for name, path in page.paths.items()]
        asked = [each for each in asked if each[:2] not in self.taken]
        for _ in range(ROUNDS):
            for key, name, path in asked:
                turn = clients[name].turn(path, 0.1 if self.quick else 0.25)
                self.taken.setdefault((key, name), []).extend(turn)
        return {
            page.key: {name: asdict(Times.of(self.taken[page.key, name])) for name in page.paths} for page in self.pages
        }

    def _rates(self, servers: dict[str, Server]) -> dict[str, float]:
        rates = {}
        for name, server in servers.items():
            if name == DATASETTE and self.data.size > LARGEST_CSV:
                continue
            paths = pages.many(self.data.facts, name)
            load.rate(server.port, paths, 1)
            # Long enough for each connection to be answered, however slow the pages are.
            page = self.result["pages"]["both"][name]["p95"] / 1000
            rates[name] = load.rate(server.port, paths, max(self.seconds, 2 * load.CONNECTIONS * page))
        return rates

    def _csv(self, servers: dict[str, Server]) -> dict[str, dict]:
        found = {}
        for name, server in servers.items():
            pids, before = server.processes(), now_used(server.processes())
            forget_peaks(pids)
            answer = server.client().get(CSV_PATHS[name])
            if answer.status != 200:
                self.result["absent"].append(f"CSV of everything: {name} {answer.status}")
                continue
            above = max(peak - resting for peak, resting in zip(peaks(pids), before, strict=True))
            seconds = {"seconds": answer.seconds, "first": answer.first_byte}
            found[name] = {**seconds, "above": above, "bytes": len(answer.body), "lines": answer.body.count(b"\n")}
        return found

    def _cold(self, site: Server) -> dict[str, float]:
        """From the start of the process: the first answer, the slowest, and when pages come as fast as ever."""
        path = pages.timeline(agency=self.data.facts["agency"])
        usual = self.result["pages"]["agency"][SITE]["median"] / 1000
        begun, slowest, row = time.monotonic() - site.first_answer, 0.0, 0
        while row < 6:
            seconds = site.client().get(path).seconds
            slowest = max(slowest, seconds)
            row = row + 1 if seconds < max(2 * usual, usual + 0.01) else 0
            ready = time.monotonic() - begun
            if ready > 120:
                break
            time.sleep(0.02)
        return {"first": site.first_answer, "slowest": slowest, "ready": ready}

    def _saving(self, site: Server) -> dict[str, Any]:
        path = pages.timeline(agency=self.data.facts["agency"])
        said = json.loads(self.data.module("benchmarks.saving", str(site.port), path))
        usual = self.result["pages"]["agency"][SITE]["median"]
        late = 1000 * statistics.median(said["pages"]) - usual
        return {"save": asdict(Times.of(said["saves"])), "late": max(0.0, late)}

    def _seen_before(self) -> dict[str, dict[str, float]]:
        """A page that has been made, whole and as "not modified", and nginx with the same bytes in a file."""
        accept = {"Accept-Encoding": "gzip"}
        with self._server(SITE, {}) as site:
            path = pages.timeline(agency=self.data.facts["agency"])
            for _ in range(4 * WORKERS):
                site.client(accept).get(pages.timeline())
            # A page that is made while its worker still reads the record may differ by the order of equals.
            time.sleep(self.result["cold"]["ready"])
            answer = site.client(accept).get(path)
            found = {SITE: self._seen(site.port, path, accept)}
        if shutil.which("nginx"):
            folder = self.data.folder / "nginx"
            port = self._nginx_folder(folder, answer.body)
            with running(NGINX, nginx_command(folder), port, "/page.html", {}, self.log):
                found[NGINX] = self._seen(port, "/page.html", accept)
        return found

    def _nginx_folder(self, folder: Any, packed: bytes) -> int:
        port = unused_port()
        folder.mkdir(exist_ok=True)
        (folder / "page.html.gz").write_bytes(packed)
        (folder / "page.html").write_bytes(gzip.decompress(packed))
        (folder / "nginx.conf").write_text(_NGINX.format(port=port, root=folder))
        # Its workers are another user's.
        folder.chmod(0o755)
        return port

    def _seen(self, port: int, path: str, accept: dict[str, str]) -> dict[str, float]:
        # Each worker makes the page once, and each connection is some worker's.
        answer = [Client(port, accept).get(path) for _ in range(8 * WORKERS)][-1]
        rates = {"whole": load.rate(port, [path], self.seconds, accept)}
        if tag := answer.headers.get("etag"):
            unchanged = accept | {"If-None-Match": tag}
            if all(Client(port, unchanged).get(path).status == 304 for _ in range(4 * WORKERS)):
                rates["unchanged"] = load.rate(port, [path], self.seconds, unchanged)
            else:
                self.result["absent"].append(f"304 for {path}: not every process gives the same bytes")
        return rates | {"bytes": len(answer.body)}


def _settle(site: Server, path: str, least: float) -> None:
    """Until pages no longer become faster, and `least` seconds: each worker may still be reading its record."""
    begun, row, best = time.monotonic(), 0, 1e9
    for _ in range(4 * WORKERS):
        # Each connection is some worker's.
        site.client().get(path)
    client = site.client()
    while row < 10 or time.monotonic() < begun + least:
        seconds = client.get(path).seconds
        row, best = (row + 1, best) if seconds > 0.7 * best else (0, seconds)
