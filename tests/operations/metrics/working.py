"""What a worker of the server does with its counts, in a process of its own."""

import os
from pathlib import Path

import django


def count(folder: str, times: int) -> None:
    _ready(folder)
    from cooperation.operations.metrics import IS_SHARED, meters

    assert IS_SHARED
    for _ in range(times):
        requests, seconds = meters.answered("timeline", "200", "front")
        requests.inc()
        seconds.observe(0.02)
    meters.index_meetings.set(times)


def expose(folder: str, target: str) -> None:
    _ready(folder)
    django.setup()
    from cooperation.operations.metrics import exposition, meters

    meters.index_meetings.set(337)
    Path(target).write_bytes(exposition.exposed([]))


def _ready(folder: str) -> None:
    os.environ |= {"DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "tests.settings", "ENGINE": "sqlite"}
