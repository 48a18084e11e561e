"""Which engine a test runs on: both, one, or whichever is free first, where it does not ask the database."""

import os
import tempfile
from collections import deque
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from django.test import SimpleTestCase
from xdist.scheduler import EachScheduling
from xdist.workermanage import WorkerController

ENGINE = os.environ.get("ENGINE", "sqlite")
BOTH = ("sqlite", "postgresql")
DATABASE = {"db", "transactional_db", "django_db_setup"}


def engines_of(item: pytest.Item) -> Sequence[str]:
    """None for a test that is to run once, on any engine."""
    mark = item.get_closest_marker("engine")
    if mark:
        return mark.args
    return () if item.get_closest_marker("apart") or not _asks_the_database(item) else BOTH


def _asks_the_database(item: pytest.Item) -> bool:
    """Who does not say so is not let."""
    of_django = issubclass(getattr(item, "cls", None) or object, SimpleTestCase)
    return of_django or bool(item.get_closest_marker("django_db") or DATABASE & {*item.fixturenames})


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what runs on the other engine, and tell what may run on any."""
    here = [item for item in items if ENGINE in (engines_of(item) or BOTH)]
    config.hook.pytest_deselected(items=[*{*items} - {*here}])
    items[:] = here
    if hasattr(config, "workerinput"):
        # Whoever hands the tests out sees their names only.
        _list_of(config.workerinput).write_text("\n".join(item.nodeid for item in here if not engines_of(item)))


def _list_of(workerinput: dict[str, Any]) -> Path:
    """Where the workers of one run write what may run on any engine."""
    return Path(tempfile.gettempdir()) / f"cooperation-record-run-{workerinput['testrunuid']}"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> EachScheduling | None:
    return HandingOut(config, log) if config.getvalue("dist") == "each" else None


class HandingOut(EachScheduling):
    """Gives each worker the tests of its engine, then to whoever is free first the next file of the others."""

    def __init__(self, config: pytest.Config, log: Any) -> None:
        super().__init__(config, log)
        self._any: frozenset[str] = frozenset()
        self._files: deque[list[str]] = deque()

    @property
    def tests_finished(self) -> bool:
        return super().tests_finished and not self._files

    def schedule(self) -> None:
        for node, pending in self.node2pending.items():
            if node in self._started:
                continue
            if not self._started:
                self._put_by(_list_of(node.workerinput))
            if not pending:
                pending[:] = [at for at, name in enumerate(self.node2collection[node]) if name not in self._any]
            self._started.append(node)
            node.send_runtest_some(pending)
            self._go_on(node)

    def _put_by(self, names: Path) -> None:
        listed = names.read_text().splitlines()
        names.unlink()
        self._any = frozenset(listed)
        files = [list(tests) for _file, tests in groupby(listed, key=_file)]
        # The longest first, so that none waits for the other at the end.
        self._files.extend(sorted(files, key=len, reverse=True))

    def mark_test_complete(self, node: WorkerController, item_index: int, duration: float = 0) -> None:
        super().mark_test_complete(node, item_index, duration)
        self._go_on(node)

    def _go_on(self, node: WorkerController) -> None:
        """A worker begins its last test only when it knows which is the next, or that there is none."""
        pending, collection = self.node2pending[node], self.node2collection[node]
        while self._files and len(pending) < 2:
            more = [collection.index(name) for name in self._files.popleft()]
            pending += more
            node.send_runtest_some(more)
        if not self._files and not node.shutting_down:
            node.shutdown()


def _file(name: str) -> str:
    """The tests of the browser have one site, and one browser."""
    return "browser" if name.startswith("tests/browser/") else name.partition("::")[0]
