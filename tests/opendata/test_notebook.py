"""The notebook of docs/examples runs from its first cell to its last, on the record's own files."""

import json
from typing import Any

import pytest

from tests import factories as make
from tests.opendata.reading import content
from tests.operations.commands import ROOT

NOTEBOOK = ROOT / "docs" / "examples" / "record_with_pandas.ipynb"


@pytest.fixture
def cells(db, client, tmp_path, monkeypatch) -> dict[str, Any]:
    """What the cells have made, by name."""
    fund, other = make.make_agency("Fund"), make.make_agency("Other")
    health, schools = make.make_body("Health"), make.make_body("Schools")
    make.make_meeting("=1+1", "2024-01-11", agencies=[fund, health, schools])
    make.make_meeting("'quoted'", "2024-03", agencies=[fund, schools])
    make.make_meeting("Third", "2023", agencies=[other, health])
    for name in ("meetings", "participations"):
        (tmp_path / f"{name}.csv").write_bytes(content(client.get(f"/{name}.csv")))
    monkeypatch.setenv("RECORD_DATA", str(tmp_path))
    made: dict[str, Any] = {}
    for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), made)
    return made


def test_the_notebook_counts_meetings_and_not_seats(cells):
    assert cells["a_year"].to_dict("index") == {
        "2023": {"day": 0, "month": 0, "year": 1},
        "2024": {"day": 1, "month": 1, "year": 0},
    }
    assert cells["met"].to_dict() == {"Fund": {"Health": 1, "Schools": 2}, "Other": {"Health": 1, "Schools": 0}}


def test_the_notebook_invents_no_day(cells):
    assert cells["last_contact"].to_dict() == {"Fund": "2024-03", "Other": "2023"}
    assert cells["weekdays"].to_dict() == {"Thursday": 1}


def test_the_notebook_takes_the_guard_of_formulas_away(cells):
    assert set(cells["titles"]) == {"=1+1", "'quoted'", "Third"}
