"""Redis or Valkey, in which processes agree; while it is lost, each process remembers for itself, and nobody fails."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

# A server on the same network answers within a millisecond.
PATIENCE = 0.5
# How long a lost server is left alone.
PAUSE = 1.0

log = logging.getLogger(__name__)


class _Loss:
    """When the server may be asked again; one for all threads, each of which has a cache of its own."""

    until = 0.0
    noticed = False


def _shared_or_own(name: str) -> Callable[..., Any]:
    """The method of Django's Redis cache, and where the server is lost the same one of a cache in this process."""

    def method(self: "SharedCache", *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= _Loss.until:
            try:
                answer = getattr(RedisCache, name)(self, *args, **kwargs)
            except RedisError as error:
                _lose(error)
            else:
                _find()
                return answer
        return getattr(self.own, name)(*args, **kwargs)

    method.__name__ = name
    return method


class SharedCache(RedisCache):
    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        options = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE} | params.get("OPTIONS", {})
        super().__init__(server, params | {"OPTIONS": options})
        self.own = LocMemCache("while the shared cache is lost", {**params, "OPTIONS": {}})

    add = _shared_or_own("add")
    get = _shared_or_own("get")
    set = _shared_or_own("set")
    touch = _shared_or_own("touch")
    delete = _shared_or_own("delete")
    get_many = _shared_or_own("get_many")
    has_key = _shared_or_own("has_key")
    incr = _shared_or_own("incr")
    set_many = _shared_or_own("set_many")
    delete_many = _shared_or_own("delete_many")
    clear = _shared_or_own("clear")


def _lose(error: RedisError) -> None:
    _Loss.until = time.monotonic() + PAUSE
    if not _Loss.noticed:
        _Loss.noticed = True
        log.warning("The cache of CACHE_URL does not answer; each process remembers for itself meanwhile: %s", error)


def _find() -> None:
    if _Loss.noticed:
        _Loss.noticed = False
        log.warning("The cache of CACHE_URL answers again.")
