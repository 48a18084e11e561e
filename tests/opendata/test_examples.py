"""The examples of docs/examples do what they say, with the record's own files."""

import subprocess
import sys

import pytest

from tests import factories as make
from tests.opendata.reading import content
from tests.operations.commands import ROOT


@pytest.mark.django_db
def test_who_met_whom_counts_meetings(client, tmp_path):
    fund, other = make.make_agency("Fund"), make.make_agency("Other")
    health, schools = make.make_body("Health"), make.make_body("=Schools")
    for agencies in ([fund, health, schools], [fund, schools], [other, health]):
        make.make_meeting(agencies=agencies)
    table = tmp_path / "participations.csv"
    table.write_bytes(content(client.get("/participations.csv")))
    example = [sys.executable, ROOT / "docs" / "examples" / "who_met_whom.py", table, "fund"]
    assert subprocess.check_output(example, text=True) == "   2 '=Schools\n   1 Health\n"
