"""What Django looks for in a database backend."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any
from weakref import WeakSet

from django.db.backends.sqlite3 import base

from cooperation.record import deadlines

# Steps of SQLite's machine, some thousandths of a second, after which it asks whether the time of a request is over.
STEPS = 100_000

# Databases that this process has seen: one that is gone is not made anew, empty, in their place.
_seen: set[Any] = set()

File = tuple[int, int] | None


def is_in_memory(name: Any) -> bool:
    return str(name).startswith(("file:", ":memory:"))


def file_of(name: Any) -> File:
    """Which file it is: a backup put in its place is another one. None where it is in memory."""
    if is_in_memory(name):
        return None
    found = os.stat(name)
    return found.st_dev, found.st_ino


def make_private(name: Any) -> None:
    """An empty database for its owner alone, where there is none: SQLite itself would ask nobody but the umask.

    What stands beside it (`-wal`, `-shm`) gets the rights of the file from SQLite. One that is there is not touched: to
    open and close it would take away the locks that this process has on it.
    """
    # What is in the way SQLite says itself.
    with suppress(OSError):
        os.close(os.open(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def remove(name: Any) -> None:
    """Take away a database that nobody has opened but this process, with what stands beside it."""
    _seen.discard(name)
    for path in (name, f"{name}-wal", f"{name}-shm", f"{name}-journal"):
        with suppress(OSError):
            Path(path).unlink()


class DatabaseWrapper(base.DatabaseWrapper):
    """Between two requests it is as good as new: nothing half read, and the file that is there now."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._cursors: WeakSet[Any] = WeakSet()
        self._file: File = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        # Those of a connection that was closed are nobody's; an error may still hold one.
        self._cursors.clear()
        name = self.settings_dict["NAME"]
        if name in _seen:
            conn_params = conn_params | {"database": f"{Path(name).absolute().as_uri()}?mode=rw"}
        elif not is_in_memory(name):
            make_private(name)
        # Before it is opened: of one that is exchanged at this moment the older is noted, and noticed.
        self._file = self._in_place()
        connection = super().get_new_connection(conn_params)
        connection.set_progress_handler(deadlines.passed, STEPS)
        if self._file is not None:
            _seen.add(name)
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        cursor = super().create_cursor(name)
        self._cursors.add(cursor)
        return cursor

    def close_if_unusable_or_obsolete(self) -> None:
        """Django calls this when a request begins and when it ends."""
        if self.connection is not None and not self.in_atomic_block:
            # One that somebody still holds would keep what is read next in the state of the record that it saw.
            for cursor in list(self._cursors):
                cursor.close()
            if self._file != self._in_place():
                self.close()
        super().close_if_unusable_or_obsolete()

    def _in_place(self) -> File:
        try:
            return file_of(self.settings_dict["NAME"])
        except OSError:
            return None
