"""A round over the sources: whose turn it is, and what is written down."""

import datetime
import json

import pytest
from django.core.management import call_command
from django.utils import timezone

from cooperation.editorial.upkeep.links import archive
from cooperation.editorial.upkeep.links.rounds import check, due, note
from cooperation.management.commands.check_links import Command
from cooperation.models import LinkCheck, LinkStatus, Source
from tests.factories import make_source

from .hostile import Server, answer
from .test_looking import moved

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]

NOW = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
COPY = "https://web.archive.org/web/20240111/http://news.example/gone"


def archived(url="http://web.archive.org/web/20240111/http://news.example/gone", status="200"):
    closest = {"available": True, "status": status, "url": url}
    return answer(body=json.dumps({"archived_snapshots": {"closest": closest}}).encode())


@pytest.fixture
def server(monkeypatch):
    # The server of these tests speaks no TLS.
    monkeypatch.setattr(archive, "_AVAILABLE", "http://archive.org/wayback/available")
    pages = {"/robots.txt": answer(), "/here": answer(), "/old": moved("/here", "301 Moved Permanently")}
    server = Server(pages)
    yield server
    server.close()


def source(path="here", **values):
    return make_source(url=f"http://news.example/{path}", **values)


def round_of(server, *sources, **options):
    return [finding.outcome.value for _source, finding in check(list(sources), server.manners(), **options)]


def status_of(source):
    source.refresh_from_db()
    return source.link_status


def checked(source, at, *, days=0):
    failed = timezone.localdate(at) if days else None
    LinkCheck.objects.create(source=source, checked_at=at, answer="", failed_days=days, last_failed=failed)
    return source


def test_never_checked_comes_first_then_oldest_and_what_failed_comes_back_the_next_day():
    old, older = checked(source("1"), NOW - 40 * DAY), checked(source("2"), NOW - 50 * DAY)
    never = source("3")
    checked(source("4"), NOW - 2 * DAY)
    failing = checked(source("5"), NOW - DAY, days=1)
    checked(source("6"), NOW, days=1)
    checked(source("7"), NOW - 2 * DAY, days=2)
    assert list(due(30 * DAY, NOW)) == [never, older, old, failing]


def test_what_answers_and_what_moved_is_written_down(server):
    here, old = source("here"), source("old")
    assert round_of(server, here, old, ask_archive=False) == ["alive", "moved"]
    assert (status_of(here), status_of(old)) == (LinkStatus.ALIVE, LinkStatus.MOVED)
    assert old.link_check.moved_to == "http://news.example/here"


def test_a_new_address_that_no_source_may_have_is_not_kept(server):
    server.pages["/old"] = moved(f"/here?{'a' * 2000}", "301 Moved Permanently")
    server.pages[f"/here?{'a' * 2000}"] = answer()
    old = source("old")
    round_of(server, old, ask_archive=False)
    assert (status_of(old), old.link_check.moved_to) == (LinkStatus.ALIVE, "")


def test_a_link_is_dead_on_the_second_day_and_alive_again_at_once(server):
    gone = source("gone")
    finding = next(check([gone], server.manners(), ask_archive=False))[1]
    assert (status_of(gone), gone.link_check.answer) == (LinkStatus.UNCHECKED, "404 Not Found")
    for at, expected in ((timezone.now(), LinkStatus.UNCHECKED), (timezone.now() + DAY, LinkStatus.DEAD)):
        note(gone, finding, at)
        assert status_of(gone) == expected
    server.pages["/gone"] = answer()
    round_of(server, gone, ask_archive=False)
    assert (status_of(gone), LinkCheck.objects.get().failed_days) == (LinkStatus.ALIVE, 0)


def test_what_a_shy_server_says_changes_nothing(server):
    here = source()
    round_of(server, here)
    server.pages["/here"] = answer("403 Forbidden")
    assert round_of(server, here, ask_archive=False) == ["unknown"]
    assert status_of(here) == LinkStatus.ALIVE


def test_an_archived_copy_is_suggested_once_and_never_taken(server):
    gone = source("gone", published="2024-01-11")
    server.pages["/wayback/available?url=http%3A%2F%2Fnews.example%2Fgone&timestamp=20240111"] = archived()
    round_of(server, gone)
    gone.refresh_from_db()
    assert (gone.archived_url, gone.link_check.suggested_copy) == ("", COPY)
    asked = len(server.asked)
    round_of(server, gone)
    assert [path for _method, path in server.asked[asked:] if "wayback" in path] == []


@pytest.mark.parametrize(
    "page",
    [
        archived("https://evil.example/web/1/x"),
        archived("javascript:alert(1)"),
        archived(status="404"),
        answer(body=b"[" * 50_000),
        answer(body=b'{"archived_snapshots": {}}'),
        answer("503 Service Unavailable"),
    ],
)
def test_what_is_no_copy_is_not_suggested(server, page):
    gone = source("gone")
    server.pages["/wayback/available?url=http%3A%2F%2Fnews.example%2Fgone"] = page
    assert round_of(server, gone) == ["failed"]
    assert LinkCheck.objects.get().suggested_copy == ""


def test_an_archive_that_is_away_is_not_asked_again_in_this_round(server):
    server.pages["/robots.txt"] = answer("503 Service Unavailable")
    round_of(server, source("1"), source("2"))
    assert LinkCheck.objects.filter(archive_asked_at=None).count() == 2


def test_an_address_corrected_meanwhile_is_checked_anew(server):
    gone = source("gone")
    finding = next(check([gone], server.manners(), ask_archive=False))[1]
    Source.objects.get(pk=gone.pk).save()
    assert LinkCheck.objects.count() == 1
    current = Source.objects.get(pk=gone.pk)
    current.link_status, current.url = LinkStatus.DEAD, "http://news.example/here"
    current.save()
    assert note(gone, finding, NOW) is None
    assert (status_of(current), LinkCheck.objects.count()) == (LinkStatus.UNCHECKED, 0)


def test_the_command_goes_on_where_it_stopped(server, monkeypatch, capsys):
    monkeypatch.setattr(Command, "manners", lambda self: server.manners())
    sources = [source("here"), source("gone"), source("old")]
    for _round in range(2):
        call_command("check_links", "--limit", "2", "--no-archive", verbosity=2)
    assert "failed: http://news.example/gone (404 Not Found)" in capsys.readouterr().out
    assert LinkCheck.objects.count() == len(sources)
    call_command("check_links", "--no-archive")
    assert capsys.readouterr().out == "Links checked: 0.\n"
