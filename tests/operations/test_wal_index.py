"""The header of a write-ahead log's index tells of every commit, and reading it takes no lock away."""

import gc
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cooperation.operations.sqlite.wal_index import wal_index
from cooperation.operations.watch import QUESTION, SQLiteWatch

pytestmark = pytest.mark.engine("sqlite")

RAISE = "UPDATE cooperation_generation SET number = number + 1"
STEPS = {
    "commit": f"BEGIN; {RAISE}; COMMIT",
    "two commits": f"{RAISE}; {RAISE}",
    "take back": f"BEGIN; {RAISE}; ROLLBACK",
    "change something else": "UPDATE other SET text = text || 'x'",
    "to and fro": f"{RAISE}; UPDATE cooperation_generation SET number = number - 1",
    "look": QUESTION,
    "wind up": "PRAGMA wal_checkpoint(TRUNCATE)",
    "begin anew": "PRAGMA wal_checkpoint(RESTART)",
    "tidy up": "VACUUM",
}


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    path = tmp_path_factory.mktemp("index") / "a record.sqlite3"
    with closing(sqlite3.connect(path)) as file:
        file.executescript(
            "PRAGMA journal_mode = WAL; CREATE TABLE cooperation_generation (epoch, number); CREATE TABLE other (text);"
            "INSERT INTO cooperation_generation VALUES ('e', 1); INSERT INTO other VALUES ('x')"
        )
    return path


def elsewhere(path, statements):
    code = "import sqlite3, sys; print(sqlite3.connect(sys.argv[1], timeout=0).execute(sys.argv[2]).fetchone())"
    return subprocess.run([sys.executable, "-c", code, path, statements], check=True, capture_output=True).stdout


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(list(STEPS)), st.booleans()), max_size=12))
def test_whatever_happens_to_the_database_the_state_is_what_it_says(database, steps):
    watch = SQLiteWatch({"NAME": str(database)})
    watch()
    with closing(sqlite3.connect(database)) as writer, closing(sqlite3.connect(database)) as reader:
        for name, by_another in steps:
            if by_another:
                with closing(sqlite3.connect(database)) as other:
                    other.executescript(STEPS[name])
            else:
                writer.executescript(STEPS[name])
            assert watch()[0][1:] == reader.execute(QUESTION).fetchall()[0]
    watch.close()


def test_the_header_changes_with_each_commit_of_any_process_and_by_nothing_else(database):
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(QUESTION).fetchall()
        index = wal_index(database)
        before = index.header()
        connection.executescript(STEPS["take back"])
        elsewhere(database, QUESTION)
        assert index.header() == before
        connection.executescript(STEPS["to and fro"])
        assert index.header() != before
        before = index.header()
        code = f"import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('{RAISE}'); c.commit()"
        subprocess.run([sys.executable, "-c", code, database], check=True)
        assert index.header() != before


def test_while_nothing_is_committed_nothing_is_asked(database, monkeypatch):
    monkeypatch.setattr("cooperation.operations.watch.LOOKED_AT", 60)
    watch, asked = SQLiteWatch({"NAME": str(database)}), []
    # It looks for the index once something was read, and at the file.
    for _ in range(3):
        watch()
    watch._connection.set_trace_callback(asked.append)
    states = {watch() for _ in range(20)}
    assert (len(states), asked) == (1, [])
    elsewhere(database, QUESTION)
    assert watch() in states
    with closing(sqlite3.connect(database)) as writer:
        writer.executescript(RAISE)
    assert watch() not in states
    assert asked == [QUESTION]
    watch.close()


def test_locks_of_this_process_stay(database):
    """Whoever closed the file would lose them: another process could then wind up what is still being read here."""
    with closing(sqlite3.connect(database)) as writer, closing(sqlite3.connect(database)) as reader:
        reader.execute("BEGIN")
        reader.execute(QUESTION).fetchall()
        writer.executescript(RAISE)
        index = wal_index(database)
        assert len(index.header()) == 96
        del index
        gc.collect()
        is_busy = elsewhere(database, "PRAGMA wal_checkpoint(TRUNCATE)").startswith(b"(1,")
        assert is_busy
        assert wal_index(database).header()


def test_a_database_without_such_an_index_has_none(tmp_path):
    assert wal_index(tmp_path / "none.sqlite3") is None
    (tmp_path / "odd.sqlite3-shm").write_bytes(bytes(32_768))
    assert wal_index(tmp_path / "odd.sqlite3") is None
    (tmp_path / "short.sqlite3-shm").write_bytes(b"x")
    assert wal_index(tmp_path / "short.sqlite3") is None


def test_a_link_leads_to_the_index_of_the_file_itself(database, tmp_path):
    (tmp_path / "link.sqlite3").symlink_to(database)
    with closing(sqlite3.connect(tmp_path / "link.sqlite3")) as connection:
        connection.execute(QUESTION).fetchall()
        assert wal_index(tmp_path / "link.sqlite3").header() == wal_index(database).header()
