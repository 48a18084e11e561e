"""Whether anything was committed to a SQLite database, without asking SQLite.

The first bytes of the index of its write-ahead log (the file `-shm`, which all its processes share as memory) hold a
counter of transactions and a checksum of what the last one wrote, in two copies:
https://www.sqlite.org/walformat.html#the_wal_index_header. As long as they stay the same, no commit has returned.
"""

import mmap
import os
import struct
from typing import Any

HEADER = 96
# The version of the format, and that the header was filled in.
_KNOWN_FORMAT = struct.Struct("=I8xB")
_VERSION = 3_007_000

# By the file that they show. None is ever closed: this process would lose all locks that SQLite holds on that file
# (https://www.sqlite.org/howtocorrupt.html, 2.2), and so would its other connections.
_maps: dict[tuple[int, int], mmap.mmap] = {}
_files: list[int] = []


class WALIndex:
    """The header of one database, as it is now; it is good for as long as a connection to that database stays open."""

    def __init__(self, shared: mmap.mmap) -> None:
        self._shared = shared

    def header(self) -> bytes:
        """Read before the database is asked something, it tells later whether the answer still holds."""
        return self._shared[:HEADER]


def wal_index(database: Any) -> WALIndex | None:
    """That of the database in this file, which a connection has read; None where there is none in a known format."""
    path = f"{os.path.realpath(database)}-shm"
    try:
        found = os.stat(path)
        shared = _maps.get((found.st_dev, found.st_ino)) or _mapped(path)
    except (OSError, ValueError):
        return None
    return WALIndex(shared) if _KNOWN_FORMAT.unpack_from(shared) == (_VERSION, 1) else None


def _mapped(path: str) -> mmap.mmap:
    _files.append(file := os.open(path, os.O_RDONLY))
    found = os.fstat(file)
    shared = _maps[found.st_dev, found.st_ino] = mmap.mmap(file, HEADER, access=mmap.ACCESS_READ)
    return shared
