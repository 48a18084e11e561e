"""Counts what the site answers, around it; a few microseconds a request."""

import sys
import time
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.core.signals import got_request_exception
from django.db import Error
from django.http import HttpRequest

from cooperation.opendata.sending import refused
from cooperation.record.index.keeper import keeper

from ..caching import FROM_FRONT, ROUTE
from ..logs import note_request
from ..watch import unreadable
from . import meters

# How often each worker notes what its index shows.
EVERY = 1.0


class RouteMiddleware:
    """Notes which route a request takes, where there is one."""

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        match = request.resolver_match
        # The desk has hundreds of routes; that it is the desk says enough.
        request.META[ROUTE] = "admin" if "admin" in match.namespaces else match.view_name


def around(application: WSGIApplication) -> WSGIApplication:
    """The application, counted."""
    _connect()
    static = f"/{settings.STATIC_URL.lstrip('/')}"
    looked_at = 0.0

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        nonlocal looked_at
        begun = time.perf_counter()
        statuses: list[str] = []

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            statuses.append(status[:3])
            return start_response(status, headers, *more)

        try:
            return application(environ, start)
        finally:
            ended = time.perf_counter()
            # Without a status the site itself has failed, and the server says so.
            route, status = route_of(environ, static), statuses[-1] if statuses else "500"
            requests, seconds = meters.answered(route, status, "front" if FROM_FRONT in environ else "site")
            requests.inc()
            seconds.observe(ended - begun)
            note_request(environ["REQUEST_METHOD"], route, status, ended - begun)
            if ended - looked_at > EVERY:
                looked_at = ended
                look_at_index()

    return answer


def route_of(environ: WSGIEnvironment, static: str) -> str:
    if ROUTE in environ:
        return environ[ROUTE]
    return "static" if environ["PATH_INFO"].startswith(static) else "none"


def look_at_index() -> None:
    shown = keeper.shown()
    if shown is not None:
        stamp, meetings, made = shown
        meters.index_meetings.set(meetings)
        meters.index_generation.set(stamp.number)
        meters.index_made.set(made)


def _connect() -> None:
    got_request_exception.connect(_note_error, dispatch_uid="metrics-errors")
    refused.connect(_note_refusal, dispatch_uid="metrics-refusals")
    unreadable.connect(_note_unreadable, dispatch_uid="metrics-unreadable")


def _note_error(**kwargs: Any) -> None:
    error = sys.exc_info()[1]
    meters.errors.labels(type(error).__name__).inc()
    if isinstance(error, Error):
        meters.database_errors.labels(type(error).__name__).inc()


def _note_refusal(reason: str, **kwargs: Any) -> None:
    meters.streams_refused.labels(reason).inc()


def _note_unreadable(**kwargs: Any) -> None:
    meters.database_errors.labels("unreadable").inc()
