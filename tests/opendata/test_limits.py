"""How often one address may ask, for all processes together."""

import mmap

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.test import RequestFactory

from cooperation.opendata import limits
from tests.operations.commands import manage

pytestmark = pytest.mark.django_db

REDIS = {"default": {"BACKEND": "cooperation.operations.shared_cache.SharedCache", "LOCATION": "redis://127.0.0.1:1/0"}}


@pytest.fixture(autouse=True)
def _three_a_minute(settings, tmp_path, monkeypatch):
    settings.DATA_REQUESTS_A_MINUTE = 3
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(limits.time, "time", lambda: 1_700_000_010.5)


def answers(client, count, **extra):
    return [client.get("/topics.json", **extra).status_code for _ in range(count)]


def test_an_address_is_answered_so_often_a_minute(client, monkeypatch):
    assert answers(client, 4) == [200, 200, 200, 429]
    refused = client.get("/api/v1/topics/")
    assert (refused.status_code, refused["Retry-After"], refused.json()["code"]) == (429, "30", "too-many-requests")
    assert refused["Access-Control-Allow-Origin"] == "*"
    monkeypatch.setattr(limits.time, "time", lambda: 1_700_000_040.5)
    assert answers(client, 1) == [200]


def test_pages_are_never_refused(client):
    assert [client.get("/topics/").status_code for _ in range(5)] == [200] * 5


def test_each_address_is_counted_by_itself(client):
    assert answers(client, 4, REMOTE_ADDR="192.0.2.1")[-1] == 429
    assert answers(client, 1, REMOTE_ADDR="192.0.2.2") == [200]


def test_a_network_of_ipv6_is_one_client(client):
    assert answers(client, 3, REMOTE_ADDR="2001:db8::1") == [200] * 3
    assert answers(client, 1, REMOTE_ADDR="2001:db8::2") == [429]
    assert answers(client, 1, REMOTE_ADDR="2001:db8:0:1::2") == [200]


@pytest.mark.parametrize(
    ("proxied", "forwarded", "address"),
    [
        (False, "198.51.100.7", "192.0.2.1"),
        (True, "198.51.100.7", "198.51.100.7"),
        (True, "10.0.0.1, 198.51.100.7", "198.51.100.7"),
        (True, "", "192.0.2.1"),
        (True, "anything", "anything"),
        # Both listened for at one socket: not one network of all there are.
        (True, "::ffff:198.51.100.7", "198.51.100.7"),
    ],
)
def test_only_a_proxy_is_believed(settings, proxied, forwarded, address):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if proxied else None
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR="192.0.2.1")
    assert limits.address_of(request) == address


@pytest.mark.engine("sqlite")
def test_processes_count_together(client, settings, tmp_path):
    assert answers(client, 2) == [200, 200]
    other = (
        "from django.test import RequestFactory; from cooperation.opendata import limits;"
        "limits.time.time = lambda: 1_700_000_010.5;"
        "limits.settings.DATA_REQUESTS_A_MINUTE = 3;"
        "limits.count(RequestFactory().get('/')); print('counted')"
    )
    ran = manage("shell", "-v0", "-c", other, DATA_DIR=tmp_path, SECRET_KEY=settings.SECRET_KEY)
    assert (ran.returncode, ran.stdout) == (0, "counted\n"), ran.stderr
    assert answers(client, 1) == [429]


def test_no_address_is_kept(client, tmp_path):
    client.get("/topics.json", REMOTE_ADDR="192.0.2.77")
    kept = (tmp_path / "limits").read_bytes()
    assert len(kept) == limits.SLOTS * 8
    assert b"192.0.2.77" not in kept


def test_a_shared_cache_counts_where_there_is_one(client, settings, monkeypatch):
    settings.CACHES = REDIS
    monkeypatch.setattr(limits, "cache", LocMemCache("limits", {}))
    assert answers(client, 4) == [200, 200, 200, 429]
    assert not (settings.DATA_DIR / "limits").exists()


def test_a_count_that_fails_stops_nobody(client, settings, monkeypatch, caplog):
    settings.CACHES = REDIS
    monkeypatch.setattr(limits, "cache", None)
    assert answers(client, 5) == [200] * 5
    assert "does not answer" in caplog.text


def test_a_folder_that_cannot_be_written_is_no_reason_to_stop(client, settings, tmp_path, caplog):
    settings.DATA_DIR = tmp_path / "missing"
    assert answers(client, 4) == [200, 200, 200, 429]
    assert "each process counts requests for itself" in caplog.text
    assert isinstance(limits._shared(settings.DATA_DIR / "limits"), mmap.mmap)
