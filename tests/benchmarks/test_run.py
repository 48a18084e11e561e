"""A run that broke off goes on where it was, if its user wants that."""

import pytest

from benchmarks import run

pytestmark = pytest.mark.engine("sqlite")


@pytest.fixture
def tried(monkeypatch):
    tried = []

    def trial(folder, engine, size):
        tried.append((engine, size))
        return {"engine": engine, "number": len(tried)}

    monkeypatch.setattr(run, "_trial", trial)
    return tried


def test_a_trial_that_was_finished_is_not_tried_again(tried, monkeypatch, tmp_path):
    first = run._known_or_tried(tmp_path, "sqlite", "1k")
    monkeypatch.setenv("CONTINUE", "1")
    assert run._known_or_tried(tmp_path, "sqlite", "1k") == first
    assert run._known_or_tried(tmp_path, "sqlite", "100k")["number"] == 2
    assert tried == [("sqlite", "1k"), ("sqlite", "100k")]


def test_a_new_run_measures_everything_anew(tried, monkeypatch, tmp_path):
    monkeypatch.delenv("CONTINUE", raising=False)
    assert [run._known_or_tried(tmp_path, "sqlite", "1k")["number"] for _ in range(2)] == [1, 2]
