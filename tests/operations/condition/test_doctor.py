"""The doctor says what is wrong in plain words, and never falls ill himself."""

import io

import pytest
from django.core.management import call_command

from cooperation.operations.condition import doctor
from cooperation.operations.condition.findings import State, fault, fine, warning
from tests.operations.backups.databases import PATH
from tests.operations.commands import manage


def said(*findings, monkeypatch):
    checks = {each.name: lambda each=each: each for each in findings}
    monkeypatch.setattr(doctor, "FIRST", checks)
    monkeypatch.setattr(doctor, "OF_THE_DATABASE", {})
    monkeypatch.setattr(doctor, "OF_THE_TABLES", {})
    out, status = io.StringIO(), 0
    try:
        call_command("doctor", stdout=out)
    except SystemExit as ended:
        status = ended.code
    return status, out.getvalue()


@pytest.mark.engine("sqlite")
def test_a_site_that_is_well_ends_with_nothing(monkeypatch):
    status, text = said(fine("disk", "room"), warning("backups", "old", "make one"), monkeypatch=monkeypatch)
    assert status == 0
    assert text.startswith("fine     disk: room.\nlook     backups: old.\n         → make one\n")
    assert text.endswith("\n2 things examined: 0 broken, 1 to look at.\n")


@pytest.mark.engine("sqlite")
def test_what_is_broken_ends_with_one_and_says_what_to_do(monkeypatch):
    status, text = said(fault("disk", "full " * 40, "free some"), monkeypatch=monkeypatch)
    assert status == 1
    assert text.startswith("FAULT    disk: full full")
    assert "\n         → free some\n" in text
    assert max(map(len, text.splitlines())) < 120


@pytest.mark.django_db
def test_every_check_can_be_asked_on_this_engine(monkeypatch, tmp_path, settings):
    monkeypatch.setenv("PATH", PATH)
    settings.DATA_DIR, settings.BACKUP_DIR = tmp_path, tmp_path / "copies"
    (tmp_path / "secret_key").write_text("x")
    found = list(doctor.examined())
    names = {*doctor.FIRST, *doctor.OF_THE_DATABASE, *doctor.OF_THE_TABLES} - {"replicas"}
    assert {each.name for each in found} == names
    assert [each for each in found if "could not be asked" in each.do] == []
    assert all(each.do for each in found if each.state is not State.FINE)


@pytest.mark.engine("sqlite")
def test_without_a_database_nothing_of_it_is_asked(monkeypatch):
    asked = []
    monkeypatch.setattr(doctor, "FIRST", {"database": lambda: fault("database", "away", "start it")})
    monkeypatch.setattr(doctor, "OF_THE_DATABASE", {"engine": lambda: asked.append(1)})
    assert [each.name for each in doctor.examined()] == ["database"]
    monkeypatch.setattr(doctor, "FIRST", {})
    monkeypatch.setattr(doctor, "OF_THE_DATABASE", {"migrations": lambda: fault("migrations", "missing", "migrate")})
    monkeypatch.setattr(doctor, "OF_THE_TABLES", {"links": lambda: asked.append(1)})
    assert [each.name for each in doctor.examined()] == ["migrations"]
    assert asked == []


def broken(tmp_path):
    file = tmp_path / "file"
    file.write_text("no database")
    yield {"SITE_URL": "nonsense"}
    yield {"DATABASE_URL": f"sqlite:///{file}"}
    yield {"DATABASE_URL": "postgres://somebody:secret@127.0.0.1:1/record", "CACHE_URL": "redis://127.0.0.1:1"}


@pytest.mark.engine("sqlite")
def test_a_key_that_is_missing_is_said_and_not_made(tmp_path):
    done = manage("doctor", DATA_DIR=tmp_path)
    # A long path begins a new line.
    assert f"FAULT secret key: there is no {tmp_path / 'secret_key'}" in " ".join(done.stdout.split())
    assert not (tmp_path / "secret_key").exists()


@pytest.mark.engine("sqlite")
def test_no_secret_is_told(tmp_path):
    token, key = "0123456789abcdef" * 2, "kumquat" * 10
    done = manage("doctor", DATA_DIR=tmp_path, METRICS_TOKEN=token, SECRET_KEY=key, LOG_FORMAT="json")
    assert "whoever has METRICS_TOKEN" in " ".join(done.stdout.split())
    for said in (done.stdout, done.stderr):
        assert token not in "".join(said.split())
        assert "kumquat" not in said


@pytest.mark.engine("sqlite")
def test_whatever_is_broken_is_said_in_sentences(tmp_path):
    for settings in broken(tmp_path):
        done = manage("doctor", **{"DATA_DIR": tmp_path / "data", **settings})
        assert done.returncode == 1, settings
        assert "Traceback" not in done.stdout + done.stderr, settings
        assert "secret@" not in done.stdout + done.stderr, settings
        assert "FAULT" in done.stdout or len(done.stderr.splitlines()) == 1, settings
