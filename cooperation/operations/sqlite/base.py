"""What Django looks for in a database backend."""

import os
from typing import Any
from weakref import WeakSet

from django.db.backends.sqlite3 import base

File = tuple[int, int] | None


def file_of(name: Any) -> File:
    """Which file it is: a backup put in its place is another one. None where it is in memory."""
    if str(name).startswith(("file:", ":memory:")):
        return None
    found = os.stat(name)
    return found.st_dev, found.st_ino


class DatabaseWrapper(base.DatabaseWrapper):
    """Between two requests it is as good as new: nothing half read, and the file that is there now."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._cursors: WeakSet[Any] = WeakSet()
        self._file: File = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        # Before it is opened: of one that is exchanged at this moment the older is noted, and noticed.
        self._file = self._in_place()
        return super().get_new_connection(conn_params)

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
