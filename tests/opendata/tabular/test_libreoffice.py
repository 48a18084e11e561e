"""A spreadsheet program opens what is taken away, rightly and with every letter."""

import csv
import io
import shutil
import subprocess

import pytest

from tests import factories as make
from tests.opendata.reading import content

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice (soffice) is not installed."),
]


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_libreoffice_reads_what_was_written(client, tmp_path, suffix):
    agency = make.make_agency("=1+1", acronym_en="@UNF", name_az="Uşaq Fondu")
    make.make_meeting("Gəncədə görüş", "2024-01-11", agencies=[agency], city="Şəki", title_ru="Встреча")
    make.make_meeting("In a month", "2024-02", summary_en="=2+2\nand more")
    (tmp_path / f"meetings.{suffix}").write_bytes(content(client.get(f"/meetings.{suffix}")))
    # UTF-8, commas, quotes, from the first line on: what the program's own window offers where it sees the mark.
    reading = ["--infilter=CSV:44,34,76,1"] if suffix == "csv" else []
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/home", "--headless", *reading, "--convert-to",
         "csv:Text - txt - csv (StarCalc):44,34,76,1", "--outdir", tmp_path / "read", tmp_path / f"meetings.{suffix}"],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    text = (tmp_path / "read" / "meetings.csv").read_text(encoding="utf-8-sig")
    month, day = csv.DictReader(io.StringIO(text, newline=""))
    assert (day["title_en"], day["title_ru"], day["city"]) == ("Gəncədə görüş", "Встреча", "Şəki")
    assert month["date_precision"] == "month"
    # Neither is worked out, whatever stands before it in a file of text.
    assert month["summary_en"].removeprefix("'") == "=2+2\nand more"
    assert day["un_agency_names_en"].removeprefix("'") == "=1+1"
