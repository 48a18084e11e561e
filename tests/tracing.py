"""Coverage where it can learn something: a test that is traced takes twice its time."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import pytest
from django.urls import get_resolver

from tests.engines import BOTH, ENGINE, engines_of


class Tracing:
    """Traces the making of the database and the tests themselves, not what other fixtures prepare.

    Of a test that runs on both engines it traces the first case, on one: the others reach little else, and take most of
    the time. So what is counted is the least that the tests reach.
    """

    def __init__(self, coverage: Any) -> None:
        self._coverage = coverage
        self._seen: set[str] = set()

    def pytest_collection_finish(self) -> None:
        # Else the first request would import the views while nothing is traced.
        get_resolver().url_patterns  # noqa: B018
        self._coverage.cov_controller.pause()

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Generator[None, Any, Any]:
        with self._traced() if fixturedef.argname == "django_db_setup" else nullcontext():
            return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, Any, Any]:
        with self._traced() if self._teaches(item) else nullcontext():
            return (yield)

    @contextmanager
    def _traced(self) -> Iterator[None]:
        self._coverage.cov_controller.resume()
        try:
            yield
        finally:
            self._coverage.cov_controller.pause()

    def _teaches(self, item: pytest.Item) -> bool:
        if item.get_closest_marker("apart"):
            return False
        if tuple(engines_of(item)) != BOTH:
            return True
        name = item.nodeid.partition("[")[0]
        is_first = name not in self._seen
        self._seen.add(name)
        return is_first and ENGINE == "sqlite"


def pytest_configure(config: pytest.Config) -> None:
    coverage = config.pluginmanager.getplugin("_cov")
    if coverage and not coverage.options.no_cov:
        config.pluginmanager.register(Tracing(coverage))
