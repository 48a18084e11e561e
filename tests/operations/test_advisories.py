"""What is said of the packages' advisories."""

import json

import pytest

from cooperation.operations.advisories import FOUND, NOT_CHECKED, SOUND, UNKNOWN, verdict

pytestmark = pytest.mark.engine("sqlite")

CLEAN = {"name": "django", "version": "5.2.19", "vulns": []}
SKIPPED = {"name": "pillow", "skip_reason": "Dependency not found"}
BAD = {"name": "jinja2", "version": "3.0", "vulns": [{"id": "GHSA-1", "fix_versions": ["3.1"]}]}
OPEN = {"name": "jinja2", "version": "3.0", "vulns": [{"id": "GHSA-2", "fix_versions": []}]}


@pytest.mark.parametrize(
    ("packages", "said", "status"),
    [
        ([CLEAN], "No advisory is known for any of the 1 packages.", SOUND),
        ([CLEAN, SKIPPED], "Not known to the index, and so not checked: pillow.", UNKNOWN),
        ([SKIPPED], NOT_CHECKED, UNKNOWN),
        ([CLEAN, SKIPPED, BAD, OPEN], "jinja2 3.0: GHSA-1, mended in 3.1.\njinja2 3.0: GHSA-2, not mended yet.", FOUND),
    ],
)
def test_a_report_is_told(tmp_path, packages, said, status):
    report = tmp_path / "report.json"
    report.write_text(json.dumps({"dependencies": packages}))
    assert verdict(report) == (said, status)


@pytest.mark.parametrize("text", [None, "", "no JSON", "{}"])
def test_no_report_is_said_to_be_none(tmp_path, text):
    report = tmp_path / "report.json"
    if text is not None:
        report.write_text(text)
    assert verdict(report) == (NOT_CHECKED, UNKNOWN)
