"""The one index of this process: made in the background, then kept in step with the log of changes."""

import logging
import threading
import time
from contextvars import copy_context

from django.conf import settings
from django.db import DatabaseError, connections

from cooperation.record import changes
from cooperation.record.changes import Stamp

from .meetings import MeetingIndex
from .timeline import TooLargeError

# So many changed meetings at once are quicker read together with all others.
CHANGES_AT_ONCE = 64
# Longer than a million meetings take. Counts asked of the database instead take it many times as long as the index.
SECONDS_TO_WAIT = 15

log = logging.getLogger(__name__)


class Keeper:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._building = False
        self._built = threading.Event()
        self._kept: tuple[Stamp, MeetingIndex] | None = None
        self._made = 0.0

    def current(self) -> MeetingIndex | None:
        """The index as the request sees the record, waited for while it is being made.

        None inside a writing transaction, and where it could not be made in time.
        """
        if not changes.shared_is_allowed():
            return None
        stamp = changes.request_stamp()
        self._await()
        if self._kept is not None and _is_behind(self._kept[0], stamp):
            self._follow(stamp)
            self._await()
        kept = self._kept
        return kept[1] if kept else None

    def shown(self) -> tuple[Stamp, int, float] | None:
        """The state of the record that the index shows, how many meetings, and when it was made, for watchers."""
        kept = self._kept
        return (kept[0], len(kept[1].timeline), self._made) if kept else None

    def build(self) -> None:
        """Begin to make the index, unless that has begun already."""
        with self._lock:
            if self._building:
                return
            self._building = True
            self._built.clear()
        if settings.INDEX_IN_BACKGROUND:
            # Read from the same database as the request that waits for it.
            work = copy_context().run
            threading.Thread(target=work, args=(self._build_apart,), name="index", daemon=True).start()
        else:
            self._build()

    def forget(self) -> None:
        self._kept, self._building = None, False

    def _await(self) -> None:
        if self._kept is None:
            self.build()
            self._built.wait(SECONDS_TO_WAIT)

    def _build_apart(self) -> None:
        try:
            self._build()
        except DatabaseError:
            log.warning("The index of meetings could not be made; the next request tries again.", exc_info=True)
        finally:
            # A thread's connections are its own, and nobody else would close them.
            connections.close_all()

    def _build(self) -> None:
        try:
            stamp = changes.stamp()
            self._kept = (stamp, MeetingIndex.build())
            self._made = time.time()
            self._building = False
        except TooLargeError:
            log.warning("An id is too large for the index of meetings; the database answers alone.")
        except BaseException:
            self._building = False
            raise
        finally:
            self._built.set()

    def _follow(self, asked: Stamp) -> None:
        with self._lock:
            kept = self._kept
            # Another request may have followed meanwhile, in a database that knows more than this one's.
            if kept is None or not _is_behind(kept[0], asked):
                return
            stamp, index = kept
            changed = changes.since(stamp)
            if changed is None or len(changed.meetings) > CHANGES_AT_ONCE:
                self._kept = None
            elif changed.meetings:
                self._kept = (changed.stamp, index.changed(changed.meetings.keys(), others=changed.others))
            else:
                self._kept = (changed.stamp, index.with_public())
            self._made = time.time()


def _is_behind(kept: Stamp, asked: Stamp) -> bool:
    return kept.epoch != asked.epoch or kept.number < asked.number


keeper = Keeper()
