"""How often one address may ask for data, counted for all processes together.

On one machine the counts stand in a small file that its processes share in memory; where a shared cache is set,
in that. Of an address only a keyed digest is used, and it is forgotten with its minute.
"""

import hashlib
import logging
import mmap
import struct
import time
from functools import cache as once
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from cooperation.record.clients import address_of

from .problems import Problem

SECONDS = 60
SLOTS = 1 << 16
_SLOT = struct.Struct("<II")  # the minute, and how often it was asked in it

logger = logging.getLogger(__name__)


def count(request: HttpRequest) -> None:
    """Count this question. Raises a Problem of 429 where its address has asked too often this minute."""
    if _asked(_digest(address_of(request)), int(time.time()) // SECONDS) > settings.DATA_REQUESTS_A_MINUTE:
        raise too_many()


def too_many() -> Problem:
    return Problem(
        429,
        "too-many-requests",
        f"At most {settings.DATA_REQUESTS_A_MINUTE} requests a minute are answered: take larger pages or an export.",
        headers={"Retry-After": str(SECONDS - int(time.time()) % SECONDS)},
    )


def _digest(address: str) -> bytes:
    return hashlib.blake2b(address.encode(), digest_size=16, key=settings.SECRET_KEY.encode()[:64]).digest()


def _asked(digest: bytes, minute: int) -> int:
    """How often was asked in this minute, this time included; a count that fails stops nobody."""
    if settings.CACHES["default"]["BACKEND"].endswith(".SharedCache"):
        return _asked_of_cache(f"data-{digest.hex()}-{minute}")
    shared = _shared(settings.DATA_DIR / "limits")
    place = int.from_bytes(digest[:4], "big") % SLOTS * _SLOT.size
    held, asked = _SLOT.unpack_from(shared, place)
    # Two processes at once may count one question for two: a limit need not be exact.
    asked = asked + 1 if held == minute else 1
    _SLOT.pack_into(shared, place, minute, asked)
    return asked


def _asked_of_cache(key: str) -> int:
    try:
        cache.add(key, 0, 2 * SECONDS)
        return cache.incr(key)
    except Exception:
        logger.warning("The cache that counts requests does not answer.", exc_info=True)
        return 0


@once
def _shared(path: Path) -> mmap.mmap:
    size = SLOTS * _SLOT.size
    try:
        with path.open("a+b") as file:
            file.truncate(size)
            return mmap.mmap(file.fileno(), size)
    except OSError:
        logger.warning("%s cannot be written: each process counts requests for itself.", path)
        return mmap.mmap(-1, size)
