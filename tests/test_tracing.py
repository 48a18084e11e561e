"""What coverage looks at, and what it leaves alone."""

from types import SimpleNamespace

import pytest

from tests import tracing
from tests.tracing import Tracing

CASES = ["a.py::test[1]", "a.py::test[2]", "a.py::other"]


@pytest.fixture
def traced(monkeypatch):
    def traced(on, fixtures=("db",), **marks):
        """Which of the cases are, on that engine."""
        monkeypatch.setattr(tracing, "ENGINE", on)
        looking = Tracing(None)
        marked = {name: SimpleNamespace(args=args) for name, args in marks.items()}
        of_a_test = {"fixturenames": fixtures, "get_closest_marker": marked.get, "cls": None}
        return [looking._teaches(SimpleNamespace(nodeid=case, **of_a_test)) for case in CASES]

    return traced


def test_of_what_runs_on_both_engines_the_first_case_is_traced_on_one(traced):
    assert traced("sqlite") == [True, False, True]
    assert traced("postgresql") == [False] * 3


def test_of_what_runs_on_one_engine_every_case_is_traced(traced):
    assert traced("postgresql", engine=("postgresql",)) == [True] * 3
    assert traced("sqlite", fixtures=()) == traced("postgresql", fixtures=()) == [True] * 3


def test_a_site_of_its_own_is_not_traced(traced):
    assert traced("sqlite", apart=()) == traced("postgresql", apart=()) == [False] * 3
