"""What a worker does not take into memory before somebody needs it, and what it does not look through again."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.engine("sqlite")

# The whole site, as after the first page.
SITE = """
import sys
import cooperation.wsgi
from django.urls import resolve
resolve("/meetings/")
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""
COLLECTOR = """
import gc
from cooperation.operations.processes import spare_what_is_loaded
kept = [[] for _ in range(1_000)]
spare_what_is_loaded()
print(gc.get_freeze_count() > len(kept), gc.get_threshold()[0])
"""


def said(program: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return done.stdout.split()


@pytest.mark.parametrize("library", ["icalendar", "markdown_it", "openpyxl"])
def test_a_library_waits_for_who_needs_it(library, tmp_path, monkeypatch):
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "cooperation.settings")
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "")
    assert library not in said(SITE)


def test_the_collector_leaves_what_is_loaded_alone():
    assert said(COLLECTOR) == ["True", "50000"]
