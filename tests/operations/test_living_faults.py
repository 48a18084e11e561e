"""Faults of the real server on SQLite: killed in the middle of saving, its database locked, gone, its disk full."""

import os
import re
import resource
import shutil
import signal
import socket
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from email.message import Message
from http.client import HTTPException, RemoteDisconnected
from pathlib import Path
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import build_opener

import pytest

from tests.editorial.posting import ADD, meeting_form
from tests.operations.serving import Site, served

pytestmark = [pytest.mark.apart, pytest.mark.enable_socket, pytest.mark.content]

TEXT = "A text of several words, with <b>marks</b> & “quotes”, that nobody wants to type twice."
SEEN, UNSEEN = "/topics/", "/az/agencies/?q=nobody-asked-this-before"
FILES = ("record.sqlite3", "record.sqlite3-wal", "record.sqlite3-shm")
MEETING = "2024-01-11-foreign-minister-meets-unicef-regional-director"


class Answer(NamedTuple):
    status: int
    headers: Message
    text: str


def answer(site: Site, path: str, sent: dict[str, object] | None = None, *, known: bool = False) -> Answer:
    browser = site.browser if known or sent else build_opener()
    data = urlencode(sent).encode() if sent else None
    try:
        with browser.open(site.address + path, data, timeout=60) as found:
            return Answer(found.status, found.headers, found.read().decode())
    except HTTPError as refusal:
        return Answer(refusal.code, refusal.headers, refusal.read().decode())


def form(site: Site, title: str) -> dict[str, object]:
    """What an editor has filled in, who opened the form while all was well."""
    page = answer(site, ADD, known=True).text
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    with opened(site) as database:
        body = database.execute("SELECT id FROM cooperation_agency WHERE acronym = 'UNICEF'").fetchone()[0]
    rows = [{"agency": body, "role": "participant", "order": 0}]
    return meeting_form(title_en=title, summary_en=TEXT, participations=rows) | {"csrfmiddlewaretoken": token}


def folder(site: Site) -> Path:
    return site.said.parent


def opened(site: Site) -> closing[sqlite3.Connection]:
    return closing(sqlite3.connect(folder(site) / FILES[0], timeout=20, isolation_level=None))


def is_kept(site: Site, title: str) -> bool:
    with opened(site) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("PRAGMA foreign_key_check").fetchone() is None
        return (
            database.execute("SELECT count(*) FROM cooperation_meeting WHERE title_en = ?", [title]).fetchone()[0] > 0
        )


def seconds_until(condition: Callable[[], bool], patience: float = 60) -> float:
    begun = time.monotonic()
    while not condition():
        assert time.monotonic() < begun + patience
        time.sleep(0.1)
    return time.monotonic() - begun


@pytest.fixture(scope="module")
def data_dir(prepared, tmp_path_factory) -> Iterator[Path]:
    """On a small disk of its own, where this user may mount one."""
    path = tmp_path_factory.mktemp("site")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256m", "tmpfs", path], stderr=subprocess.DEVNULL)
    shutil.copytree(prepared[0], path, symlinks=True, dirs_exist_ok=True)
    try:
        yield path
    finally:
        if not mounted.returncode:
            subprocess.run(["umount", "--lazy", path], check=True)


@pytest.fixture(scope="module")
def site(data_dir, prepared):
    # An editor waits for a lock less long than he would.
    with served(data_dir, DATABASE_URL=f"sqlite:///{data_dir / FILES[0]}?timeout=1") as site:
        site.sign_in(*re.search(r"Administrator: (\w+)   Password: (\w+)", prepared[1]).groups())
        yield site


def check_kept_for_the_editor(refused: Answer, title: str) -> None:
    assert (refused.status, refused.headers["Retry-After"]) == (503, "10")
    assert "Not saved yet" in refused.text
    assert f">\n{title}</textarea>" in refused.text
    assert "with &lt;b&gt;marks&lt;/b&gt; &amp; “quotes”" in refused.text


def connected(site: Site, sent: bytes) -> socket.socket:
    host, _colon, port = site.address.removeprefix("http://").partition(":")
    client = socket.create_connection((host, int(port)))
    client.sendall(sent)
    return client


# A body that two readers could take for bodies of different lengths, so that for one of them another request follows.
TWO_MEANINGS = {
    "two ways of saying it": (b"Content-Length: 6\r\nTransfer-Encoding: chunked", b"0\r\n\r\n", b"403"),
    "two lengths": (b"Content-Length: 5\r\nContent-Length: 6", b"abcdef", b"400"),
    "two lengths in one": (b"Content-Length: 5, 6", b"abcdef", b"400"),
    "a length in other digits": (b"Content-Length: 0x5", b"abcde", b"400"),
    "a length below nought": (b"Content-Length: -5", b"abcde", b"400"),
    "a length with a sign": (b"Content-Length: +5", b"abcde", b"400"),
    "two codings": (b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", b"0\r\n\r\n", b"400"),
    "an unknown coding": (b"Transfer-Encoding: xchunked", b"0\r\n\r\n", b"400"),
    "a name with a blank": (b"Transfer-Encoding : chunked", b"0\r\n\r\n", b"400"),
    "a folded line": (b"Transfer-Encoding:\r\n chunked", b"0\r\n\r\n", b"400"),
    "a chunk of no length": (b"Transfer-Encoding: chunked", b"zz\r\n\r\n", b"403"),
    "a chunk that is longer": (b"Transfer-Encoding: chunked", b"5\r\nabc\r\n0\r\n\r\n", b"403"),
}


@pytest.mark.parametrize("kind", TWO_MEANINGS)
def test_where_a_request_ends_has_one_meaning(site, kind):
    """What may be a second request is answered nothing, and the connection ends with the first."""
    length, body, status = TWO_MEANINGS[kind]
    head = b"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\n%b\r\n\r\n" % length
    hidden = b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with connected(site, head + body + hidden) as client:
        client.settimeout(20)
        said = b"".join(iter(lambda: client.recv(65_536), b""))
    assert re.findall(rb"HTTP/1\.1 (\d+)", said) == [status]
    assert b"live" not in said


def test_requests_that_say_where_they_end_follow_each_other(site):
    """On one connection, so that the test above would see a second answer."""
    first = b"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nabcde"
    last = b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    with connected(site, first + last) as client:
        client.settimeout(20)
        said = b"".join(iter(lambda: client.recv(65_536), b""))
    assert re.findall(rb"HTTP/1\.1 (\d+)", said) == [b"403", b"200"]
    assert said.endswith(b"live\n")


def test_idle_connections_and_slow_senders_hold_nobody_up(site):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard), hard))
    slow = b"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\nlogin="
    # Each worker keeps its own.
    assert {answer(site, SEEN).status for _ in range(20)} == {200}
    with ExitStack() as stack:
        stack.callback(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        for sent in (b"", b"GET / HT", b"GET /topics/ HTTP/1.1\r\nHost: localhost\r\n\r\n"):
            for _ in range(350):
                stack.enter_context(connected(site, sent))
        trickling, begun = stack.enter_context(connected(site, slow % 11_000_000)), time.monotonic()
        for _ in range(16):
            stack.enter_context(connected(site, slow % 1_000))
        assert answer(site, SEEN).status == answer(site, UNSEEN.replace("nobody", "noone")).status == 200
        # However much it has announced.
        seconds_until(lambda: is_broken_off(trickling))
        assert 15 < time.monotonic() - begun < 40


def is_broken_off(client: socket.socket) -> bool:
    """A byte more is sent: who is heard gets no answer to it."""
    client.settimeout(1)
    try:
        client.sendall(b"x")
        assert client.recv(1000)[:12] in (b"", b"HTTP/1.1 408")
    except TimeoutError:
        return False
    except ConnectionError:
        return True
    return True


def test_a_reload_fails_no_request(site):
    workers, answers, over = site.workers(), [], threading.Event()

    def read() -> None:
        while not over.is_set():
            try:
                answers.append(answer(site, SEEN).status)
            except RemoteDisconnected:
                # Taken up by the old worker in its last moment and closed without a word: who asks may ask again, as
                # browsers and web servers in front do.
                answers.append(answer(site, SEEN).status)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for each in readers:
        each.start()
    site.process.send_signal(signal.SIGHUP)
    seconds_until(lambda: len(site.workers()) == 2 and not set(workers) & set(site.workers()), 120)
    over.set()
    for each in readers:
        each.join()
    assert set(answers) == {200}


def test_a_locked_database_stops_no_reader_and_loses_no_text(site):
    title = "Saved beside somebody who holds the database"
    entered = form(site, title)
    with opened(site) as holder:
        holder.execute("BEGIN IMMEDIATE")
        refused = answer(site, ADD, entered)
        assert answer(site, UNSEEN).status == answer(site, SEEN).status == 200
        holder.execute("ROLLBACK")
    check_kept_for_the_editor(refused, title)
    assert not is_kept(site, title)
    # What the page holds is what was entered; it is sent once more.
    fields = dict(re.findall(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', refused.text, re.DOTALL))
    assert fields.keys() == entered.keys()
    assert answer(site, ADD, entered).status == 200
    assert is_kept(site, title)


def test_while_the_database_is_gone_what_was_seen_is_given_and_nothing_is_lost(site):
    title = "Saved while the database was away"
    entered, path = form(site, title), f"/meetings/{MEETING}/"
    for _ in range(12):
        assert answer(site, SEEN).status == answer(site, path).status == 200
    with opened(site) as database:
        withdrawn = "UPDATE cooperation_meeting SET state = 'withdrawn', withdrawal_reason_en = 'Twice' WHERE slug = ?"
        assert database.execute(withdrawn, [MEETING]).rowcount == 1
    for _ in range(12):
        assert answer(site, SEEN).status == 200
    away = folder(site) / "away"
    away.mkdir()
    for name in FILES:
        with suppress(FileNotFoundError):
            (folder(site) / name).rename(away / name)
    time.sleep(1.1)
    seen = answer(site, SEEN)
    assert seen.status == 200
    assert int(seen.headers["Age"]) >= 1
    assert seen.headers["Cache-Status"].startswith("record; hit; ttl=-")
    assert answer(site, path).status == 503
    unseen = answer(site, UNSEEN.replace("nobody", "somebody"))
    assert (unseen.status, unseen.headers["Retry-After"], unseen.headers["Cache-Control"]) == (
        503,
        "10",
        "private, no-store",
    )
    assert '<html lang="az">' in unseen.text
    data = answer(site, "/topics.json?q=unseen")
    assert (data.status, data.headers["Content-Type"]) == (503, "application/problem+json")
    check_kept_for_the_editor(answer(site, ADD, entered), title)
    # Nobody has made an empty one in its place.
    assert not (folder(site) / FILES[0]).exists()
    for file in away.iterdir():
        file.rename(folder(site) / file.name)
    assert seconds_until(lambda: answer(site, UNSEEN.replace("nobody", "someone")).status == 200) < 5
    assert "Age" not in answer(site, SEEN).headers
    assert answer(site, ADD, entered).status == 200
    assert is_kept(site, title)
    assert answer(site, path).status == 410


def test_a_full_disk_stops_no_reader_and_loses_no_text(site):
    if not os.path.ismount(folder(site)):
        pytest.skip("Only a user who may mount a small disk (root) can fill one up.")
    title = "Saved on a full disk"
    entered = form(site, title)
    with opened(site) as database:
        # Or what is written would find room in the write-ahead log of before.
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    filler = folder(site) / "filler"
    with suppress(OSError), filler.open("wb", buffering=0) as file:
        while file.write(bytes(1_000_000)):
            pass
    refused = answer(site, ADD, entered)
    assert answer(site, UNSEEN.replace("nobody", "anybody")).status == 200
    filler.unlink()
    check_kept_for_the_editor(refused, title)
    assert not is_kept(site, title)
    assert answer(site, ADD, entered).status == 200
    assert is_kept(site, title)


def in_the_middle_of_saving(site: Site, title: str, fault: Callable[[], None]) -> None:
    """The fault comes when the meeting is written and its rows are not, nothing of it committed."""
    entered = form(site, title)
    endless = ", ".join(f"cooperation_source AS s{number}" for number in range(4))
    with opened(site) as database:
        database.execute(
            f"CREATE TRIGGER slow AFTER INSERT ON cooperation_participation BEGIN SELECT count(*) FROM {endless}; END"
        )
    broken: list[BaseException] = []

    def save() -> None:
        try:
            answer(site, ADD, entered)
        except (OSError, HTTPException) as error:
            broken.append(error)

    saving = threading.Thread(target=save)
    saving.start()
    seconds_until(lambda: is_locked(site) and not time.sleep(0.5) and is_locked(site))
    fault()
    saving.join(timeout=60)
    assert len(broken) == 1
    with opened(site) as database:
        database.execute("DROP TRIGGER slow")
    assert not is_kept(site, title)


def is_locked(site: Site) -> bool:
    with closing(sqlite3.connect(folder(site) / FILES[0], timeout=0, isolation_level=None)) as database:
        try:
            database.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        return False


def test_workers_killed_in_the_middle_of_saving_leave_no_half_record(site):
    title, path = "Half saved by a worker", "/meetings/?q=half+saved"
    workers = site.workers()

    def kill_workers() -> None:
        for pid in workers:
            os.kill(pid, signal.SIGKILL)

    in_the_middle_of_saving(site, title, kill_workers)
    # The next request waits for the new workers, and is not refused.
    assert title not in answer(site, path).text
    assert not set(workers) & set(site.workers())
    entered = form(site, title)
    assert answer(site, ADD, entered | {"_publish": "1"}).status == 200
    assert is_kept(site, title)


def test_a_server_killed_in_the_middle_of_saving_starts_again_clean(site, data_dir):
    title = "Half saved by a server"

    def kill_all() -> None:
        for pid in (site.process.pid, *site.workers()):
            os.kill(pid, signal.SIGKILL)
        site.process.wait(timeout=20)

    in_the_middle_of_saving(site, title, kill_all)
    with served(data_dir) as again:
        again.browser = site.browser
        assert title not in answer(again, "/meetings/").text
        assert "nothing new to load" in again.said.read_text()
        with opened(again) as database:
            database.execute("UPDATE cooperation_topic SET name_en = 'Renamed after all' WHERE slug = 'health'")
        assert {"Renamed after all" in answer(again, SEEN).text for _ in range(6)} == {True}
        assert answer(again, ADD, form(again, title)).status == 200
        assert is_kept(again, title)
