"""`manage.py serve` for real: the whole content, the production server, a sign-in, Ctrl-C, a second start."""

import re
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.operations.serving import Site, served

pytestmark = [pytest.mark.apart, pytest.mark.enable_socket, pytest.mark.content]


def contents(data_dir: Path) -> list[str]:
    """Every row of the site's database, but for who is signed in."""
    with closing(sqlite3.connect(data_dir / "record.sqlite3")) as database:
        return [line for line in database.iterdump() if '"django_session"' not in line]


def rename_a_topic_from_outside(data_dir: Path, site: Site) -> None:
    """Every worker gives the next reader what another program has just written."""
    with closing(sqlite3.connect(data_dir / "record.sqlite3")) as database:
        for name in ("Renamed once", "Renamed twice"):
            database.execute("UPDATE cooperation_topic SET name_en = ? WHERE slug = 'health'", [name])
            database.commit()
            assert [name in site.get("/topics/") for _ in range(10)] == [True] * 10
        assert "Renamed once" not in site.get("/topics/")


def heads(site: Site, *requests: bytes) -> list[str]:
    """What stands before the body of each answer."""
    host, port = site.address.removeprefix("http://").split(":")
    found = []
    for request in requests:
        with socket.create_connection((host, int(port)), timeout=20) as line:
            line.sendall(request + b"\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            found.append(b"".join(iter(lambda line=line: line.recv(65_536), b"")).decode().partition("\r\n\r\n")[0])
    return found


def every_answer_bears_the_same_headers(site: Site) -> None:
    answers = heads(
        site,
        b"GET / HTTP/1.1",
        b"GET /health/live HTTP/1.1",
        b"GET /health/ready HTTP/1.1",
        b"GET /metrics HTTP/1.1\r\nAuthorization: Bearer x",
        b"POST /accounts/login/ HTTP/1.1\r\nContent-Length: 99999999",
    )
    assert [answer[9:12] for answer in answers] == ["200", "200", "200", "403", "413"]
    policy = re.compile(r"^(?:content-security|permissions|referrer|cross-origin|x-frame|x-content).*", re.M)
    policies = [sorted(policy.findall(answer)) for answer in answers]
    assert len(policies[0]) == 7
    assert policies == [policies[0]] * len(policies)


def test_a_site_starts_serves_stops_and_starts_again(tmp_path):
    with served(tmp_path) as site:
        first = site.seconds
        said = site.said.read_text()
        assert "Preparing the SQLite database" in said
        assert "337 meetings" in said
        assert f"The record is at {site.address}/" in said
        name, password = re.search(r"Administrator: (\w+)   Password: (\w+)", said).groups()

        assert 'href="/meetings/' in site.get("/")
        style = re.search(r'/static/[^"]+\.[0-9a-f]{12}\.css', site.get("/"))[0]
        assert site.get(style)
        every_answer_bears_the_same_headers(site)
        # Before anyone signs in: with a session no finished page is given.
        rename_a_topic_from_outside(tmp_path, site)
        assert "/admin/logout/" in site.sign_in(name, password)

        assert site.stop() == 0
        assert site.said.read_text() == said
    before = contents(tmp_path)

    with served(tmp_path) as site:
        # There is nothing to make, gather or load again.
        assert site.seconds < first / 2
        said = site.said.read_text()
        assert "nothing new to load" in said
        assert "Password:" not in said
        assert site.get("/")
    assert contents(tmp_path) == before
