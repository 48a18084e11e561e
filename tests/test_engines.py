"""Each worker gets the tests of its engine, and what may run on any goes to who is free."""

from types import SimpleNamespace

import pytest

from tests.engines import HandingOut, _list_of

OF_ONE = {"sqlite": ["tests/a.py::s", "tests/a.py::both"], "postgresql": ["tests/a.py::both"]}
BROWSER = ["tests/browser/d.py::one", "tests/browser/d.py::two", "tests/browser/e.py::one"]
OF_ANY = ["tests/b.py::one", "tests/c.py::one", "tests/c.py::two", *BROWSER]


class Worker:
    def __init__(self, name):
        self.gateway = SimpleNamespace(id=name, spec=name)
        self.workerinput = {"testrunuid": "handing-out"}
        self.collection = OF_ONE[name] + OF_ANY
        self.sent, self.shutting_down = [], False

    def send_runtest_some(self, indices):
        assert not self.shutting_down
        self.sent += [self.collection[index] for index in indices]

    def shutdown(self):
        self.shutting_down = True


@pytest.fixture
def handed(monkeypatch):
    monkeypatch.setattr("xdist.scheduler.each.parse_tx_spec_config", lambda config: [1, 2])
    workers = {name: Worker(name) for name in OF_ONE}
    handing = HandingOut(None, SimpleNamespace(eachsched=None))
    _list_of(workers["sqlite"].workerinput).write_text("\n".join(OF_ANY))
    for worker in workers.values():
        handing.add_node(worker)
        handing.add_node_collection(worker, worker.collection)
    handing.schedule()
    return handing, workers


def test_who_ends_first_takes_the_next_file(handed):
    handing, workers = handed
    sqlite, postgresql = workers["sqlite"], workers["postgresql"]
    # One has a single test, and begins it only when it knows the next; the browser's are one file.
    assert sqlite.sent == OF_ONE["sqlite"]
    assert postgresql.sent == ["tests/a.py::both", *BROWSER]
    handing.mark_test_complete(sqlite, 0)
    assert sqlite.sent[2:] == ["tests/c.py::one", "tests/c.py::two"]
    assert not handing.tests_finished


def test_every_test_is_handed_out_and_each_of_any_engine_once(handed):
    handing, workers = handed
    while not handing.tests_finished:
        worker = max(workers.values(), key=lambda worker: len(handing.node2pending[worker]))
        handing.mark_test_complete(worker, handing.node2pending[worker][0])
    assert all(worker.shutting_down for worker in workers.values())
    sent = {name: worker.sent for name, worker in workers.items()}
    assert {name: [test for test in tests if test not in OF_ANY] for name, tests in sent.items()} == OF_ONE
    assert sorted(test for tests in sent.values() for test in tests if test in OF_ANY) == sorted(OF_ANY)
