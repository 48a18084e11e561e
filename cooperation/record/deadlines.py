"""Until when the request that this thread works for may read: whoever asks too much is broken off, not served for ever.

What runs beside requests, as the making of the index, has no deadline, and so have those who write.
"""

import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import OperationalError

_here = threading.local()


class PastDeadlineError(OperationalError):
    """The time of this request is over; as the database itself says it of a single question."""


def begin(seconds: float | None) -> None:
    """Serve a request in this thread from now on; None: as long as it takes."""
    _here.serves = True
    _here.ends = None if seconds is None else time.monotonic() + seconds


def lift() -> None:
    """The answer is a long one, of which few are made at once."""
    _here.ends = None


def end() -> None:
    _here.serves, _here.ends = False, None


def serves() -> bool:
    """Whether this thread works for a request."""
    return getattr(_here, "serves", False)


def passed() -> bool:
    ends = getattr(_here, "ends", None)
    return ends is not None and time.monotonic() > ends


def checked(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """For Django's `execute_wrappers`: no further question is asked once the time is over."""
    if passed():
        raise PastDeadlineError("The request took longer than it may.")
    return execute(sql, params, many, context)
