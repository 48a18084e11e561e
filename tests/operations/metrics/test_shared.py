"""Counts of several workers are one sum, and a full disk kills none of them."""

import multiprocessing
import os
import re

import pytest

from cooperation.operations.metrics import shared

from . import working

pytestmark = pytest.mark.engine("sqlite")


@pytest.fixture
def alone(settings, tmp_path, monkeypatch):
    """A worker of a server, as it begins."""
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(multiprocessing, "parent_process", lambda: object())
    monkeypatch.setenv(shared.VARIABLE, "")
    return tmp_path / "metrics"


def test_counts_of_all_workers_are_added_up_also_of_those_that_ended(tmp_path):
    processes = multiprocessing.get_context("spawn")
    for work, argument in ((working.count, 3), (working.count, 4), (working.expose, str(tmp_path / "text"))):
        process = processes.Process(target=work, args=(str(tmp_path), argument))
        process.start()
        process.join(120)
        assert process.exitcode == 0
    text = (tmp_path / "text").read_text()
    assert 'cooperation_requests_total{by="front",route="timeline",status="200"} 7.0' in text
    assert re.search(r'cooperation_request_seconds_bucket\{le="0.025",route="timeline"\} 7\.0', text)
    # What is, of those that live: the index of the first two went with them.
    assert "cooperation_index_meetings 337.0" in text
    assert "pid=" not in text
    assert "cooperation_program_info" in text


def test_a_worker_has_the_room_for_its_counts_before_it_counts(alone):
    assert shared.join()
    found = {path.name: path.stat() for path in alone.iterdir()}
    assert set(found) == {f"{kind}_{os.getpid()}.db" for kind in shared.ROOM}
    # Blocks of the disk, not a hole that would need one in the middle of a request.
    assert all(each.st_blocks * 512 >= each.st_size >= 64_000 for each in found.values())
    assert alone.stat().st_mode & 0o077 == 0


def test_on_a_full_disk_a_worker_counts_for_itself(alone):
    alone.mkdir()
    (alone / f"counter_{os.getpid()}.db").symlink_to("/dev/full")
    assert not shared.join()
    assert shared.VARIABLE not in os.environ
    assert list(alone.iterdir()) == []


def test_a_command_counts_for_itself(monkeypatch):
    monkeypatch.setenv(shared.VARIABLE, "/somewhere")
    assert not shared.join()
    assert shared.VARIABLE not in os.environ


def test_a_gauge_of_the_dead_is_forgotten_and_a_server_begins_at_nothing(alone):
    alone.mkdir()
    names = (
        "gauge_livemostrecent_999999999.db",
        f"gauge_livemostrecent_{os.getpid()}.db",
        "counter_999999999.db",
        "gauge_live_x.db",
    )
    for name in names:
        (alone / name).touch()
    shared.forget_the_dead()
    assert {path.name for path in alone.iterdir()} == set(names[1:3])
    shared.clear()
    assert not alone.exists()
