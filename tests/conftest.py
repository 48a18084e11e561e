"""What holds for every test: how hypothesis searches, and which tests run on one engine only."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation
from hypothesis import settings
from hypothesis.configuration import set_hypothesis_home_dir
from hypothesis.database import DirectoryBasedExampleDatabase

from cooperation.record import changes
from cooperation.record.index.keeper import keeper
from tests.signing_in import with_both_factors

EXAMPLES = Path(tempfile.gettempdir()) / "cooperation-record-hypothesis"

set_hypothesis_home_dir(EXAMPLES)
# No deadline: how long an example takes says more about the machine than about the code.
settings.register_profile("ci", deadline=None, max_examples=30, derandomize=True, print_blob=True)
settings.register_profile(
    "local", deadline=None, max_examples=30, database=DirectoryBasedExampleDatabase(EXAMPLES / "examples")
)
settings.register_profile("thorough", settings.get_profile("local"), max_examples=1000)
# How long it goes on is decided in tests/fuzz.
settings.register_profile("fuzz", settings.get_profile("local"), print_blob=True)
# Whoever publishes or administers has two factors; only the tests of that ask for less.
Client.force_login = with_both_factors
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "local"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what runs on the other engine."""
    engine = os.environ.get("ENGINE", "sqlite")
    elsewhere = [item for item in items if engine not in _engines(item)]
    items[:] = [item for item in items if item not in elsewhere]
    config.hook.pytest_deselected(items=elsewhere)
    # Coverage doubles the time of a test. One engine's run says which lines of the site no test reaches.
    for item in items:
        if engine != "sqlite" and not item.get_closest_marker("engine"):
            item.add_marker("no_cover")


def _engines(item: pytest.Item) -> Iterable[str]:
    if item.get_closest_marker("apart"):
        # Beside the engine whose tests take less time, where both run.
        return [os.environ.get("APART", "sqlite")]
    mark = item.get_closest_marker("engine")
    return mark.args if mark else ["sqlite", "postgresql"]


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    """The language of the last page that one test has read is not that of the next test."""
    yield
    translation.activate("en")


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """A test that is rolled back takes its generations with it: the next one has the same, of other content."""
    changes.forget()
    keeper.forget()
    cache.clear()
    yield
    changes.forget()
    keeper.forget()
