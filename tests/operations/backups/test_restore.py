"""What a restore does where something is in its way: all of it, or nothing."""

import gzip
import shutil
import sqlite3
from contextlib import closing, contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db import ConnectionHandler, connections

from cooperation.operations import environment
from cooperation.operations.backups import engines
from cooperation.operations.backups.faults import BackupError
from cooperation.operations.backups.files import digest_of, make
from cooperation.record import changes

from .databases import PATH, contents, database

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]


@pytest.fixture(scope="module")
def template(tmp_path_factory, django_db_setup, django_db_blocker):
    folder = tmp_path_factory.mktemp("template")
    with django_db_blocker.unblock(), database(folder, "template", migrated=True) as url:
        yield url


@pytest.fixture(scope="module")
def older(tmp_path_factory, template, django_db_blocker):
    """A database from before link checks."""
    folder = tmp_path_factory.mktemp("older")
    with django_db_blocker.unblock(), database(folder, "older", like=template) as url:
        with in_place(url):
            call_command("migrate", "cooperation", "0009", verbosity=0)
        yield url


@pytest.fixture
def older_copy(settings, older):
    with in_place(older):
        return make(settings.BACKUP_DIR)


@pytest.fixture
def stuck_copy(tmp_path, settings, older):
    """A copy in which something is in the way of a table that a migration makes."""
    with database(tmp_path, "stuck", like=older) as url, in_place(url):
        execute("CREATE TABLE cooperation_linkcheck (id integer)")
        return make(settings.BACKUP_DIR)


@pytest.fixture(autouse=True)
def _settled(settings, tmp_path, monkeypatch):
    settings.BACKUP_DIR = tmp_path / "copies"
    monkeypatch.setenv("PATH", PATH)


@contextmanager
def in_place(url):
    """The database at this address is the site's."""
    own = connections["default"]
    connections["default"] = ConnectionHandler({"default": environment.named(url)})["default"]
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = own


@pytest.fixture
def live(tmp_path, template):
    with database(tmp_path, "live", like=template) as url, in_place(url):
        # A file that was never opened by the site is not in WAL mode yet.
        execute("SELECT 1")
        yield url


@pytest.fixture
def empty(tmp_path):
    with database(tmp_path, "empty") as url:
        yield url


def execute(statement):
    with connections["default"].cursor() as cursor:
        cursor.execute(statement)


def restore(copy, *options):
    call_command("restore", str(copy.path), *options)


def refused(copy, *options):
    with pytest.raises(CommandError) as caught:
        restore(copy, *options)
    return str(caught.value)


def rewritten(copy, content):
    """The copy with another content, and a checksum that agrees."""
    copy.path.write_bytes(content)
    copy.checksum.write_text(f"{digest_of(copy.path)}  {copy.path.name}\n")
    return copy


def test_what_breaks_in_the_middle_leaves_the_database_as_it_was(live, settings):
    copy, before = make(settings.BACKUP_DIR), contents(live)
    whole = copy.path.read_bytes()
    assert refused(rewritten(copy, whole[: len(whole) * 7 // 10]), "--replace")
    assert contents(live) == before


@pytest.mark.engine("postgresql")
@pytest.mark.parametrize("end", ["echo 'SELECT 1/0;'", "echo 'CREATE TABLE x (a int); COPY x FROM stdin;'; exit 3"])
def test_an_error_of_the_last_statement_takes_the_first_ones_back(live, settings, tmp_path, monkeypatch, end):
    copy, before = make(settings.BACKUP_DIR), contents(live)
    program = tmp_path / "bin" / "pg_restore"
    program.parent.mkdir()
    real = f'{shutil.which("pg_restore")} "$@"'
    program.write_text(f'#!/bin/sh\n{real}\ncase "$1" in --list) ;; *) {end};; esac\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{PATH}")
    assert "could not do it" in refused(copy, "--replace")
    assert contents(live) == before


@pytest.mark.engine("sqlite")
def test_whoever_writes_is_waited_for_and_not_torn_apart(live, settings, monkeypatch):
    copy = make(settings.BACKUP_DIR)
    monkeypatch.setattr(engines, "PATIENCE", 0.1)
    with closing(sqlite3.connect(live.removeprefix("sqlite:///"), isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE django_content_type SET model = 'edited' WHERE id = 1")
        assert "Somebody has been writing" in refused(copy, "--replace")
        writer.execute("COMMIT")
        assert writer.execute("SELECT model FROM django_content_type WHERE id = 1").fetchone() == ("edited",)
    # Two copies of one second would have one name.
    shutil.rmtree(settings.BACKUP_DIR / "replaced")
    restore(copy, "--replace")
    assert "edited" not in str(contents(live)["django_content_type"])


@pytest.mark.engine("sqlite")
def test_a_new_database_that_cannot_become_one_of_this_version_is_taken_away(stuck_copy, tmp_path):
    with in_place(f"sqlite:///{tmp_path / 'target.sqlite3'}"):
        assert "in place again" in refused(stuck_copy)
    assert [path.name for path in tmp_path.glob("target.sqlite3*") if path.suffix != ".lock"] == []


@pytest.mark.engine("sqlite")
def test_a_damaged_archive_is_said_to_be_one(live, settings):
    copy = make(settings.BACKUP_DIR)
    packed = copy.path.read_bytes()
    rewritten(copy, packed[:100] + b"\xff" * 100 + packed[200:])
    with pytest.raises(BackupError, match="is damaged"):
        engines.load(copy.path, "default", copy.path.parent)
    rewritten(copy, gzip.compress(b"no database"))
    assert "no sound SQLite database" in refused(copy, "--replace")


def test_a_copy_of_an_older_version_becomes_one_of_this(older_copy, live, settings):
    # What only a newer version has, and no older copy knows to take away.
    execute("CREATE TABLE cooperation_newer (id integer)")
    epoch = changes.stamp().epoch
    restore(older_copy, "--replace")
    tables = contents(live)
    assert ("cooperation_newer" in tables, "cooperation_linkcheck" in tables) == (False, True)
    assert "0010_link_checks" in str(tables["django_migrations"])
    assert changes.stamp().epoch != epoch
    (kept,) = [path for path in (settings.BACKUP_DIR / "replaced").iterdir() if path.suffix != ".sha256"]
    assert kept.stat().st_mode & 0o077 == 0


def test_where_the_tables_cannot_be_made_this_version_s_what_was_there_comes_back(empty, stuck_copy, live):
    before = contents(live)
    said = refused(stuck_copy, "--replace")
    assert ("cannot be used by this version" in said, "in place again" in said) == (True, True)
    assert contents(live) == before
    with in_place(empty):
        assert "in place again" in refused(stuck_copy)
    assert contents(empty) == {}


def test_where_not_even_that_can_be_it_is_said_where_what_was_there_is(stuck_copy, live, settings, monkeypatch):
    loaded = []

    def once(path, alias, folder):
        if loaded:
            raise BackupError("The disk is gone.")
        loaded.append(path)
        engines.load(path, alias, folder)

    monkeypatch.setattr("cooperation.management.commands.restore.load", once)
    said = refused(stuck_copy, "--replace")
    assert f"The disk is gone. See {settings.BACKUP_DIR / 'replaced'} for what was there" in said


def test_a_copy_of_a_newer_version_is_refused(live, settings):
    execute("INSERT INTO django_migrations (app, name, applied) VALUES ('cooperation', '9999_later', '2026-01-01')")
    copy = make(settings.BACKUP_DIR)
    assert "of a newer version of this program (cooperation 9999_later)" in refused(copy, "--replace")
