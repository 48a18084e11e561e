"""Tells a function of the operator's of each failure that is logged: nothing leaves this machine unless he lets it."""

import logging
import queue
import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from . import request_ids
from .caching import ROUTE
from .logs import clean, told
from .version import RUNNING

# So many wait for a reporter that is slow; what comes while they do is in the log alone.
WAITING = 100
# For how many seconds a failure that was told is not told again, and of how many that is known.
SILENT = 300
KNOWN = 200

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Report:
    """An error without anything of the one who met it: no address, no query, no account, no values of variables."""

    message: str
    # The error and what caused it: kind, message and places of each.
    errors: list[dict[str, Any]]
    logger: str
    request_id: str
    route: str
    version: str
    # How often this process has met it since it was last told.
    times: int = 1


def reporter_at(path: str) -> Callable[[Report], object]:
    """The function that ERROR_REPORTER names. Raises ImproperlyConfigured."""
    try:
        found = import_string(path)
    except ImportError as error:
        raise ImproperlyConfigured(f"ERROR_REPORTER={path} cannot be found: {error}.") from error
    if not callable(found):
        raise ImproperlyConfigured(
            f"ERROR_REPORTER={path} makes no sense: name a function, like package.module.report."
        )
    return found


class Reporter(logging.Handler):
    """Hands each error to the reporter, from a thread of its own: no request waits for it, or fails by it."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self._path = path
        self._waiting: queue.Queue[Report] = queue.Queue(WAITING)
        self._begun = threading.Lock()
        self._repeats = Repeats()

    def emit(self, record: logging.LogRecord) -> None:
        if record.name == __name__ or not is_failure(record):
            return
        report = report_of(record)
        # Where it came up, whatever was asked for.
        places = [(error["kind"], *error["places"][-1:]) for error in report.errors]
        times = self._repeats.untold((record.name, record.msg, *places), time.monotonic())
        if not times:
            return
        try:
            self._waiting.put_nowait(replace(report, times=times))
        except queue.Full:
            return
        # Begun with the first error: a thread that began with the settings would not outlive a fork.
        if self._begun.acquire(blocking=False):
            threading.Thread(target=self._report, name="reporting", daemon=True).start()

    def _report(self) -> None:
        while True:
            report = self._waiting.get()
            try:
                reporter_at(self._path)(report)
            except Exception:
                log.warning("An error could not be reported by %s.", self._path, exc_info=True)
            finally:
                self._waiting.task_done()

    def wait(self) -> None:
        """Until all has been reported."""
        self._waiting.join()


class Repeats:
    """What was told lately, and how often each of it came since."""

    def __init__(self) -> None:
        self._known: dict[Hashable, tuple[float, int]] = {}

    def untold(self, failure: Hashable, now: float) -> int:
        """How often it has come since it was told, this time included; 0 where it is too early to tell it again."""
        silent_until, times = self._known.pop(failure, (now, 0))
        is_due = now >= silent_until
        self._known[failure] = (now + SILENT, 0) if is_due else (silent_until, times + 1)
        if len(self._known) > KNOWN:
            # The one met longest ago.
            del self._known[next(iter(self._known))]
        return times + 1 if is_due else 0


def is_failure(record: logging.LogRecord) -> bool:
    """Whether the site failed. A request that Django found suspicious was refused as it should be; so was one whose
    answer is that it comes at a bad time: where a fault is the reason, that is logged beside it.
    """
    return not record.name.startswith("django.security") and getattr(record, "status_code", 500) != 503


def report_of(record: logging.LogRecord) -> Report:
    error = record.exc_info[1] if record.exc_info else None
    request = getattr(record, "request", None)
    return Report(
        message=clean(record.getMessage()),
        errors=told(error) if error is not None else [],
        logger=record.name,
        request_id=request_ids.current(),
        route=getattr(request, "META", {}).get(ROUTE, ""),
        version=str(RUNNING["version"]),
    )
