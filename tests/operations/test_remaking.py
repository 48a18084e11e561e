"""The files of the whole record are made anew when the record has left them behind."""

import subprocess

import pytest

from cooperation.opendata.bulk import freshness, shelf
from cooperation.operations import remaking

pytestmark = pytest.mark.engine("sqlite")


class Site:
    """Files that may be behind or hold what is gone, and how often they were made."""

    def __init__(self) -> None:
        self.made, self.behind, self.gone, self.fault = 0, False, False, ""
        self.now = 1000.0

    def make(self, *args, **kwargs) -> subprocess.CompletedProcess[str]:
        self.made += 1
        self.behind = self.gone = bool(self.fault)
        self.now += 2
        return subprocess.CompletedProcess(args, 1 if self.fault else 0, stderr=self.fault)


@pytest.fixture
def site(monkeypatch, tmp_path):
    site = Site()
    monkeypatch.setattr(shelf, "current", lambda: tmp_path)
    monkeypatch.setattr(freshness, "is_behind", lambda version: site.behind)
    monkeypatch.setattr(freshness, "holds_what_is_gone", lambda version: site.gone)
    monkeypatch.setattr(remaking.subprocess, "run", site.make)
    monkeypatch.setattr(remaking.time, "monotonic", lambda: site.now)
    monkeypatch.setattr(remaking, "close_old_connections", lambda: None)
    return site


def looked(site: Site, watch: remaking.Watch) -> int:
    watch.look()
    return site.made


def test_what_is_behind_is_made_anew_but_not_again_at_once(site):
    watch = remaking.Watch()
    assert looked(site, watch) == 0
    site.behind = True
    assert looked(site, watch) == 1
    site.behind = True
    assert looked(site, watch) == 1
    site.now += remaking.CALM + 1
    assert looked(site, watch) == 2


def test_what_holds_something_that_is_gone_is_made_anew_at_once(site):
    watch = remaking.Watch()
    site.gone = True
    assert looked(site, watch) == 1
    site.gone = True
    assert looked(site, watch) == 2


def test_a_making_that_fails_is_told_and_not_tried_without_end(site, caplog):
    watch = remaking.Watch()
    site.gone, site.fault = True, "The disk is full."
    assert looked(site, watch) == 1
    assert "could not be made anew: The disk is full." in caplog.text
    assert looked(site, watch) == 1
    site.now += remaking.CALM + 1
    assert looked(site, watch) == 2
