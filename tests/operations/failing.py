"""A site whose answers fail on their way at /fail, never end at /endless, and are slow to come elsewhere."""

import time
from collections.abc import Iterator
from wsgiref.types import StartResponse, WSGIEnvironment

from cooperation.operations import streams

PIECE = b"x" * 50_000
# A test waits less long than a site.
streams.PATIENCE = 1


class Answer:
    streaming = True

    def __init__(self, path: str) -> None:
        self._path = path

    def __iter__(self) -> Iterator[bytes]:
        for _ in range(5):
            yield PIECE
            time.sleep(0.1)
        while self._path == "/endless":
            yield PIECE
        if self._path == "/fail":
            raise ValueError("No more is known.")

    def close(self) -> None:
        """Nothing is open."""


def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Answer:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return Answer(environ["PATH_INFO"])


application = streams.guarded(answer)
