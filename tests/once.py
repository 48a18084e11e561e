"""Records that are made once for many tests, where making them takes longer than the test does."""

import copy
from collections.abc import Callable, Generator, Iterator, Sequence
from functools import partial
from itertools import filterfalse, groupby
from typing import Any

import pytest
from django.db import transaction

from tests.cold import forget_everything

Maker = Callable[..., Any]
Made = tuple[Maker, Any]


def once(make: Maker | None = None, *, params: Sequence[Any] | None = None) -> Any:
    """A fixture of records that `make` makes, and of a copy of what it returns.

    The tests that ask for it run one after the other inside of one transaction, each of them rolled back to where
    `make` was done; those of other files apart from those of its own. `make` asks for no other fixture; with `params`
    it gets one of them.
    """
    if make is None:
        return partial(once, params=params)

    def given(db: None, _records: "Records", request: pytest.FixtureRequest) -> Any:
        return copy.deepcopy(_records.made[make, getattr(request, "param", None)])

    given.make = make
    return pytest.fixture(name=make.__name__, params=params)(given)


class Records:
    """What is there for the tests that run now, and the transaction that it was made in."""

    def __init__(self) -> None:
        self.made: dict[Made, Any] = {}
        self._whole: transaction.Atomic | None = None

    def have(self, wanted: tuple[Made, ...]) -> None:
        """Hold this, and nothing else."""
        if wanted == tuple(self.made):
            return
        self.clear()
        self._whole = transaction.atomic()
        # As Django's own TestCase marks the transaction around a class: nobody but the tests sees it.
        self._whole._from_testcase = True
        self._whole.__enter__()
        forget_everything()
        try:
            for make, param in wanted:
                made = make() if param is None else make(param)
                if callable(made):
                    raise TypeError(f"{make.__qualname__} gives a function, which is not copied for each test.")
                self.made[make, param] = made
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


def wanted_by(item: pytest.Item) -> tuple[Made, ...]:
    """What is made once for a test, with the parameters that it has there."""
    info, call = getattr(item, "_fixtureinfo", None), getattr(item, "callspec", None)
    fixtures = {name: each[-1].func for name, each in info.name2fixturedefs.items()} if info else {}
    params = call.params if call else {}
    wanted = [(each.make, params.get(name)) for name, each in fixtures.items() if hasattr(each, "make")]
    return tuple(sorted(wanted, key=_place))


def _place(made: Made) -> tuple[str, str]:
    return made[0].__qualname__, str(made[1])


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those that share what is made follow each other: of all files what another one makes, then file by file."""
    ordered = sorted(filter(_takes_from_another, items), key=_places)
    for _file, tests in groupby(filterfalse(_takes_from_another, items), key=lambda item: item.path):
        ordered += sorted(tests, key=_places)
    items[:] = ordered


def _takes_from_another(item: pytest.Item) -> bool:
    return any(make.__module__ != item.module.__name__ for make, _param in wanted_by(item))


def _places(item: pytest.Item) -> list[tuple[str, str]]:
    return [*map(_place, wanted_by(item))]


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: Any, request: Any) -> None:
    # Before the test's own transaction begins.
    if fixturedef.argname == "_django_db_helper" and (wanted := wanted_by(request.node)):
        records = request.getfixturevalue("_records")
        with request.getfixturevalue("django_db_blocker").unblock():
            records.have(wanted)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None, Any, Any]:
    result = yield
    # After the last test of all the fixture does it, while there is a database.
    if nextitem and (wanted := wanted_by(item)) and wanted_by(nextitem) != wanted:
        with item._request.getfixturevalue("django_db_blocker").unblock():
            item._request.getfixturevalue("_records").clear()
    return result
