"""The shared cache, with a real server: what processes agree on, and what becomes of it when the server is lost."""

import subprocess
import sys
import time

import pytest
from django.core.cache import caches

from cooperation.operations import environment, shared_cache
from tests.cache_server import MISSING, PROGRAM, CacheServer
from tests.operations.commands import ROOT, clean_environment

pytestmark = [pytest.mark.engine("sqlite"), pytest.mark.skipif(not PROGRAM, reason=MISSING)]


@pytest.fixture
def server(tmp_path, monkeypatch):
    monkeypatch.setattr(shared_cache, "PAUSE", 0.1)
    server = CacheServer(tmp_path)
    server.start()
    yield server
    server.stop()
    shared_cache._Loss.until, shared_cache._Loss.noticed = 0.0, False


@pytest.fixture
def cache(server, settings, monkeypatch, tmp_path):
    monkeypatch.setenv("CACHE_URL", server.url)
    settings.CACHES = {"default": environment.cache(tmp_path)}
    cache = caches["default"]
    cache.own.clear()
    yield cache
    cache.own.clear()


def test_processes_remember_together(cache, server, settings):
    cache.set("question", 41)
    code = "from django.core.cache import cache; print(cache.incr('question'))"
    # What is remembered is named by the key.
    same = {"CACHE_URL": server.url, "SECRET_KEY": settings.SECRET_KEY}
    variables = clean_environment(DJANGO_SETTINGS_MODULE="cooperation.settings", **same)
    other = [sys.executable, "-c", f"import django; django.setup(); {code}"]
    ran = subprocess.run(other, env=variables, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (ran.stdout, ran.stderr) == ("42\n", "")
    assert cache.get("question") == 42


def test_everything_is_remembered_as_it_was_given(cache):
    cache.set_many({"a": [1, "ə"], "b": None})
    assert cache.get_many(["a", "b", "c"]) == {"a": [1, "ə"], "b": None}
    assert cache.add("a", 2) is False
    assert cache.has_key("b")
    assert cache.touch("a", 100)
    assert cache.delete("a")
    cache.delete_many(["b"])
    assert cache.get("b", "gone") == "gone"
    assert cache.own.get("a") is None
    cache.clear()


def test_while_the_server_is_lost_this_process_remembers(cache, server, caplog):
    cache.set("before", 1)
    server.stop()
    begun = time.monotonic()
    assert cache.get("before") is None
    assert cache.add("asked", 0)
    assert [cache.incr("asked") for _ in range(3)] == [1, 2, 3]
    assert time.monotonic() - begun < 1
    assert [record.getMessage()[:42] for record in caplog.records] == ["The cache of CACHE_URL does not answer; ea"]
    server.start()
    time.sleep(0.15)
    assert cache.get("asked") is None
    assert "answers again" in caplog.text
    cache.set("after", 2)
    assert cache.own.get("after") is None


def test_requests_for_data_are_counted_together_and_answered_without_the_server(
    cache, server, client, settings, db, monkeypatch
):
    settings.DATA_REQUESTS_A_MINUTE = 2
    monkeypatch.setattr("cooperation.opendata.limits.time.time", lambda: 1_700_000_010.5)
    answers = [client.get("/topics.json").status_code for _ in range(3)]
    assert answers == [200, 200, 429]
    server.stop()
    # It counts anew, for itself.
    answers = [client.get("/topics.json").status_code for _ in range(3)]
    assert answers == [200, 200, 429]
