"""Answers that are sent while they are made: begun here, so that an early fault is told as one, and only few at a time.

A thread that sends to a slow reader does nothing else meanwhile, so each process keeps most of its threads for pages.
What is made soon is handed over whole, and then holds no thread, however slowly it is read.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import chain
from threading import Lock

from django.conf import settings
from django.dispatch import Signal
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

from cooperation.record import deadlines
from cooperation.record.clients import address_of

from .problems import Problem

# What is made within this time and fits into this room is handed over whole.
SOON = 0.5
ROOM = 1_000_000
# Seconds after which somebody who was refused may ask again.
_AGAIN = {"Retry-After": "10"}
_PLACE = "data_place"


# Sent with the `reason` for which a long answer was refused.
refused = Signal()


class Places:
    """Long answers that this process sends now, by the address of their readers."""

    def __init__(self) -> None:
        self._taken: Counter[str] = Counter()
        self._lock = Lock()

    def take(self, address: str) -> Callable[[], None]:
        """Take a place; what is returned gives it back, once. Raises a Problem of 429 or 503 where none is free."""
        with self._lock:
            if self._taken[address] >= settings.DATA_STREAMS_AN_ADDRESS:
                message = "Other long answers are on their way to this address: read one after another."
                refused.send(Places, reason="address")
                raise Problem(429, "too-many-at-once", message, headers=_AGAIN)
            if self._taken.total() >= settings.DATA_STREAMS_A_PROCESS:
                refused.send(Places, reason="busy")
                raise Problem(503, "busy", "Others read all that can be sent now: ask again soon.", headers=_AGAIN)
            self._taken[address] += 1
        taken = ExitStack()
        taken.callback(self._give_back, address)
        return taken.close

    def _give_back(self, address: str) -> None:
        with self._lock:
            self._taken[address] -= 1
            if not self._taken[address]:
                del self._taken[address]


places = Places()


def hold_place(request: HttpRequest) -> None:
    """Keep a place for the answer to this request, which is a long one, until it is sent or its reader is gone.

    Raises Problem where none is free.
    """
    if not hasattr(request, _PLACE):
        setattr(request, _PLACE, places.take(address_of(request)))
        deadlines.lift()


def hand_over_place(request: HttpRequest, response: HttpResponseBase) -> None:
    """The place that a request may hold goes with the answer, or is given back where that is no long one."""
    give_back = getattr(request, _PLACE, None)
    if give_back is None:
        return
    if response.streaming:
        response._resource_closers.append(give_back)
    else:
        give_back()


def begun(request: HttpRequest, response: StreamingHttpResponse) -> StreamingHttpResponse:
    """The streamed answer, in one piece and with its length where it is made soon. Raises what its making raises, and
    Problem where no place is free for a long one.
    """
    pieces = iter(response.streaming_content)
    try:
        first, is_whole = _first(pieces)
        if not is_whole:
            hold_place(request)
    except Exception:
        let_go(response)
        raise
    if is_whole:
        first = [b"".join(first)]
        response["Content-Length"] = str(len(first[0]))
    response.streaming_content = chain(first, pieces)
    return response


def _first(pieces: Iterator[bytes]) -> tuple[list[bytes], bool]:
    """The first pieces, and whether they are all."""
    found, size, ends = [], 0, time.monotonic() + SOON
    for piece in pieces:
        found.append(piece)
        size += len(piece)
        if size > ROOM or time.monotonic() > ends:
            return found, False
    return found, True


def let_go(response: HttpResponseBase) -> None:
    """Close what the answer was made from. Not `close`, which would also end the request, and its connections."""
    for close in response._resource_closers:
        close()
