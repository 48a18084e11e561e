"""Records that are made once for the tests of a file, where making them takes longer than the test does."""

import copy
from collections.abc import Callable, Generator, Iterator
from itertools import groupby
from typing import Any

import pytest
from django.db import transaction

Maker = Callable[[], Any]


def once(make: Maker) -> Any:
    """A fixture of records that `make` makes, and of a copy of what it returns.

    The tests of a file that ask for it run one after the other inside of one transaction, each of them rolled back
    to where `make` was done. `make` asks for no other fixture.
    """

    def given(db: None, _records: "Records") -> Any:
        return copy.deepcopy(_records.made[make])

    given.make = make
    return pytest.fixture(name=make.__name__)(given)


class Records:
    """What is there for the tests that run now, and the transaction that it was made in."""

    def __init__(self) -> None:
        self.made: dict[Maker, Any] = {}
        self._whole: transaction.Atomic | None = None

    def have(self, makers: tuple[Maker, ...]) -> None:
        """Hold what these make, and nothing else."""
        if makers == tuple(self.made):
            return
        self.clear()
        self._whole = transaction.atomic()
        # As Django's own TestCase marks the transaction around a class: nobody but the tests sees it.
        self._whole._from_testcase = True
        self._whole.__enter__()
        try:
            for make in makers:
                self.made[make] = make()
        except BaseException:
            self.clear()
            raise

    def clear(self) -> None:
        self.made.clear()
        if self._whole is not None:
            whole, self._whole = self._whole, None
            transaction.set_rollback(True)
            whole.__exit__(None, None, None)


@pytest.fixture(scope="session")
def _records(django_db_setup: None, django_db_blocker: Any) -> Iterator[Records]:
    records = Records()
    yield records
    with django_db_blocker.unblock():
        records.clear()


def makers_of(item: pytest.Item) -> tuple[Maker, ...]:
    definitions = getattr(item, "_fixtureinfo", None)
    last = [each[-1].func for each in definitions.name2fixturedefs.values()] if definitions else []
    return tuple(sorted((each.make for each in last if hasattr(each, "make")), key=_name))


def _name(make: Maker) -> str:
    return make.__qualname__


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those of a file that share what is made follow each other, after those that ask for nothing of it."""
    files = [list(tests) for _file, tests in groupby(items, key=lambda item: item.path)]
    items[:] = [test for tests in files for test in sorted(tests, key=lambda test: [*map(_name, makers_of(test))])]


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: Any, request: Any) -> None:
    # Before the test's own transaction begins.
    if fixturedef.argname == "_django_db_helper" and (makers := makers_of(request.node)):
        records = request.getfixturevalue("_records")
        with request.getfixturevalue("django_db_blocker").unblock():
            records.have(makers)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None, Any, Any]:
    result = yield
    # After the last test of all the fixture does it, while there is a database.
    if nextitem and (makers := makers_of(item)) and makers_of(nextitem) != makers:
        with item._request.getfixturevalue("django_db_blocker").unblock():
            item._request.getfixturevalue("_records").clear()
    return result
