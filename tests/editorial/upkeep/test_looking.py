"""What is said of servers that answer, and of those that mean ill."""

import itertools
import threading
import time

import pytest

from cooperation.editorial.upkeep.links.addresses import target_of
from cooperation.editorial.upkeep.links.asking import Asker, FailedError, Network
from cooperation.editorial.upkeep.links.looking import Finding, Outcome, look

from .hostile import PUBLIC, Server, answer

pytestmark = [pytest.mark.engine("sqlite"), pytest.mark.allow_hosts(["127.0.0.1"])]


@pytest.fixture
def serve():
    servers = []

    def make(**pages):
        servers.append(Server({f"/{name.replace('_', '.')}": page for name, page in pages.items()}))
        return servers[-1]

    yield make
    for server in servers:
        server.close()


def seen(server, url="http://news.example/a", **options):
    return look(url, server.manners(**options))


def moved(location, status="302 Found"):
    return answer(status, f"Location: {location}")


def test_a_page_that_answers_is_alive_and_only_its_head_is_read(serve):
    server = serve(a=answer())
    assert seen(server) == Finding(Outcome.ALIVE, "200 OK")
    assert server.asked == [("GET", "/robots.txt"), ("HEAD", "/a")]
    assert server.connected == [f"{PUBLIC}:80"] * 2


def test_a_page_that_is_gone_is_asked_for_in_full_before_it_is_said(serve):
    server = serve()
    assert seen(server) == Finding(Outcome.FAILED, "404 Not Found")
    assert server.asked[1:] == [("HEAD", "/a"), ("GET", "/a")]


@pytest.mark.parametrize("status", ["401 Unauthorized", "403 Forbidden", "429 Too Many Requests"])
def test_a_server_that_is_shy_of_programs_says_nothing_of_the_page(serve, status):
    assert seen(serve(a=answer(status))).outcome is Outcome.UNKNOWN


def test_redirects_are_followed_and_only_those_for_good_move_the_address(serve):
    pages = {"b": moved("/c", "301 Moved Permanently"), "c": answer()}
    lasting = seen(serve(a=moved("/b", "308 Permanent Redirect"), **pages))
    assert lasting == Finding(Outcome.MOVED, "200 OK", "http://news.example/c")
    assert seen(serve(a=moved("/b"), **pages)) == Finding(Outcome.ALIVE, "200 OK")


def test_robots_are_heard(serve):
    rules = answer(body=b"User-agent: *\nDisallow: /a\nCrawl-delay: 7")
    server = serve(robots_txt=rules, a=answer(), b=answer())
    assert seen(server).outcome is Outcome.UNKNOWN
    assert server.asked == [("GET", "/robots.txt")]
    assert seen(server, "http://news.example/b").outcome is Outcome.ALIVE
    assert server.slept == [7.0]


@pytest.mark.parametrize(
    ("rules", "outcome"),
    [
        (b"<!doctype html><html><body>Disallow: everything</body></html>", Outcome.ALIVE),
        (b"\x00\xff\xfe" * 1000, Outcome.ALIVE),
        (b"User-agent: *\nCrawl-delay: nan\nRequest-rate: 1/0s\nDisallow: http://[\nDisallow: %zz\xe9", Outcome.ALIVE),
        (b"User-agent: *\nDisallow: /" + b"*a" * 100_000 + b"*b\n", Outcome.ALIVE),
        (b"User-agent: *\n" + b"Disallow: /*a*b*c\n" * 20_000 + b"Disallow: /a\n", Outcome.UNKNOWN),
        (b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /", Outcome.UNKNOWN),
    ],
)
def test_odd_robots_are_read_as_far_as_they_make_sense(serve, rules, outcome):
    server = serve(robots_txt=answer(body=rules), a=answer())
    begun = time.monotonic()
    assert seen(server).outcome is outcome
    assert time.monotonic() - begun < 3
    assert server.slept in ([], [2.0])


@pytest.mark.parametrize("status", ["500 Internal Server Error", "503 Service Unavailable", "429 Too Many Requests"])
def test_a_host_that_cannot_say_what_it_wants_is_left_alone(serve, status):
    server = serve(robots_txt=answer(status), a=answer())
    assert seen(server).outcome is Outcome.UNKNOWN
    assert server.asked == [("GET", "/robots.txt")]


def test_what_a_host_wants_is_asked_once_a_round(serve):
    server = serve(a=answer(), b=answer())
    manners = server.manners()
    for path in ("a", "b", "a"):
        assert look(f"http://news.example/{path}", manners).outcome is Outcome.ALIVE
    assert [path for _method, path in server.asked] == ["/robots.txt", "/a", "/b", "/a"]


def test_a_host_that_does_not_say_it_is_waited_for_once_a_round(serve):
    server = serve(robots_txt=drip, a=answer())
    manners = server.manners(seconds=0.2)
    for path in ("a", "b", "c"):
        found = look(f"http://news.example/{path}", manners)
        assert found == Finding(Outcome.FAILED, "no whole answer within 0.2 seconds")
    assert server.asked == [("GET", "/robots.txt")]


def test_a_loop_of_redirects_ends(serve):
    server = serve(a=moved("/b"), b=moved("/a"))
    assert seen(server) == Finding(Outcome.FAILED, "redirects without end")
    assert len(server.asked) == 10


@pytest.mark.parametrize(
    "location",
    [
        *("http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/", "http://[::ffff:127.0.0.1]/"),
        *("http://inside.example/", "http://both.example/", "http://news.example:22/", "file:///etc/passwd"),
    ],
)
def test_a_redirect_inwards_is_never_followed(serve, location):
    server = serve(a=moved(location))
    inside = {"169.254.169.254": ["169.254.169.254"], "10.0.0.1": ["10.0.0.1"], "::ffff:127.0.0.1": ["::1"]}
    hosts = {**inside, "inside.example": ["192.168.0.1"], "both.example": [PUBLIC, "127.0.0.1"]}
    found = seen(server, hosts=hosts)
    assert found.outcome is Outcome.UNKNOWN
    assert found.answer.startswith("not asked: ")
    assert set(server.connected) == {f"{PUBLIC}:80"}


def drip():
    yield b"HTTP/1.1 200 OK\r\n"
    for letter in itertools.cycle(b"X-Slow: yes\r\n"):
        time.sleep(0.05)
        yield bytes([letter])


def endless():
    yield b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"
    yield from itertools.repeat(b"User-agent: *\nDisallow: /b\n" * 1000)


def test_a_server_that_drips_is_left_in_time(serve):
    server = serve(a=drip)
    begun = time.monotonic()
    assert seen(server, seconds=0.3) == Finding(Outcome.FAILED, "no whole answer within 0.3 seconds")
    assert time.monotonic() - begun < 3


def test_of_a_body_without_end_no_more_is_read_than_is_needed(serve):
    assert seen(serve(robots_txt=endless, a=endless)) == Finding(Outcome.ALIVE, "200 OK")


@pytest.mark.parametrize(
    "page",
    [
        *(b"", b"\x00\xff\xfe garbage \r\n\r\n", b"HTTP/1.1 999999 What\r\n\r\n", b"220 mail.example ESMTP\r\n"),
        b"HTTP/1.1 200 OK\r\nX-Big: " + b"a" * 200_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X-Many: 1\r\n" * 2_000 + b"\r\n",
    ],
)
def test_what_is_no_answer_is_a_failure_and_never_an_error(serve, page):
    assert seen(serve(robots_txt=answer(), a=page)) == Finding(Outcome.FAILED, "the connection broke off")


@pytest.mark.parametrize("location", ["http://[", "http://a:b/", "http://\x01/", "\xff\xfe", "http:///", "?" * 3000])
def test_a_redirect_to_nonsense_is_no_error(serve, location):
    page = b"HTTP/1.1 302 Found\r\nLocation: " + location.encode("latin-1") + b"\r\nContent-Length: 0\r\n\r\n"
    assert seen(serve(a=page)).outcome in {Outcome.UNKNOWN, Outcome.FAILED}


def test_what_is_no_tls_is_no_secure_connection(serve):
    found = seen(serve(a=answer()), "https://news.example/a")
    assert found == Finding(Outcome.FAILED, "no secure connection")


def test_a_host_that_is_nowhere_has_failed(serve):
    assert seen(serve(), hosts={"news.example": []}).outcome is Outcome.FAILED


def test_a_name_that_nobody_knows_in_time_is_given_up():
    never = threading.Event()
    network = Network(lambda host, port: never.wait(20) and [], lambda *address: None)
    begun = time.monotonic()
    with pytest.raises(FailedError, match=r"not found within 0\.05 seconds"):
        Asker("TestCheck/1.0", network, 0.05).ask("GET", target_of("http://news.example/"))
    assert time.monotonic() - begun < 2
    never.set()
