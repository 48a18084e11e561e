"""Has the files of the whole record made anew when the record has left them behind.

One process of the site looks now and then; the files are made by a process of its own, which gives way to all others.
"""

import logging
import subprocess
import sys
import threading
import time

from django.conf import settings
from django.db import DatabaseError, close_old_connections

from cooperation.opendata.bulk import freshness, shelf

# How often somebody looks, in seconds.
EVERY = 5
# What holds nothing that is gone is left alone for so long after it was made, and for so many times its making took.
CALM, TIMES = 60, 10
COMMAND = ["manage.py", "export_record", "--if-behind"]

logger = logging.getLogger(__name__)


def begin() -> None:
    threading.Thread(target=_watch, name="remaking", daemon=True).start()


def _watch() -> None:
    """The first process keeps the lock for as long as it lives; the others wait for it here."""
    with shelf.locked("exports.watch"):
        watch = Watch()
        while True:
            watch.look()
            time.sleep(EVERY)


class Watch:
    """Knows when the files were last made, and so when they may be made again."""

    def __init__(self) -> None:
        self._calm_until = self._failed_until = 0.0

    def look(self) -> None:
        """Have the files made anew if it is time."""
        try:
            if self._is_time():
                self._remake()
        except (DatabaseError, OSError):
            # While the database is away nobody can say; the next look may.
            logger.debug("The files of the whole record could not be looked at.", exc_info=True)
        finally:
            close_old_connections()

    def _is_time(self) -> bool:
        now, version = time.monotonic(), shelf.current()
        if now < self._failed_until:
            return False
        if version is None or freshness.holds_what_is_gone(version):
            return True
        return now > self._calm_until and freshness.is_behind(version)

    def _remake(self) -> None:
        begun = time.monotonic()
        made = subprocess.run(  # noqa: S603
            [sys.executable, *COMMAND], cwd=settings.BASE_DIR, stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
        now = time.monotonic()
        self._calm_until = now + max(CALM, TIMES * (now - begun))
        if made.returncode:
            self._failed_until = now + CALM
            logger.error("The files of the whole record could not be made anew: %s", made.stderr.strip())
