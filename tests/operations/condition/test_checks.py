"""Each check by itself: what it calls fine, what worth a look, and what broken."""

import datetime
import errno
import os
import time
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import Group
from django.core import checks
from django.db import connection
from django.utils import timezone

from cooperation.editorial.roles import ADMINISTRATOR, EDITOR
from cooperation.models import LinkCheck
from cooperation.operations.backups import files
from cooperation.operations.condition import company, databases, set_up, stored
from cooperation.operations.condition.findings import State
from cooperation.record import changes, triggers
from tests.factories import make_source

NOTHING_ASKED = pytest.mark.engine("sqlite")
FINE, WARNING, FAULT = State.FINE, State.WARNING, State.FAULT
KEY = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"


@pytest.fixture(autouse=True)
def _folders(settings, tmp_path):
    settings.DATA_DIR, settings.BACKUP_DIR = tmp_path, tmp_path / "copies"


@NOTHING_ASKED
@pytest.mark.parametrize(
    ("url", "expected"), [("", WARNING), ("http://record.example", FAULT), ("https://record.example", FINE)]
)
def test_the_address(settings, url, expected):
    settings.SITE_URL = url
    assert set_up.address().state is expected


@NOTHING_ASKED
@pytest.mark.parametrize(("url", "on", "expected"), [("", 0, FINE), ("", 1, WARNING), ("https://x.example", 1, FAULT)])
def test_debug(settings, url, on, expected):
    settings.SITE_URL, settings.DEBUG = url, bool(on)
    assert set_up.debug().state is expected


@NOTHING_ASKED
def test_the_secret_key_is_its_owner_s_alone(settings, tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    settings.SECRET_KEY = "0123456789" * 6
    kept = tmp_path / "secret_key"
    found = set_up.secret_key()
    assert (found.state, found.says[:12], kept.exists()) == (FAULT, "there is no ", False)
    kept.touch(mode=0o600)
    assert set_up.secret_key().state is FINE
    kept.chmod(0o640)
    assert set_up.secret_key().state is FAULT
    # A secret of an orchestrator may be for the site's group.
    monkeypatch.setenv("SECRET_KEY_FILE", str(kept))
    assert set_up.secret_key().state is FINE
    kept.chmod(0o644)
    assert set_up.secret_key().state is FAULT
    monkeypatch.delenv("SECRET_KEY_FILE")
    monkeypatch.setenv("SECRET_KEY", "0123456789" * 6)
    assert set_up.secret_key().says == "given in the environment"
    settings.SECRET_KEY = "short"
    assert set_up.secret_key().state is FAULT


@NOTHING_ASKED
def test_what_else_is_set(settings):
    assert set_up.contact().state is FINE
    settings.SITE_URL = "https://record.example"
    assert set_up.contact().state is WARNING
    settings.CONTACT_EMAIL = "desk@record.example"
    assert set_up.contact().state is FINE
    assert set_up.reporter().state is FINE
    for path, expected in (("nowhere.report", FAULT), ("builtins.print", FINE)):
        settings.ERROR_REPORTER = path
        assert set_up.reporter().state is expected
    assert "staff alone" in set_up.counts().says
    settings.METRICS_TOKEN = "x" * 32
    assert "x" * 32 not in set_up.counts().says


@NOTHING_ASKED
@pytest.mark.parametrize(
    ("remarks", "expected"),
    [([], FINE), ([checks.Warning("odd", id="a.W1")], WARNING), ([checks.Error("bad", hint="mend", id="a.E1")], FAULT)],
)
def test_remarks_of_django(monkeypatch, remarks, expected):
    monkeypatch.setattr(checks, "run_checks", lambda **options: remarks)
    assert set_up.django_checks().state is expected


@NOTHING_ASKED
def test_the_data_folder_must_be_writable_and_ours(tmp_path, monkeypatch):
    assert stored.data_folder().state is FINE
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    assert stored.data_folder().state is WARNING

    def full(**options):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(stored.tempfile, "TemporaryFile", full)
    with pytest.raises(OSError, match="No space"):
        stored.data_folder()


@NOTHING_ASKED
def test_static_files_of_another_version_are_a_fault(monkeypatch):
    assert stored.static_files().state is FAULT
    monkeypatch.setattr(stored, "static_files_are_current", lambda: True)
    assert stored.static_files().state is FINE


@NOTHING_ASKED
def test_what_stopped_processes_left_is_named_after_a_day(tmp_path):
    left = [tmp_path / "exports" / "making-x", tmp_path / "copies" / ".making-y", tmp_path / "secret_key.123"]
    for path in left:
        path.parent.mkdir(exist_ok=True)
        path.touch()
    assert stored.leftovers().state is FINE
    for path in left:
        os.utime(path, (time.time() - 100_000,) * 2)
    found = stored.leftovers()
    assert (found.state, found.says[:20]) == (WARNING, "3 unfinished things ")


@NOTHING_ASKED
def test_backups_are_apart_whole_and_nobody_else_s(settings, tmp_path, monkeypatch):
    assert stored.backup_folder().state is WARNING
    assert stored.newest_backup().says == "none to verify"
    monkeypatch.setattr(files, "dump", lambda alias, folder: files._written(folder / "copy.sqlite3.gz", "rows"))
    made = files.make(settings.BACKUP_DIR)
    # On the disk of the database.
    assert "same disk" in stored.backup_folder().says
    assert stored.newest_backup().state is FINE
    made.path.write_text("others")
    assert stored.newest_backup().state is FAULT
    settings.BACKUP_DIR.chmod(0o755)
    assert stored.backup_folder().state is FAULT
    settings.BACKUP_KEY = KEY[:-1]
    assert "no public key" in stored.backup_folder().says
    settings.BACKUP_KEY = KEY
    assert "open to others" in stored.backup_folder().says


@NOTHING_ASKED
def test_a_backup_folder_that_cannot_be_is_a_fault(settings, tmp_path):
    (tmp_path / "file").write_text("mine")
    (tmp_path / "file").chmod(0o755)
    for path, says in (
        (tmp_path / "file", "is no folder"),
        (tmp_path / "file" / "below", "is no folder"),
        (Path("/proc/x"), "nothing can be written in /proc ("),
    ):
        settings.BACKUP_DIR = path
        found = stored.backup_folder()
        assert (found.state, says in found.says, "chmod" in found.do) == (FAULT, True, False), found
    assert list(tmp_path.iterdir()) == [tmp_path / "file"]


@NOTHING_ASKED
def test_a_database_that_everybody_may_read_is_a_fault(tmp_path, monkeypatch):
    path = tmp_path / "record.sqlite3"
    monkeypatch.setitem(stored.connection.settings_dict, "NAME", str(path))
    assert stored.database_file().says == "not made yet"
    path.touch()
    for folder, file, expected in ((0o755, 0o644, FAULT), (0o700, 0o644, FINE), (0o755, 0o600, FINE)):
        tmp_path.chmod(folder)
        path.chmod(file)
        assert stored.database_file().state is expected


@pytest.mark.django_db
def test_files_of_the_record_that_hold_what_is_gone_are_said(monkeypatch, tmp_path):
    assert stored.whole_record().state is WARNING
    version = tmp_path / "exports" / "version-1"
    version.mkdir(parents=True)
    (version / "datapackage.json").write_text("{}")
    (tmp_path / "exports" / "current").symlink_to("version-1")
    assert "public no more" in stored.whole_record().says
    monkeypatch.setattr(stored.freshness, "holds_what_is_gone", lambda version: False)
    found = stored.whole_record()
    assert (found.state, found.says) == (FINE, "0 hours old, and behind the record")


@pytest.mark.django_db
def test_triggers_that_are_gone_are_a_fault():
    assert databases.followed().state is FINE
    assert triggers.missing() == []
    triggers.drop_triggers("default")
    found = databases.followed()
    assert (found.state, found.do) == (FAULT, "Run manage.py migrate, which puts them back.")
    assert len(triggers.missing()) > 50


@pytest.mark.django_db
@pytest.mark.engine("sqlite")
def test_sqlite_in_another_mode_is_said(monkeypatch):
    assert databases.engine().state is FINE
    answers = {"PRAGMA journal_mode": "delete"}
    monkeypatch.setattr(databases, "_asked", lambda question: answers.get(question, 2))
    assert databases.engine().state is FAULT
    answers |= {"PRAGMA journal_mode": "wal", "PRAGMA synchronous": 1}
    assert databases.engine().state is WARNING
    answers |= {"PRAGMA synchronous": 2, "PRAGMA quick_check(1)": "row 7 missing"}
    assert databases.engine().says == "the database is damaged: row 7 missing"


@pytest.mark.django_db
@pytest.mark.engine("postgresql")
def test_postgresql_that_may_lose_saves_is_said(monkeypatch):
    # As the tests' own server is.
    assert "fsync" in databases.engine().says
    asked = databases._asked
    answers = {"SELECT pg_is_in_recovery()": True}
    monkeypatch.setattr(databases, "_asked", lambda question: answers.get(question, asked(question)))
    assert databases.engine().state is FAULT
    answers = dict.fromkeys(("SHOW fsync", "SHOW full_page_writes", "SHOW synchronous_commit"), "on")
    assert databases.engine().state is FINE


@pytest.mark.django_db
@pytest.mark.engine("postgresql")
def test_client_programs_are_there_and_not_older_than_the_server(monkeypatch):
    monkeypatch.setattr(databases.shutil, "which", lambda program: None)
    assert databases.programs().state is FAULT
    monkeypatch.setattr(databases.shutil, "which", lambda program: program)
    for version, expected in ((9, FAULT), (99, FINE)):
        monkeypatch.setattr(databases, "_version_of", lambda program, version=version: version)
        assert databases.programs().state is expected


@pytest.mark.django_db
def test_a_clock_that_is_wrong_is_said(monkeypatch):
    assert databases.clocks().state is FINE
    late = timezone.now() - datetime.timedelta(hours=1)
    monkeypatch.setattr(databases.timezone, "now", lambda: late)
    changes.new_epoch()
    if connection.vendor == "sqlite":
        # It has no clock of its own: only what was written in the future tells.
        monkeypatch.setattr(databases.timezone, "now", lambda: late - datetime.timedelta(hours=1))
    assert databases.clocks().state is FAULT


@NOTHING_ASKED
def test_replicas_keep_pace_or_are_named(monkeypatch):
    names = ("default", "replica1", "replica2", "replica3", "replica4")
    monkeypatch.setattr(databases, "settings", type("Settings", (), {"DATABASES": names}))
    epoch, other = "1" * 32, "2" * 32
    stamps = {"default": (epoch, 9), "replica1": (epoch, 9), "replica2": (epoch, 7), "replica3": (other, 9)}

    def stamp(alias):
        if alias not in stamps:
            raise databases.DatabaseError("gone")
        return changes.Stamp(*stamps[alias])

    monkeypatch.setattr(databases.changes, "stamp", stamp)
    assert [(each.name, each.state) for each in databases.replicas()] == [
        ("replica1", FINE),
        ("replica2", WARNING),
        ("replica3", FAULT),
        ("replica4", FAULT),
    ]


@pytest.mark.django_db
def test_second_factors_of_another_key_are_a_fault(admin_user, settings):
    TOTP.activate(admin_user, generate_totp_secret())
    assert company.accounts().state is FINE
    former, settings.SECRET_KEY = settings.SECRET_KEY, "another one " * 6
    assert company.accounts().state is FAULT
    assert "SECRET_KEY_FALLBACKS" in company.accounts().do
    settings.SECRET_KEY_FALLBACKS = [former]
    assert company.accounts().state is FINE


@pytest.mark.django_db
def test_somebody_can_administer_with_two_factors(django_user_model):
    assert company.accounts().state is FAULT
    admin = django_user_model.objects.create_superuser("admin")
    assert company.accounts().state is WARNING
    Authenticator.objects.create(user=admin, type=Authenticator.Type.TOTP, data={})
    assert company.accounts().says.startswith("one administrator with a second factor")
    # One of the group is an administrator, too; one of the editors is none.
    for name, group in (("second", ADMINISTRATOR), ("third", EDITOR)):
        user = django_user_model.objects.create_user(name, is_staff=True)
        user.groups.add(Group.objects.get(name=group))
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    assert company.accounts().says == "2 administrators with a second factor"
    django_user_model.objects.filter(username="second").delete()
    admin.is_active = False
    admin.save()
    assert company.accounts().state is FAULT


@NOTHING_ASKED
@pytest.mark.allow_hosts(["127.0.0.1"])
def test_a_cache_that_is_lost_is_a_fault(settings, monkeypatch):
    assert company.shared_cache().state is FINE
    monkeypatch.setattr(company.cache, "get", lambda name: None)
    assert company.shared_cache().state is FAULT
    location = {"BACKEND": "cooperation.operations.shared_cache.SharedCache", "LOCATION": "redis://:secret@127.0.0.1:1"}
    monkeypatch.setattr(company, "settings", type("Settings", (), {"CACHES": {"default": location}}))
    found = company.shared_cache()
    assert (found.state, "secret" in found.says) == (FAULT, False)


@pytest.mark.django_db
def test_links_are_checked_now_and_then():
    assert company.links().state is WARNING
    check = LinkCheck.objects.create(source=make_source(), checked_at=timezone.now(), answer="")
    assert company.links().state is FINE
    check.checked_at -= datetime.timedelta(days=9)
    check.save()
    assert company.links().says == "last checked 9 days ago, 0 are dead"
