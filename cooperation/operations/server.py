"""The server: workers that answer, and this process, which starts, watches and stops them.

It takes over from `manage.py serve`, so it holds nothing of Django: python -m cooperation.operations.server HOST PORT
"""

import os
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from .processes import end_with_parent

WORKERS = 2
# A worker's threads take turns on one core; more of them only hold more database connections.
THREADS_PER_WORKER = 8
SECONDS_TO_FINISH = 10


def load_application(target: str) -> Callable[..., Any]:
    """The site, in a worker. Ctrl-C goes to a whole group of processes; a worker is stopped by its parent alone."""
    os.setpgid(0, 0)
    # A parent that was killed can stop nobody, and a worker that stays would keep the port.
    end_with_parent()
    module, name = target.split(":")
    application = getattr(import_module(module), name)
    # Now that the worker has Django.
    import_module("cooperation.operations.remaking").begin()
    return application


def serve(host: str, port: int) -> None:
    server = Granian(
        "cooperation.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        # A connection carries one answer at a time, so that one which fails can be broken off.
        http=HTTPModes.http1,
        websockets=False,
        workers=WORKERS,
        blocking_threads=THREADS_PER_WORKER,
        workers_kill_timeout=SECONDS_TO_FINISH,
        respawn_failed_workers=True,
        log_level=LogLevels.error,
    )
    if os.isatty(0):
        # Without a terminal this signal means "load the code anew"; with one, that its window was closed.
        server.on_startup(lambda: signal.signal(signal.SIGHUP, server.signal_handler_interrupt))
    server.serve(target_loader=load_application)


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
