"""The server: workers that answer, and this process, which starts, watches and stops them.

It takes over from `manage.py serve`, so it holds nothing of Django: python -m cooperation.operations.server HOST PORT
[WORKERS]
"""

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from importlib import import_module
from multiprocessing.synchronize import Event
from typing import Any

from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.net import SocketSpec
from granian.server import Server as Granian

from .capacity import CONNECTIONS, THREADS
from .processes import end_with_parent, open_many_files, share_heaps, spare_what_is_loaded

WORKERS = 2
SECONDS_TO_FINISH = 10
# How long a new worker may take to load the site while an old one answers in its place.
SECONDS_TO_BEGIN = 120
# Connections that the system holds until a worker takes them.
BACKLOG = 2_048
# So many workers that end unasked within a minute are taken for a site that cannot run.
MOST_DEATHS = 6
# Seconds without a sign of life: longer than anything that a worker may do without letting its other threads on.
MOST_BEATS_MISSED = 30


def load_application(ready: Event, target: str, *, pulse: Any = None) -> Callable[..., Any]:
    """The site, in a worker. Ctrl-C goes to a whole group of processes; a worker is stopped by its parent alone."""
    os.setpgid(0, 0)
    if pulse is not None:
        threading.Thread(target=_beat, args=(pulse,), name="pulse", daemon=True).start()
    # A parent that was killed can stop nobody, and a worker that stays would keep the port.
    end_with_parent()
    share_heaps()
    module, name = target.split(":")
    application = getattr(import_module(module), name)
    # Now that the worker has Django.
    import_module("cooperation.operations.remaking").begin()
    spare_what_is_loaded()
    ready.set()
    return application


def _beat(pulse: Any) -> None:
    while True:
        pulse.value += 1
        time.sleep(1)


class Server(Granian):
    """Granian, with four things that it does otherwise.

    This process keeps the workers' queues of connections open: one that ends leaves its own to the next. An old worker
    goes when the new one has loaded the site, not after a time that was guessed. And one that ends within seconds of
    its start does not end the site; many of them in a minute do. One that hangs is ended: nobody else takes from its
    queue.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ready = multiprocessing.Event()
        self._deaths: list[float] = []
        # Each worker counts on; where two exchange, both do.
        self.pulses = [multiprocessing.RawValue("Q") for _ in range(self.workers)]

    def _init_shared_socket(self) -> None:
        # One queue for all would be emptied by whichever worker wakes first: of 16 connections at once, often all.
        self._queues = [SocketSpec(self.bind_addr, self.bind_port, self.backlog).build() for _ in range(self.workers)]
        self._ssp = self._sso = None

    def _spawn_worker(self, idx: int, target: Any, callback_loader: Any) -> Any:
        self._shd = self._queues[idx]
        return super()._spawn_worker(idx, target, partial(callback_loader, pulse=self.pulses[idx]))

    def keep_watching(self) -> None:
        """End each worker whose pulse stands still. Beats are counted: a pause of the whole machine ends nobody."""
        heard, missed = [0] * self.workers, [0] * self.workers
        while True:
            time.sleep(1)
            for number, pulse in enumerate(self.pulses):
                missed[number] = 0 if pulse.value != heard[number] else missed[number] + 1
                heard[number] = pulse.value
                if missed[number] >= MOST_BEATS_MISSED:
                    missed[number] = 0
                    # Not by Granian's own way, which takes it for wanted and starts no other.
                    self.wrks[number].inner.kill()

    def _respawn_workers(self, workers: list[int], target: Any, loader: Any, delay: float = 0) -> None:
        if not delay:
            # They ended; those that are exchanged in a reload wait for each other.
            now = time.monotonic()
            self._deaths = [each for each in self._deaths if each > now - 60] + [now] * len(workers)
        for number in workers:
            old = self.wrks[number]
            self.ready.clear()
            self.wrks[number] = self._spawn_worker(idx=number, target=target, callback_loader=loader)
            self.wrks[number].start()
            if old.is_alive():
                self.ready.wait(SECONDS_TO_BEGIN)
                _end(old)
        self.respawned_wrks.clear()
        if len(self._deaths) >= MOST_DEATHS:
            # Granian's own judgement, at the next one.
            self.respawned_wrks.update(dict.fromkeys(workers, time.monotonic()))


def _end(worker: Any) -> None:
    worker.terminate()
    worker.join(SECONDS_TO_FINISH)
    if worker.is_alive():
        worker.kill()
        worker.join()


def serve(host: str, port: int, workers: int = WORKERS) -> None:
    open_many_files()
    # A listening socket is inherited so, and only so.
    multiprocessing.set_start_method("fork", force=True)
    server = Server(
        "cooperation.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        # A connection carries one answer at a time, so that one which fails can be broken off.
        http=HTTPModes.http1,
        websockets=False,
        workers=workers,
        blocking_threads=THREADS,
        backpressure=CONNECTIONS,
        backlog=BACKLOG,
        workers_kill_timeout=SECONDS_TO_FINISH,
        respawn_failed_workers=True,
        log_level=LogLevels.error,
    )
    if os.isatty(0):
        # Without a terminal this signal means "load the code anew"; with one, that its window was closed.
        server.on_startup(lambda: signal.signal(signal.SIGHUP, server.signal_handler_interrupt))
    server.on_startup(lambda: threading.Thread(target=server.keep_watching, name="watching", daemon=True).start())
    server.serve(target_loader=partial(load_application, server.ready))


if __name__ == "__main__":
    serve(sys.argv[1], *map(int, sys.argv[2:]))
