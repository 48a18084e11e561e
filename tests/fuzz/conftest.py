"""How long hostile input is tried: a few seeded examples among the tests, minutes with `make fuzz`."""

import os
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis.strategies import SearchStrategy, tuples

SECONDS = float(os.environ.get("FUZZ_SECONDS") or 0)
FEW, MANY = 5, 300

Try = Callable[..., None]


@pytest.fixture
def hostile(request: pytest.FixtureRequest) -> Try:
    """Calls a function with what strategies draw: once a few times, or until its share of the time is over."""
    ends = time.monotonic() + SECONDS / max(1, request.session.testscollected)

    def run(check: Callable[..., Any], *drawn: SearchStrategy, few: int = FEW) -> None:
        settled = settings(
            max_examples=MANY if SECONDS else few,
            derandomize=not SECONDS,
            database=settings().database if SECONDS else None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )

        def once(values: tuple[Any, ...]) -> None:
            if time.monotonic() < ends or not SECONDS:
                check(*values)

        trying = settled(given(tuples(*drawn))(once))
        trying()
        while time.monotonic() < ends:
            seed(time.time_ns())(trying)()

    return run
