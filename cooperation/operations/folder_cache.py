"""What processes of one machine remember together, in a folder; no server is needed for it."""

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache.backends.filebased import FileBasedCache
from django.core.files import locks

# Seconds.
SWEPT_EACH = 60


class FolderCache(FileBasedCache):
    """Django's, with an `add` that only one of several processes can win: limits of sign-in lock by it.

    What has expired goes within a minute of the next write, and not only when somebody asks for it: who tried to
    sign in is kept no longer than the limit needs it.
    """

    _swept = 0.0

    def add(self, *args: Any, **kwargs: Any) -> bool:
        with self._alone():
            return super().add(*args, **kwargs)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        folder = Path(self._dir)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (folder / "lock").open("w") as file:
            locks.lock(file, locks.LOCK_EX)
            yield

    def _cull(self) -> None:
        """Called before each write."""
        if time.monotonic() - FolderCache._swept > SWEPT_EACH:
            FolderCache._swept = time.monotonic()
            self.sweep()
        super()._cull()

    def sweep(self) -> None:
        """Delete what has expired."""
        for path in self._list_cache_files():
            with suppress(OSError), open(path, "rb") as file:
                self._is_expired(file)


def keyed(key: str, prefix: str, version: int) -> str:
    """The name under which something is remembered: without this site's key nobody can tell whose address is in it."""
    secret = settings.SECRET_KEY.encode()[:64]
    return hashlib.blake2b(f"{prefix}:{version}:{key}".encode(), digest_size=16, key=secret).hexdigest()
