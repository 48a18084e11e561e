"""Finished pages in memory: what is kept of each, and how many fit."""

import gzip
import hashlib
import time
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import Generic, Self, TypeVar

from django.utils.http import parse_http_date_safe

from .headers import ON_EVERY_ANSWER

Headers = list[tuple[str, str]]
Value = TypeVar("Value")

# What Python itself takes for a page, besides its body and headers.
OVERHEAD = 2_000
# A page that takes more than this part of the room would drive out too many others.
LARGEST_PART = 8
COMPRESSION_LEVEL = 6
# What was asked for less often may be chance.
OFTEN = 3

# Headers that describe one form of a page, and are written anew for each.
_OF_ITS_FORM = frozenset({"content-length", "content-encoding", "etag"})
# What a 304 repeats of the page (RFC 9110, 15.4.5), and what every answer bears; the server adds the date.
_REPEATED = ON_EVERY_ANSWER | {"cache-control", "cdn-cache-control", "content-location", "etag", "expires", "vary"}


@dataclass(frozen=True)
class Page:
    """One form of a finished page, and the state of the record that it shows."""

    state: Hashable
    etag: str
    headers: Headers
    unchanged_headers: Headers
    body: bytes
    route: str
    made: float = field(default_factory=lambda: time.monotonic(), compare=False)
    # How often it was asked for since. Threads may lose one of each other's, which does not matter.
    asked: list[int] = field(default_factory=lambda: [0], compare=False)

    @classmethod
    def of(cls, state: Hashable, headers: Headers, content: bytes, *, compressed: bool, route: str = "none") -> Self:
        """The page that Django made, with a strong ETag that every process gives to the same bytes."""
        given = {name.lower(): value for name, value in headers}
        body = gzip.compress(content, COMPRESSION_LEVEL, mtime=0) if compressed else content
        etag = given.get("etag") or _etag(content, compressed=compressed)
        kept = [(name, value) for name, value in headers if name.lower() not in {*_OF_ITS_FORM, "vary"}]
        kept += [("Vary", _with_encoding(given.get("vary", ""))), ("ETag", etag), ("Content-Length", str(len(body)))]
        if compressed:
            kept.append(("Content-Encoding", "gzip"))
        return cls(state, etag, kept, [header for header in kept if header[0].lower() in _REPEATED], body, route)

    @cached_property
    def _modified(self) -> int | None:
        return next(
            (parse_http_date_safe(text) for name, text in self.headers if name.lower() == "last-modified"), None
        )

    def is_popular(self) -> bool:
        """Whether many ask for it: some times at least, and more than once a second."""
        return self.asked[0] > max(OFTEN, time.monotonic() - self.made)

    @property
    def size(self) -> int:
        return OVERHEAD + len(self.body) + sum(len(name) + len(value) for name, value in self.headers)

    def is_held_by(self, if_none_match: str) -> bool:
        """Whether a client that sent this header has the page; a proxy may have made the ETag a weak one."""
        if if_none_match == self.etag or if_none_match.strip() == "*":
            return True
        bare = self.etag.removeprefix("W/")
        return bare in (each.strip().removeprefix("W/") for each in if_none_match.split(","))

    def is_as_it_was(self, if_modified_since: str) -> bool:
        """Whether a client that sent this header, and no ETag, has the page (RFC 9110, 13.1.3)."""
        moment = parse_http_date_safe(if_modified_since)
        return moment is not None and self._modified is not None and self._modified <= moment


def _etag(content: bytes, *, compressed: bool) -> str:
    digest = hashlib.blake2b(content, digest_size=15).hexdigest()
    return f'"{digest}-gzip"' if compressed else f'"{digest}"'


def _with_encoding(vary: str) -> str:
    return vary if "accept-encoding" in vary.lower() else ", ".join(filter(None, (vary, "Accept-Encoding")))


class Shelf(Generic[Value]):
    """Values by key, as many as fit into `room` bytes; the one that was used longest ago goes first."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.taken = 0
        self._values: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: Hashable) -> Value | None:
        with self._lock:
            found = self._values.get(key)
            if found is None:
                return None
            self._values.move_to_end(key)
            return found[0]

    def put(self, key: Hashable, value: Value, size: int) -> bool:
        """Keep the value; False where it is too large for this shelf."""
        if size > self.room // LARGEST_PART:
            return False
        with self._lock:
            self._remove(key)
            self._values[key] = value, size
            self.taken += size
            while self.taken > self.room:
                self._remove(next(iter(self._values)))
        return True

    def _remove(self, key: Hashable) -> None:
        _value, size = self._values.pop(key, (None, 0))
        self.taken -= size
