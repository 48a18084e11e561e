"""What the site cannot do without, and how it is said."""

import datetime
from collections import namedtuple

import pytest
from django.db import OperationalError, connection

from cooperation.operations.backups.files import Backup
from cooperation.operations.condition import basics
from cooperation.operations.condition.findings import State, asked, worst

NOW = datetime.datetime(2026, 3, 15, 12, tzinfo=datetime.UTC)
Usage = namedtuple("Usage", "total used free")


@pytest.mark.django_db
def test_a_database_that_answers_with_the_right_tables_is_fine():
    assert basics.database().state is State.FINE
    assert basics.migrations().state is State.FINE


@pytest.mark.engine("sqlite")
def test_a_file_that_is_not_there_is_not_made_by_asking(tmp_path, monkeypatch):
    file = tmp_path / "record.sqlite3"
    monkeypatch.setitem(connection.settings_dict, "NAME", str(file))
    assert basics.database().says == f"there is none at {file}"
    assert not file.exists()


@pytest.mark.django_db
def test_tables_of_another_version_are_a_fault():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'cooperation' AND name = '0010_link_checks'")
        missing = basics.migrations()
        for name in ("0010_link_checks", "9999_later"):
            cursor.execute(
                "INSERT INTO django_migrations (app, name, applied) "
                "SELECT 'cooperation', %s, MAX(applied) FROM django_migrations",
                [name],
            )
        newer = basics.migrations()
    assert (missing.state, newer.state) == (State.FAULT, State.FAULT)
    assert "cooperation 0010_link_checks" in missing.says
    assert "cooperation 9999_later" in newer.says


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize(
    ("free", "expected"), [(5_000_000_000, State.FINE), (500_000_000, State.WARNING), (40_000_000, State.FAULT)]
)
def test_room_on_the_disk_is_measured(tmp_path, monkeypatch, free, expected):
    monkeypatch.setattr(basics.shutil, "disk_usage", lambda folder: Usage(0, 0, free))
    assert basics.disk(tmp_path).state is expected


@pytest.mark.engine("sqlite")
def test_copies_that_are_missing_or_old_are_a_warning_and_no_fault(tmp_path, settings, monkeypatch):
    settings.BACKUP_DIR = tmp_path
    found = []
    monkeypatch.setattr(basics, "backups_in", lambda folder: found)
    assert basics.backups(NOW).state is State.WARNING
    for hours, expected in ((40, State.FINE), (60, State.WARNING)):
        found[:] = [Backup(tmp_path / "copy", NOW - datetime.timedelta(hours=hours))]
        finding = basics.backups(NOW)
        assert (finding.state, finding.says) == (expected, f"the newest copy is {hours} hours old")
        assert finding.value == hours * 3600
    assert basics.spoken(datetime.timedelta(days=9)) == "9 days"


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize(
    "error", [OperationalError("unable to open"), PermissionError(13, "no"), RuntimeError("  a\nb ")]
)
def test_a_check_that_fails_is_a_finding(error):
    def check():
        raise error

    found = asked(check, "database")
    assert (found.name, found.state, "\n" in found.says) == ("database", State.FAULT, False)
    assert worst([found]) is State.FAULT


@pytest.mark.engine("sqlite")
def test_the_gravest_finding_counts():
    assert worst([]) is State.FINE
    assert worst([basics.fine("a", "b"), basics.warning("a", "b", "c")]) is State.WARNING
