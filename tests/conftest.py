"""What holds for every test: how hypothesis searches, and what no test leaves to the next."""

import gc
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation
from hypothesis import settings
from hypothesis.configuration import set_hypothesis_home_dir
from hypothesis.database import DirectoryBasedExampleDatabase

from tests.cold import forget_everything
from tests.signing_in import with_both_factors

pytest_plugins = ["tests.engines", "tests.once", "tests.tracing"]
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


def pytest_collection_finish() -> None:
    """What all tests need stays: looking through it for garbage again and again took a sixth of their time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    """The language of the last page that one test has read is not that of the next test."""
    yield
    translation.activate("en")


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """A test that is rolled back takes its generations with it: the next one has the same, of other content."""
    forget_everything()
    yield
    forget_everything()
