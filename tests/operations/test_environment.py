from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import ConnectionHandler
from django.db import connection as django_connection

from cooperation.operations import environment

POSTGRESQL = "django.db.backends.postgresql"
SQLITE = "cooperation.operations.sqlite"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch):
    for name in (
        "SITE_URL",
        "DATABASE_URL",
        "DATABASE_REPLICA_URLS",
        "CACHE_URL",
        "SECRET_KEY",
        "SECRET_KEY_FALLBACKS",
        "DATA_DIR",
        "DEBUG",
        "CONTACT_EMAIL",
        "PAGE_CACHE_MB",
        "WORKERS",
        "REQUEST_SECONDS",
    ):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(f"{name}_FILE", raising=False)


@pytest.mark.parametrize(
    ("value", "expected"), [("true", True), ("Yes", True), ("1", True), ("off", False), ("0", False), (" ", False)]
)
def test_flag_reads_a_yes_or_no(monkeypatch, value, expected):
    monkeypatch.setenv("DEBUG", value)
    assert environment.flag("DEBUG") is expected


def test_flag_is_off_when_nothing_is_set():
    assert environment.flag("DEBUG") is False


def test_flag_refuses_anything_else(monkeypatch):
    monkeypatch.setenv("DEBUG", "maybe")
    with pytest.raises(ImproperlyConfigured, match="DEBUG=maybe makes no sense"):
        environment.flag("DEBUG")


def test_text_is_taken_as_it_stands(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "$a%b#c")
    assert environment.text("SECRET_KEY") == "$a%b#c"


def test_text_comes_from_a_file_without_its_last_newline(monkeypatch, tmp_path):
    file = tmp_path / "key"
    file.write_text("from the file\n")
    monkeypatch.setenv("SECRET_KEY_FILE", str(file))
    monkeypatch.setenv("SECRET_KEY", "from the environment")
    assert environment.text("SECRET_KEY") == "from the file"


def test_text_refuses_a_file_that_is_not_there(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "none"))
    with pytest.raises(ImproperlyConfigured, match=r"SECRET_KEY_FILE=.*none cannot be read: No such file"):
        environment.text("SECRET_KEY")


def test_text_refuses_a_file_that_is_not_text(monkeypatch, tmp_path):
    file = tmp_path / "key"
    file.write_bytes(b"\xff\xfe")
    monkeypatch.setenv("SECRET_KEY_FILE", str(file))
    with pytest.raises(ImproperlyConfigured, match="it is not UTF-8 text"):
        environment.text("SECRET_KEY")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", ""),
        ("https://record.example", "https://record.example"),
        ("https://record.example/", "https://record.example"),
        ("HTTPS://Record.Example:8443", "https://record.example:8443"),
        ("http://10.0.0.7:8000", "http://10.0.0.7:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_site_url_is_an_address_without_a_path(monkeypatch, value, expected):
    monkeypatch.setenv("SITE_URL", value)
    assert environment.site_url() == expected


@pytest.mark.parametrize(
    "value",
    [
        "record.example",
        "ftp://record.example",
        "https://",
        "https://record.example/path",
        "https://record.example?q=1",
        "https://user@record.example",
        "https://record.example:port",
        "https://*",
        "https://[::1",
        "https://rec ord.example",
        "https://reсord.example",  # a Cyrillic letter
    ],
)
def test_site_url_refuses_what_is_no_address(monkeypatch, value):
    monkeypatch.setenv("SITE_URL", value)
    with pytest.raises(ImproperlyConfigured, match="write the site's address"):
        environment.site_url()


@pytest.mark.parametrize(
    ("url", "host"), [("https://record.example:8443", "record.example"), ("http://[::1]:8000", "[::1]"), ("", "")]
)
def test_host_is_written_as_django_compares_it(url, host):
    assert environment.host(url) == host


def test_data_dir_is_made(monkeypatch, tmp_path):
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "a" / "b"))
    assert environment.data_dir(tmp_path / "default") == tmp_path / "a" / "b"
    assert (tmp_path / "a" / "b").is_dir()
    assert not (tmp_path / "default").exists()
    assert (tmp_path / "a" / "b").stat().st_mode & 0o077 == 0


def test_a_request_holds_no_secret_of_the_environment():
    told = {}
    untold = environment.untold(lambda environ, start_response: told.update(environ) or [])
    given = {"SECRET_KEY": "x", "DATABASE_URL": "postgres://x:y@z/", "CACHE_URL": "redis://x", "METRICS_TOKEN": "x"}
    untold(given | {"PATH_INFO": "/"}, print)
    assert told == {"PATH_INFO": "/"}


def test_data_dir_refuses_a_place_below_a_file(monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "file" / "data"))
    with pytest.raises(ImproperlyConfigured, match=r"cannot be made \(Not a directory\): name one in DATA_DIR"):
        environment.data_dir(tmp_path)


def test_database_is_sqlite_in_the_data_folder_when_nothing_is_set(tmp_path):
    folder = tmp_path / "50 % c#"
    config = environment.database(folder)
    assert (config["ENGINE"], config["NAME"]) == (SQLITE, str(folder / "record.sqlite3"))
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_database_reads_a_sqlite_address(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "sqlite:////folder/file.sqlite3?timeout=5")
    config = environment.database(tmp_path)
    assert (config["ENGINE"], config["NAME"]) == (SQLITE, "/folder/file.sqlite3")
    assert config["OPTIONS"]["timeout"] == 5
    assert "journal_mode=WAL" in config["OPTIONS"]["init_command"]


def test_database_reads_a_postgresql_address(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://editor:p%40ss%2Fword@db.example:5433/record?sslmode=require")
    config = environment.database(tmp_path)
    assert config["ENGINE"] == POSTGRESQL
    place = (config["USER"], config["PASSWORD"], config["HOST"], config["PORT"], config["NAME"])
    assert place == ("editor", "p@ss/word", "db.example", 5433, "record")
    assert config["OPTIONS"]["sslmode"] == "require"
    assert config["OPTIONS"]["connect_timeout"] == 5
    assert config["CONN_HEALTH_CHECKS"] is True


def test_what_a_postgresql_address_says_of_times_is_taken(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://db.example/record?connect_timeout=30&options=-c%20search_path%3Da")
    options = environment.database(tmp_path)["OPTIONS"]
    assert (options["connect_timeout"], options["options"]) == (30, "-c search_path=a")


@pytest.fixture
def connection():
    """One to the database of the tests, as the site would have it."""
    known = settings.DATABASES["default"]
    place = urlencode({"host": known["HOST"], "port": known["PORT"], "user": known["USER"]})
    found = ConnectionHandler({"default": environment.named(f"postgres:///{known['NAME']}?{place}")})["default"]
    yield found
    found.close()


def asked(connection, sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


@pytest.mark.engine("postgresql")
@pytest.mark.django_db
def test_postgresql_ends_a_transaction_that_hangs(connection):
    assert asked(connection, "SHOW idle_in_transaction_session_timeout") == "5min"


@pytest.mark.engine("postgresql")
@pytest.mark.django_db
def test_a_connection_that_was_cut_is_made_anew_for_the_next_request(connection):
    first = asked(connection, "SELECT pg_backend_pid()")
    asked(django_connection, f"SELECT pg_terminate_backend({first}, 5000)")
    # As Django does when a request begins.
    connection.close_if_unusable_or_obsolete()
    assert asked(connection, "SELECT pg_backend_pid()") != first


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "mysql://user@host/record",
        "postgres://host",
        "postgres://user:password@host:port/record",
        "sqlite://host/file.sqlite3",
        "hunter2",
    ],
)
def test_database_refuses_nonsense_without_repeating_it(monkeypatch, tmp_path, url):
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL makes no sense") as refusal:
        environment.database(tmp_path)
    assert url not in str(refusal.value)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "sqlite://:memory:"])
def test_database_refuses_one_in_memory(monkeypatch, tmp_path, url):
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(ImproperlyConfigured, match="in memory"):
        environment.database(tmp_path)


def test_there_are_no_replicas_when_none_is_set(tmp_path):
    assert list(environment.databases(tmp_path)) == ["default"]


@pytest.mark.parametrize("between", [",", ", ", " ", "\n"])
def test_replicas_keep_their_order(monkeypatch, tmp_path, between):
    monkeypatch.setenv("DATABASE_URL", "postgres://u:p@one/record")
    monkeypatch.setenv("DATABASE_REPLICA_URLS", f"postgres://u:a,b@two/record{between}postgres://u:p@three/record")
    found = environment.databases(tmp_path)
    assert [(alias, each["HOST"]) for alias, each in found.items()] == [
        ("default", "one"),
        ("replica1", "two"),
        ("replica2", "three"),
    ]
    assert found["replica1"]["PASSWORD"] == "a,b"
    assert found["replica1"]["OPTIONS"]["tcp_user_timeout"] == 3000


@pytest.mark.parametrize("url", ["nonsense://a:secret@b", "sqlite:////a/secret.sqlite3", "postgres://u:secret@two"])
def test_replicas_of_another_kind_are_refused_without_repeating_them(monkeypatch, tmp_path, url):
    monkeypatch.setenv("DATABASE_URL", "postgres://u:p@one/record")
    monkeypatch.setenv("DATABASE_REPLICA_URLS", url)
    with pytest.raises(ImproperlyConfigured, match="DATABASE_REPLICA_URLS makes no sense") as refusal:
        environment.databases(tmp_path)
    assert "secret" not in str(refusal.value)


def test_cache_is_a_folder_when_nothing_is_set():
    assert environment.cache(Path())["BACKEND"] == "cooperation.operations.folder_cache.FolderCache"


@pytest.mark.parametrize("url", ["redis://:a%40b@host:6379/0", "rediss://host", "unix:///run/valkey.sock?db=1"])
def test_cache_is_shared_where_one_is_named(monkeypatch, url):
    monkeypatch.setenv("CACHE_URL", url)
    assert environment.cache(Path()) == {
        "BACKEND": "cooperation.operations.shared_cache.SharedCache",
        "LOCATION": url,
        "KEY_FUNCTION": "cooperation.operations.folder_cache.keyed",
    }


@pytest.mark.parametrize("url", ["nonsense", "memcached://host", "host:6379"])
def test_cache_refuses_nonsense(monkeypatch, url):
    monkeypatch.setenv("CACHE_URL", url)
    with pytest.raises(ImproperlyConfigured, match="CACHE_URL makes no sense"):
        environment.cache(Path())


@pytest.mark.parametrize("value", ["", "desk@record.example", "  desk@record.example\n"])
def test_an_address_for_letters_is_taken(monkeypatch, value):
    monkeypatch.setenv("CONTACT_EMAIL", value)
    assert environment.email("CONTACT_EMAIL") == value.strip()


@pytest.mark.parametrize(
    "value", ["desk", "a@b.example, c@d.example", "mailto:desk@record.example", "desk@record", "<a@b.example>"]
)
def test_what_is_no_address_for_letters_is_refused(monkeypatch, value):
    monkeypatch.setenv("CONTACT_EMAIL", value)
    with pytest.raises(ImproperlyConfigured, match=r"CONTACT_EMAIL=.* makes no sense"):
        environment.email("CONTACT_EMAIL")


def test_a_choice_is_one_of_the_words(monkeypatch):
    assert environment.choice("LOG_FORMAT", "plain", "json") == "plain"
    monkeypatch.setenv("LOG_FORMAT", "JSON")
    assert environment.choice("LOG_FORMAT", "plain", "json") == "json"
    monkeypatch.setenv("LOG_FORMAT", "xml")
    with pytest.raises(ImproperlyConfigured, match="LOG_FORMAT=xml makes no sense: write plain or json"):
        environment.choice("LOG_FORMAT", "plain", "json")


def test_a_token_cannot_be_guessed_and_is_never_repeated(monkeypatch):
    assert environment.token("METRICS_TOKEN") == ""
    monkeypatch.setenv("METRICS_TOKEN", "0123456789abcdef" * 2)
    assert environment.token("METRICS_TOKEN") == "0123456789abcdef" * 2
    for nonsense in ("short-secret", "a secret with blanks in it, quite a long one"):
        monkeypatch.setenv("METRICS_TOKEN", nonsense)
        with pytest.raises(ImproperlyConfigured, match="METRICS_TOKEN makes no sense") as caught:
            environment.token("METRICS_TOKEN")
        assert nonsense not in str(caught.value)


def test_a_whole_number_is_read_or_refused(monkeypatch):
    assert environment.whole_number("PAGE_CACHE_MB", 32) == 32
    monkeypatch.setenv("PAGE_CACHE_MB", "0")
    assert environment.whole_number("PAGE_CACHE_MB", 32) == 0
    for nonsense in ("-1", "1.5", "ten", "٣"):
        monkeypatch.setenv("PAGE_CACHE_MB", nonsense)
        with pytest.raises(ImproperlyConfigured, match=r"PAGE_CACHE_MB=.* makes no sense: write a whole number"):
            environment.whole_number("PAGE_CACHE_MB", 32)


def test_there_is_a_worker_at_least_and_not_hundreds(monkeypatch):
    assert environment.workers(2) == 2
    monkeypatch.setenv("WORKERS", "8")
    assert environment.workers(2) == 8
    for nonsense in ("0", "65", "many"):
        monkeypatch.setenv("WORKERS", nonsense)
        with pytest.raises(ImproperlyConfigured, match=f"WORKERS={nonsense} makes no sense: write a "):
            environment.workers(2)
