"""What processes of one machine remember together, and how long."""

import pytest
from allauth.core.ratelimit import consume
from django.core.cache import cache
from django.core.cache.backends import filebased

from cooperation.operations import environment
from cooperation.operations.folder_cache import FolderCache, keyed

pytestmark = pytest.mark.engine("sqlite")


@pytest.fixture
def folder(settings, tmp_path, monkeypatch):
    monkeypatch.delenv("CACHE_URL", raising=False)
    monkeypatch.setattr(FolderCache, "_swept", 0.0)
    settings.CACHES = {"default": environment.cache(tmp_path)}
    return tmp_path / "cache"


def test_who_tried_to_sign_in_stands_nowhere_in_it(folder, rf):
    consume(rf.post("/", REMOTE_ADDR="192.0.2.77"), action="login", key="leyla")
    files = [each for each in folder.iterdir() if each.name != "lock"]
    assert files
    for each in files:
        assert b"192.0.2.77" not in each.read_bytes()
        assert b"leyla" not in each.read_bytes()


def test_a_name_cannot_be_told_without_the_key_of_the_site(settings):
    settings.SECRET_KEY = "one"
    one = keyed("192.0.2.77", "", 1)
    settings.SECRET_KEY = "another"
    assert keyed("192.0.2.77", "", 1) != one
    assert keyed("192.0.2.77", "", 1) == keyed("192.0.2.77", "", 1)


def test_what_has_expired_goes_with_a_later_write(folder, monkeypatch):
    monkeypatch.setattr(filebased.time, "time", lambda: 1_000.0)
    cache.set("old", 1, 30)
    monkeypatch.setattr(filebased.time, "time", lambda: 1_100.0)
    cache.set("new", 1, 30)
    assert len(list(folder.glob("*.djcache"))) == 2
    monkeypatch.setattr(FolderCache, "_swept", -1_000_000.0)
    cache.set("newer", 1, 30)
    assert len(list(folder.glob("*.djcache"))) == 2
    assert cache.get("new") == 1


def test_it_is_for_its_own_user_alone(folder):
    cache.set("some", 1)
    assert folder.stat().st_mode & 0o077 == 0
