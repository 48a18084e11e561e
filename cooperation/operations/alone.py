"""One at a time brings a database to what this version needs: a second start waits, and then finds it done.

The lock ends with the process that holds it, however that ends.
"""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

# Of this project, among the locks that a PostgreSQL database may know.
_NUMBER = 0x636F6F70
_WAITING = "Somebody else is preparing this database: waiting until that is done."

_held: set[str] = set()


@contextmanager
def alone(say: Callable[[str], Any], alias: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Nobody else prepares this database meanwhile. Who holds it already goes on."""
    if alias in _held:
        yield
        return
    with ExitStack() as stack:
        locked = _locked_on_postgresql if connections[alias].vendor == "postgresql" else _locked_on_sqlite
        stack.enter_context(locked(say, alias))
        _held.add(alias)
        stack.callback(_held.discard, alias)
        yield


@contextmanager
def _locked_on_sqlite(say: Callable[[str], Any], alias: str) -> Iterator[None]:
    name = Path(f"{connections[alias].settings_dict['NAME']}.lock")
    if name.name.startswith(("file:", ":memory:")) or not name.parent.is_dir():
        # Nobody else has it; or the database itself will say what is wrong.
        yield
        return
    with name.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(_WAITING)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def _locked_on_postgresql(say: Callable[[str], Any], alias: str) -> Iterator[None]:
    # A connection of its own: what is prepared may close the other one.
    connection = connections.create_connection(alias)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_NUMBER])
            if not cursor.fetchone()[0]:
                say(_WAITING)
                cursor.execute("SELECT pg_advisory_lock(%s)", [_NUMBER])
        yield
    finally:
        connection.close()
