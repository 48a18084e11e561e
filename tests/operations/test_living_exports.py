"""Exports of the real server: to slow readers, when something is withdrawn, and when they fail in the middle."""

import http.client
import socket
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit

import pytest

from cooperation import settings
from cooperation.operations.server import WORKERS
from tests.operations.commands import ROOT
from tests.operations.serving import Site, served, unused_port, wait_until_it_listens

pytestmark = [
    pytest.mark.apart,
    pytest.mark.enable_socket,
    pytest.mark.content,
    pytest.mark.xfail(sys.platform != "linux", reason="Connections are found on Linux alone.", run=False),
]

BIG = "big.csv"
LINES = "/meetings.ndjson?expand=participations,points,programs,events,agreements,commitments,sources"
PAGES = ("/", "/meetings/", "/agencies/?q=un", "/topics.json", "/meetings.csv?year=2024")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    data_dir = tmp_path_factory.mktemp("site")
    with served(data_dir) as site:
        shelf = data_dir / "exports" / "current"
        (shelf / BIG).write_bytes(b"x" * 60_000_000)
        with (shelf / "SHA256SUMS").open("a") as sums:
            sums.write(f"{'0' * 64}  {BIG}\n")
        yield site


def reader(site_address: str, path: str, number: int) -> socket.socket:
    """A reader who has asked, and reads nothing yet. Each second one comes from another address."""
    address = urlsplit(site_address)
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.bind((f"127.0.0.{number // 2 + 1}", 0))
    client.connect((address.hostname, address.port))
    client.settimeout(20)
    client.sendall(f"GET {path} HTTP/1.1\r\nHost: {address.netloc}\r\n\r\n".encode())
    return client


def status(client: socket.socket) -> int:
    return int(client.recv(12).decode().removeprefix("HTTP/1.1 "))


def seconds_of_pages(site: Site) -> float:
    begun = time.monotonic()
    for path in PAGES * 4:
        assert site.get(path)
    return time.monotonic() - begun


def test_slow_readers_leave_the_site_quick_and_their_places_when_they_go(site):
    alone = seconds_of_pages(site)
    with ExitStack() as stack:
        readers = [stack.enter_context(reader(site.address, f"/data/{BIG}", number)) for number in range(24)]
        answers = [status(each) for each in readers]
        assert set(answers) == {200, 503}
        assert answers.count(200) <= WORKERS * settings.DATA_STREAMS_A_PROCESS
        assert seconds_of_pages(site) < 3 * alone + 2
    time.sleep(1)
    with reader(site.address, f"/data/{BIG}", 0) as last:
        assert status(last) == 200


def told(site: Site, path: str) -> tuple[int, str]:
    """The status and the text of an answer."""
    try:
        return 200, site.get(path)
    except HTTPError as refusal:
        return refusal.code, refusal.read().decode()


def test_what_is_withdrawn_leaves_the_files_at_once_and_they_are_made_anew(site):
    table, slug = "/data/meetings.csv", "2024-01-11-foreign-minister-meets-unicef-regional-director"
    assert slug in told(site, table)[1]
    with closing(sqlite3.connect(site.said.parent / "record.sqlite3", timeout=20)) as database, database:
        withdrawn = "UPDATE cooperation_meeting SET state = 'withdrawn', withdrawal_reason_en = 'Twice' WHERE slug = ?"
        assert database.execute(withdrawn, [slug]).rowcount == 1
    status, text = told(site, table)
    assert (status, "being-made-anew" in text) == (503, True)
    ends = time.monotonic() + 120
    while status == 503 and time.monotonic() < ends:
        time.sleep(0.5)
        status, text = told(site, table)
    assert (status, slug in text) == (200, False)
    assert "withdrawn since" not in site.get("/data/")


def spoil_the_oldest_meeting(data_dir: Path) -> None:
    """One of its sources cannot be read any more; it stands near the end of its list."""
    with closing(sqlite3.connect(data_dir / "record.sqlite3")) as database, database:
        database.execute("PRAGMA ignore_check_constraints = 1")
        oldest = "SELECT id FROM cooperation_meeting WHERE state = 'published' ORDER BY date LIMIT 1"
        cited = f"SELECT source_id FROM cooperation_meeting_sources WHERE meeting_id = ({oldest})"
        assert database.execute(f"UPDATE cooperation_source SET published = '20' WHERE id IN ({cited})").rowcount


def outcome(address: str, path: str, version: int = 11) -> str:
    """How a download ends: whole, refused, or broken off."""
    with closing(http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)) as connection:
        connection._http_vsn, connection._http_vsn_str = version, f"HTTP/1.{version % 10}"
        connection.request("GET", path)
        try:
            answer = connection.getresponse()
            answer.read()
        except (ConnectionError, http.client.IncompleteRead):
            return "broken off"
    return "whole" if answer.status == 200 else "refused"


def test_what_fails_is_never_given_as_whole_and_is_logged(site):
    assert outcome(site.address, LINES) == "whole"
    spoil_the_oldest_meeting(site.said.parent)
    # On a quick machine all is made before the first byte leaves, and the fault is told with its status.
    assert {outcome(site.address, LINES) for _ in range(3)} <= {"broken off", "refused"}
    assert "Write a date as" in site.said.read_text()


@pytest.fixture
def failing():
    """The address of a server of ours before an application that fails."""
    port = unused_port()
    command = [sys.executable, "-m", "granian", "--interface=wsgi", "--http=1", "--blocking-threads=8"]
    with subprocess.Popen([*command, f"--port={port}", "tests.operations.failing:application"], cwd=ROOT) as process:
        wait_until_it_listens(process, port)
        yield f"http://127.0.0.1:{port}"
        process.terminate()


@pytest.mark.parametrize("version", [11, 10])
def test_what_fails_on_its_way_is_broken_off_and_nothing_else(failing, version):
    with ThreadPoolExecutor() as pool:
        outcomes = pool.map(outcome, [failing] * 6, ["/fail", "/"] * 3, [version] * 6)
        assert list(outcomes) == ["broken off", "whole"] * 3
    assert outcome(failing, "/fail", version) == "broken off"


def drain(client: socket.socket) -> None:
    for _ in range(100_000):
        assert client.recv(4096)


def test_who_reads_nothing_at_all_is_given_up(failing):
    with reader(failing, "/endless", 0) as idle:
        time.sleep(4)
        with pytest.raises(ConnectionResetError):
            drain(idle)
