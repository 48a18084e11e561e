"""Django works for a few requests at once; some wait, the others hear at once that they should come back."""

import io
import threading

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.core.wsgi import get_wsgi_application
from django.db import ConnectionHandler, connections
from django.test import RequestFactory

from cooperation.operations import admission, bodies, bounds, capacity
from cooperation.operations.admission import Admission, Places
from cooperation.operations.bodies import Bodies
from cooperation.operations.capacity import Kind
from cooperation.record import deadlines
from cooperation.record.outages import OUTAGE, Outage
from tests.operations.fronts import connection_kept

pytestmark = pytest.mark.engine("sqlite")


class Answer(list):
    def close(self):
        """Nothing is open."""


class Site:
    """An application that answers when it is told to, behind the admission."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.go_on, self.begun = threading.Event(), threading.Semaphore(0)
        self.seen: list[tuple[str, Outage | None, bool]] = []
        self.door = Admission(self._answer, places, Bodies())
        self.threads: list[threading.Thread] = []

    def _answer(self, environ, start_response):
        outage = environ.get(OUTAGE)
        self.seen.append((environ["PATH_INFO"], outage, deadlines.serves()))
        self.begun.release()
        if not outage and environ["PATH_INFO"] == "/slow":
            self.go_on.wait(10)
        start_response("200 OK" if not outage else "503 Service Unavailable", [])
        return Answer([environ["wsgi.input"].read()])

    def ask(self, path="/", method="GET", body=b"", **environ):
        """The status of the answer, which is closed as the server does."""
        environ = RequestFactory().generic(method, path, body, **environ).environ
        begun = []
        answer = self.door(environ, lambda status, headers: begun.append(status[:3]))
        text = b"".join(answer)
        if isinstance(answer, Answer):
            answer.close()
        return begun[0], text

    def hold(self, number, **environ):
        """So many requests that are being answered, or wait for it."""
        for _ in range(number):
            thread = threading.Thread(target=self.ask, args=("/slow",), kwargs=environ)
            thread.start()
            self.threads.append(thread)


@pytest.fixture
def site(monkeypatch):
    monkeypatch.setattr(admission, "WAITING", dict.fromkeys(Kind, 1))
    monkeypatch.setattr(admission, "SECONDS_TO_WAIT", dict.fromkeys(Kind, 5))
    # A place would keep the connection of the tests, or close it.
    monkeypatch.setattr(admission, "connections", ConnectionHandler(connections.settings))
    site = Site(Places(2, 1))
    yield site
    site.go_on.set()
    for each in site.threads:
        each.join()
    assert site.places.numbers() == {"free": 2, "popular_waiting": 0, "desk_waiting": 0, "reader_waiting": 0}


def waits(site, **numbers):
    """Once so many wait."""
    for _ in range(500):
        if site.places.numbers() | numbers == site.places.numbers():
            return
        threading.Event().wait(0.01)
    raise AssertionError(site.places.numbers())


def test_who_finds_no_place_and_no_room_to_wait_is_sent_away_at_once(site):
    site.hold(3)
    waits(site, free=0, reader_waiting=1)
    assert site.ask("/") == ("503", b"")
    assert site.seen[-1] == ("/", Outage.BUSY, False)
    site.go_on.set()
    waits(site, free=2)
    assert site.ask("/") == ("200", b"")


def test_who_waits_too_long_is_sent_away(site, monkeypatch):
    monkeypatch.setattr(admission, "SECONDS_TO_WAIT", dict.fromkeys(Kind, 0.01))
    site.hold(2)
    waits(site, free=0)
    assert site.ask("/")[0] == "503"
    waits(site, free=0, reader_waiting=0)


def test_editors_take_not_all_places_and_are_served_before_readers(site):
    known = {"HTTP_COOKIE": "sessionid=somebody"}
    site.hold(2, **known)
    # One is left for readers, though an editor waits.
    waits(site, free=1, desk_waiting=1)
    assert site.ask("/")[0] == "200"
    assert site.ask("/", **known)[0] == "503"
    assert site.ask("/", method="POST", body=b"a")[0] == "503"


def test_a_page_that_many_ask_for_is_made_first_then_editors_are_served_then_readers():
    places, served = Places(1, 1), []
    held = places.take(Kind.READER)

    def ask(kind):
        place = places.take(kind)
        served.append(kind)
        places.give_back(place, kind)

    threads = []
    for number, kind in enumerate((Kind.READER, Kind.DESK, Kind.POPULAR)):
        threads.append(threading.Thread(target=ask, args=(kind,)))
        threads[-1].start()
        while sum(places.numbers().values()) <= number:
            threading.Event().wait(0.01)
    places.give_back(held, Kind.READER)
    for thread in threads:
        thread.join()
    assert served == [Kind.POPULAR, Kind.DESK, Kind.READER]


def test_files_and_those_who_watch_need_no_place(site):
    site.hold(3)
    waits(site, free=0, reader_waiting=1)
    for path in ("/static/css/base.css", "/version", "/health/live", "/metrics"):
        assert site.ask(path)[0] == "200"


def test_what_was_sent_is_there_when_a_place_is_found(site):
    assert site.ask("/", "POST", b"title=x") == ("200", b"title=x")


def test_a_request_that_fails_gives_its_place_back(site):
    def fail(environ, start_response):
        raise ValueError("a defect")

    site.door.application = fail
    for _ in range(5):
        with pytest.raises(ValueError, match="a defect"):
            site.ask("/")
    assert not deadlines.serves()


def test_an_answer_holds_its_place_until_it_is_closed(site):
    environ = RequestFactory().get("/").environ
    answer = site.door(environ, lambda *begin: None)
    assert site.places.numbers()["free"] == 1
    answer.close()
    answer.close()
    assert site.places.numbers()["free"] == 2


@pytest.mark.django_db
def test_a_place_brings_its_connections_to_whichever_thread():
    place = admission.Place()
    theirs = connections.create_connection("default")
    place._held["default"] = theirs
    theirs.inc_thread_sharing()
    seen = []

    def work():
        place.enter()
        seen.append(connections["default"] is theirs)
        place.leave()
        seen.append(connections.all(initialized_only=True))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [True, []]
    assert place._held == {"default": theirs}


def test_there_are_more_threads_than_can_be_held():
    held = capacity.PLACES + sum(capacity.WAITING.values()) + capacity.BODIES + capacity.WAITING_FOR_A_PAGE
    assert held < capacity.THREADS


class TestBodies:
    def take_in(self, source, length, **environ):
        environ = {"CONTENT_LENGTH": str(length), "REMOTE_ADDR": "192.0.2.1", "wsgi.input": source} | environ
        return self.bodies.take_in(environ), environ

    @pytest.fixture(autouse=True)
    def _bodies(self):
        self.bodies = Bodies()

    def test_a_whole_one_is_read_and_nothing_beyond(self):
        refusal, environ = self.take_in(io.BytesIO(b"x" * 200_000 + b"the next"), 200_000)
        assert refusal is None
        assert environ["wsgi.input"].read() == b"x" * 200_000

    @pytest.mark.parametrize("length", ["", "0"])
    def test_none_is_left_alone(self, length):
        refusal, environ = self.take_in(None, length)
        assert (refusal, environ["wsgi.input"]) == (None, None)

    @pytest.mark.parametrize("length", ["-1", "many", "１", "1e3"])
    def test_nonsense_is_refused(self, length):
        assert self.take_in(None, length)[0] is bodies.Refusal.BROKEN

    def test_one_that_ends_early_is_refused(self):
        assert self.take_in(io.BytesIO(b"half"), 8)[0] is bodies.Refusal.BROKEN

    @pytest.mark.parametrize("announced", [settings.LARGEST_BODY + 1, "9" * 5000])
    def test_one_that_is_too_large_is_left_to_be_refused_unread(self, announced):
        refusal, environ = self.take_in(None, announced)
        assert refusal is None
        assert environ["wsgi.input"].read() == b""
        assert (
            bounds.BoundsMiddleware(pytest.fail)(WSGIRequest(RequestFactory().get("/").environ | environ)).status_code
            == 413
        )

    def test_a_slow_one_is_given_up(self, monkeypatch):
        monkeypatch.setattr(bodies, "SECONDS", 0.01)
        sent = threading.Event()

        class Slow:
            def read(self, size):
                sent.wait(5)
                return b""

        refusal, environ = self.take_in(Slow(), 8)
        assert refusal is bodies.Refusal.SLOW
        begun = []
        monkeypatch.setattr(bodies, "break_off", lambda environ: sent.set() or iter(()))
        assert list(refusal.answer(environ, lambda *begin: begun.append(begin[0]))) == []
        assert begun == ["408 Request Timeout"]
        assert not environ[bodies._READING].is_alive()

    @pytest.mark.parametrize(("bytes_at_a_time", "expected"), [(1, bodies.Refusal.SLOW), (40_000, None)])
    def test_what_has_come_gives_time_and_what_is_announced_gives_none(self, monkeypatch, bytes_at_a_time, expected):
        """By what it announces, this one had more than five seconds."""
        monkeypatch.setattr(bodies, "SECONDS", 0.3)
        monkeypatch.setattr(bodies, "BYTES_A_SECOND", 20_000)
        ended = threading.Event()

        class Trickle:
            given = 0

            def read(self, size):
                ended.wait(0.05)
                Trickle.given += bytes_at_a_time
                return b"" if ended.is_set() else b"x" * min(size, bytes_at_a_time)

        refusal, _environ = self.take_in(Trickle(), 100_000)
        ended.set()
        assert refusal is expected
        # Its sender was heard to the end, or for a moment: about six times.
        assert expected is None or Trickle.given < 40

    def test_large_ones_leave_room_for_a_sign_in(self):
        self.bodies._large = capacity.LARGE_BODIES
        assert self.take_in(None, bodies.LARGE + 1)[0] is bodies.Refusal.BUSY
        assert self.take_in(io.BytesIO(b"1"), 1)[0] is None
        self.bodies._large -= 1
        refusal, environ = self.take_in(io.BytesIO(bytes(bodies.LARGE + 1)), bodies.LARGE + 1)
        environ["wsgi.input"].close()
        assert refusal is None
        assert self.bodies._large == capacity.LARGE_BODIES - 1

    def test_a_network_counts_as_one_address(self):
        self.bodies._taken["2001:db8::/64"] = capacity.BODIES_AN_ADDRESS
        assert self.take_in(None, 8, REMOTE_ADDR="2001:db8::17")[0] is bodies.Refusal.BUSY
        assert self.take_in(io.BytesIO(b"1"), 1, REMOTE_ADDR="2001:db8:0:1::17")[0] is None

    def test_it_takes_eight_addresses_to_keep_all_others_from_sending(self):
        assert capacity.BODIES // capacity.BODIES_AN_ADDRESS == 8

    def test_an_address_sends_few_at_once(self):
        self.bodies._taken["192.0.2.1"] = capacity.BODIES_AN_ADDRESS
        refusal, environ = self.take_in(None, 8)
        assert refusal is bodies.Refusal.BUSY
        # What is said to it reads nothing.
        assert environ["CONTENT_LENGTH"] == "0"
        assert self.take_in(io.BytesIO(b"1"), 1, REMOTE_ADDR="192.0.2.2")[0] is None
        # Nobody who is no proxy of ours says who is asking.
        assert self.take_in(None, 8, HTTP_X_FORWARDED_FOR="192.0.2.9")[0] is bodies.Refusal.BUSY
        assert self.bodies._taken == {"192.0.2.1": capacity.BODIES_AN_ADDRESS}


def sent_away(path, method="GET", body=b"", **environ):
    """What Django says to a request that was refused at the door."""
    environ = RequestFactory().generic(method, path, body, **environ).environ | {OUTAGE: Outage.BUSY}
    begun = []
    with connection_kept():
        response = get_wsgi_application()(environ, lambda status, headers: begun.extend((status, dict(headers))))
    return *begun, response.content.decode()


class TestSentAway:
    @pytest.mark.parametrize(("path", "language"), [("/", "en"), ("/az/meetings/", "az"), ("/ru/nothing", "ru")])
    def test_a_reader_gets_a_page_in_his_language_and_all_headers(self, path, language):
        status, headers, text = sent_away(path)
        assert status == "503 Service Unavailable"
        assert (headers["Retry-After"], headers["Cache-Control"]) == ("3", "private, no-store")
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert f'<html lang="{language}">' in text
        assert "<form" not in text

    def test_a_program_gets_the_shape_of_problems(self):
        status, headers, text = sent_away("/api/v1/meetings/")
        assert (status[:3], headers["Content-Type"]) == ("503", "application/problem+json")
        assert headers["Access-Control-Allow-Origin"] == "*"
        assert '"code": "unavailable"' in text

    def test_an_editor_gets_back_what_he_sent(self):
        body = (
            b"title_en=A+%3Ctitle%3E+of+a+meeting+to+keep&csrfmiddlewaretoken=t&p-0-order=0&p-0-order=1&password=s3cret"
        )
        body += b"&_save=Save+and+go+on+with+this"
        form = {"content_type": "application/x-www-form-urlencoded"}
        text = sent_away("/az/admin/cooperation/meeting/add/?a=1&b=2", "POST", body, **form)[2]
        assert 'action="/az/admin/cooperation/meeting/add/?a=1&amp;b=2"' in text
        assert '<textarea name="title_en" hidden>\nA &lt;title&gt; of a meeting to keep</textarea>' in text
        assert text.count('name="p-0-order"') == 2
        assert "csrfmiddlewaretoken" in text
        assert "<p>A &lt;title&gt; of a meeting to keep</p>" in text
        assert "<p>Save and go on" not in text
        assert "s3cret" not in text

    def test_what_is_sent_to_other_places_is_not_given_back(self):
        form = {"content_type": "application/x-www-form-urlencoded"}
        assert (
            "leyla"
            not in sent_away(
                "/accounts/login/", "POST", b"login=leyla&password=s3cret&_save=Save+and+go+on+with+this", **form
            )[2]
        )

    def test_a_form_that_cannot_be_read_is_not_given_back(self):
        form = {"content_type": "multipart/form-data; boundary=x"}
        assert sent_away("/admin/cooperation/meeting/add/", "POST", b"no form", **form)[0][:3] == "503"
