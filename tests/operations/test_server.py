"""How workers are exchanged: those that ended, and those that a reload replaces."""

import pytest
from granian.constants import Interfaces

from cooperation.operations import server
from cooperation.operations.server import MOST_BEATS_MISSED, MOST_DEATHS, Server

pytestmark = pytest.mark.engine("sqlite")


class Worker:
    """One that runs until it is told to end, and then ends or does not."""

    def __init__(self, log, *, alive=True, obeys=True):
        self.log, self.alive, self.obeys = log, alive, obeys

    def is_alive(self):
        return self.alive

    def start(self):
        self.log.append("started")

    def terminate(self):
        self.log.append("told to end")
        self.alive = not self.obeys

    def kill(self):
        self.log.append("killed")
        self.alive = False

    def join(self, seconds=None):
        """It has ended, or the time is over."""


@pytest.fixture
def running(monkeypatch):
    running = Server("no.module:application", interface=Interfaces.WSGI, workers=2, log_enabled=False)
    running.log = []
    running.wrks = [Worker(running.log, alive=False), Worker(running.log)]
    monkeypatch.setattr(running, "_spawn_worker", lambda **named: Worker(running.log))
    monkeypatch.setattr(running.ready, "wait", lambda seconds: running.log.append("waited for"))
    return running


def test_one_that_ended_is_replaced_at_once(running):
    other = running.wrks[1]
    running._respawn_workers([0], None, None)
    assert running.log == ["started"]
    assert running.wrks[0].is_alive()
    assert running.wrks[1] is other


def test_an_old_one_ends_when_the_new_one_is_ready(running):
    running._respawn_workers([1], None, None, delay=3.5)
    assert running.log == ["started", "waited for", "told to end"]
    assert running._deaths == []


def test_one_that_does_not_end_is_killed(running):
    running.wrks[1].obeys = False
    running._respawn_workers([1], None, None, delay=3.5)
    assert running.log == ["started", "waited for", "told to end", "killed"]


def test_many_deaths_in_a_minute_end_the_server_and_a_few_do_not(running, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(server.time, "monotonic", lambda: now[0])
    for _ in range(MOST_DEATHS - 1):
        now[0] += 1
        running.wrks[0].alive = False
        running._respawn_workers([0], None, None)
        # Granian ends where the worker stands here, with a time of a few seconds ago.
        assert running.respawned_wrks == {}
    now[0] += 61
    running.wrks[0].alive = False
    running._respawn_workers([0], None, None)
    assert running.respawned_wrks == {}
    for _ in range(MOST_DEATHS - 1):
        running.wrks[0].alive = False
        running._respawn_workers([0], None, None)
    assert running.respawned_wrks == {0: now[0]}


class Process:
    def __init__(self, log):
        self.log = log

    def kill(self):
        self.log.append("ended")


class OverError(Exception):
    """Enough seconds have passed."""


@pytest.mark.parametrize(("beats", "expected"), [(0, ["ended", "ended"]), (1, [])])
def test_a_worker_that_hangs_is_ended(running, monkeypatch, beats, expected):
    """Twice, in the time of two: the one that follows it hangs too."""
    running.wrks[0].inner = running.wrks[1].inner = Process(running.log)
    seconds = iter(range(2 * MOST_BEATS_MISSED))

    def sleep(_seconds):
        if next(seconds, None) is None:
            raise OverError
        running.pulses[0].value += beats
        running.pulses[1].value += 1

    monkeypatch.setattr(server.time, "sleep", sleep)
    with pytest.raises(OverError):
        running.keep_watching()
    assert running.log == expected
