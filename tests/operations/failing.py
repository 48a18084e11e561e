"""A site whose answers fail on their way at /fail, and are slow to come elsewhere."""

import time
from collections.abc import Iterator
from wsgiref.types import StartResponse, WSGIEnvironment

from cooperation.operations import streams

PIECE = b"x" * 50_000


class Answer:
    streaming = True

    def __init__(self, *, fails: bool) -> None:
        self._fails = fails

    def __iter__(self) -> Iterator[bytes]:
        for _ in range(5):
            yield PIECE
            time.sleep(0.1)
        if self._fails:
            raise ValueError("No more is known.")

    def close(self) -> None:
        """Nothing is open."""


def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Answer:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return Answer(fails=environ["PATH_INFO"] == "/fail")


application = streams.guarded(answer)
