"""A front around the site, and a client that speaks WSGI to it."""

import gzip
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import RequestFactory

from cooperation.operations.front import Front

ROOM = 4_000_000


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return (gzip.decompress(self.body) if self.headers.get("Content-Encoding") == "gzip" else self.body).decode()


class Client:
    """Asks the front; `made` are the addresses for which Django was woken up."""

    def __init__(self, state_now: Callable[[], Hashable], room: int = ROOM) -> None:
        self.made: list[str] = []
        self.django = get_wsgi_application()
        # Called when a page has been made and is not yet kept.
        self.meanwhile: Callable[[], object] = lambda: None
        self.front = Front(self._make, state_now, room)

    def _make(self, environ: dict[str, Any], start_response: Any) -> Any:
        self.made.append(environ["PATH_INFO"])
        response = self.django(environ, start_response)
        self.meanwhile()
        return response

    def get(self, path: str, method: str = "GET", **environ: str) -> Answer:
        begun: list[Any] = []
        environ = {"HTTP_HOST": "testserver", **environ}
        request = RequestFactory().generic(method, path, **environ)
        with connection_kept():
            body = self.front(request.environ, lambda status, headers: begun.extend((int(status[:3]), dict(headers))))
            answer = Answer(*begun, b"".join(body))
            if hasattr(body, "close"):
                body.close()
        return answer


@contextmanager
def connection_kept() -> Iterator[None]:
    """A request that comes by WSGI would close the connection on which the test has its transaction."""
    # One request may be made while another is.
    silenced = [each for each in (request_started, request_finished) if each.disconnect(close_old_connections)]
    try:
        yield
    finally:
        for signal in silenced:
            signal.connect(close_old_connections)
