"""What an operator may set, read from the environment; what makes no sense is refused with a sentence.

Each NAME may come as NAME_FILE, the path of a file that holds the value.
"""

import os
import re
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import environ
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

YES = {"1", "true", "yes", "on"}
NO = {"", "0", "false", "no", "off"}
_SECRETS = ("SECRET_KEY", "SECRET_KEY_FALLBACKS", "DATABASE_URL", "DATABASE_REPLICA_URLS", "CACHE_URL", "METRICS_TOKEN")
# Seconds for which a thread keeps its connection to the database.
KEPT = 60
MOST_WORKERS = 64

_SQLITE = "cooperation.operations.sqlite"
# Of the addresses that are counted only digests stand in a cache.
_KEYED = "cooperation.operations.folder_cache.keyed"
_POSTGRESQL = "django.db.backends.postgresql"
_ORIGIN = re.compile(r"https?://([a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:]+\])(:[1-9][0-9]{0,4})?", re.ASCII)

# The address is not repeated: it may hold a password.
_DATABASE_NONSENSE = (
    "DATABASE_URL makes no sense: write postgres://user:password@host/name or sqlite:////folder/file.sqlite3, "
    "with special characters in the password as %XX."
)
_REPLICAS_NONSENSE = (
    "DATABASE_REPLICA_URLS makes no sense: write addresses like the one in DATABASE_URL, of the same kind, "
    "with commas between them."
)


def text(name: str, default: str = "") -> str:
    """The value without the blanks around it (a file mostly ends with a new line)."""
    path = os.environ.get(f"{name}_FILE", "")
    try:
        value = Path(path).read_text(encoding="utf-8") if path else os.environ.get(name, "")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise ImproperlyConfigured(f"{name}_FILE={path} cannot be read: {reason}.") from error
    return value.strip() or default


def untold(application: WSGIApplication) -> WSGIApplication:
    """The application without the secrets of the environment in each request: the server puts all of it there, and what
    reports an error may send a request along.
    """

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        for name in _SECRETS:
            environ.pop(name, None)
        return application(environ, start_response)

    return answer


def flag(name: str) -> bool:
    """A yes or no; anything else is refused rather than read as no."""
    value = text(name).lower()
    if value not in YES | NO:
        raise ImproperlyConfigured(f"{name}={value} makes no sense: write true or false.")
    return value in YES


def choice(name: str, default: str, *others: str) -> str:
    """One of these words."""
    value = text(name, default).lower()
    if value not in (default, *others):
        raise ImproperlyConfigured(f"{name}={value} makes no sense: write {' or '.join((default, *others))}.")
    return value


def whole_number(name: str, default: int) -> int:
    """A number from 0 up."""
    value = text(name, str(default))
    if not re.fullmatch("[0-9]{1,9}", value):
        raise ImproperlyConfigured(f"{name}={value} makes no sense: write a whole number, like {default}.")
    return int(value)


def workers(default: int) -> int:
    """How many processes answer. Each needs a core to be of use, and some 200 MB."""
    number = whole_number("WORKERS", default)
    if not 1 <= number <= MOST_WORKERS:
        raise ImproperlyConfigured(f"WORKERS={number} makes no sense: write a number from 1 to {MOST_WORKERS}.")
    return number


def data_dir(default: Path) -> Path:
    """The folder of all that the site itself writes, made if need be, for its own user alone."""
    folder = Path(text("DATA_DIR", str(default))).absolute()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"The folder {folder} cannot be made ({error.strerror}): name one in DATA_DIR that this user may write."
        ) from error
    return folder


def site_url() -> str:
    """The public address without a trailing slash, or "" when the site is only local."""
    url = text("SITE_URL").lower().rstrip("/")
    if url and not _ORIGIN.fullmatch(url):
        raise ImproperlyConfigured(
            f"SITE_URL={url} makes no sense: write the site's address, like https://record.example."
        )
    return url


def email(name: str) -> str:
    """An address for letters, or "" where none is set."""
    address = text(name)
    try:
        if address:
            validate_email(address)
    except ValidationError:
        raise ImproperlyConfigured(f"{name}={address} makes no sense: write one, like desk@record.example.") from None
    return address


def token(name: str) -> str:
    """A secret that a program sends, or "" where none is set; one that can be guessed is refused."""
    value = text(name)
    # The value is not repeated: it is a secret.
    if value and not re.fullmatch("[!-~]{32,}", value):
        raise ImproperlyConfigured(
            f"{name} makes no sense: write 32 letters and digits or more, as `openssl rand -hex 32` gives them."
        )
    return value


def host(url: str) -> str:
    """The host of an address as Django compares it: an IPv6 number keeps its brackets."""
    name = urlsplit(url).hostname or ""
    return f"[{name}]" if ":" in name else name


def database(data_dir: Path) -> dict[str, Any]:
    """DATABASE_URL as Django's settings, or SQLite in the data folder."""
    url = text("DATABASE_URL")
    return named(url) if url else _sqlite({"ENGINE": _SQLITE, "NAME": str(data_dir / "record.sqlite3")})


def named(url: str) -> dict[str, Any]:
    """The database at an address, as Django's settings."""
    config = _parsed_database(url)
    if config["ENGINE"] == _SQLITE:
        return _sqlite(config)
    if config["ENGINE"] == _POSTGRESQL and (config["NAME"] or "service" in config.get("OPTIONS", {})):
        return _postgresql(config)
    raise ImproperlyConfigured(_DATABASE_NONSENSE)


def databases(data_dir: Path) -> dict[str, dict[str, Any]]:
    """The primary as Django's default, and the replicas of DATABASE_REPLICA_URLS in their order, nearest first."""
    primary = database(data_dir)
    urls = re.split(r"(?<![,\s])[,\s]++(?=[a-z0-9]+://)", text("DATABASE_REPLICA_URLS"))
    replicas = [_replica(url, primary["ENGINE"]) for url in urls if url]
    return {"default": primary} | {f"replica{number}": each for number, each in enumerate(replicas, 1)}


def _replica(url: str, engine: str) -> dict[str, Any]:
    try:
        config = _parsed_database(url)
    except ImproperlyConfigured as error:
        raise ImproperlyConfigured(_REPLICAS_NONSENSE) from error
    if config["ENGINE"] != engine or not config["NAME"]:
        raise ImproperlyConfigured(_REPLICAS_NONSENSE)
    if engine == _SQLITE:
        return _sqlite(config)
    # One that is lost is noticed soon: there are others to ask.
    config = config | {"OPTIONS": {"connect_timeout": 2} | config.get("OPTIONS", {})}
    return _postgresql(config)


def _parsed_database(url: str) -> dict[str, Any]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            config = {"ENGINE": "", "NAME": ""} | environ.Env.db_url_config(url)
    except (ValueError, Warning) as error:
        raise ImproperlyConfigured(_DATABASE_NONSENSE) from error
    return config | ({"ENGINE": _SQLITE} if config["ENGINE"] == "django.db.backends.sqlite3" else {})


def _sqlite(config: dict[str, Any]) -> dict[str, Any]:
    if config["NAME"] == ":memory:":
        raise ImproperlyConfigured(
            "DATABASE_URL names a database in memory, which each process would have for itself: "
            "write sqlite:////folder/file.sqlite3."
        )
    options = {
        "transaction_mode": "IMMEDIATE",
        # An import may hold the database for seconds; who waits for longer hears of it, with all that he entered.
        "timeout": 10,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON",
    }
    return config | {"CONN_MAX_AGE": KEPT, "OPTIONS": options | config.get("OPTIONS", {})}


def _postgresql(config: dict[str, Any]) -> dict[str, Any]:
    options = {
        # A server that does not answer is told from one that is slow: five seconds.
        "connect_timeout": 5,
        # A network that swallows everything is noticed while we speak (three seconds), and while we wait for an answer.
        "tcp_user_timeout": 3000,
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        # A process that hangs in a transaction would keep every other from writing: after five minutes it has lost it.
        "options": "-c idle_in_transaction_session_timeout=300s",
    }
    options |= config.get("OPTIONS", {})
    return config | {"CONN_MAX_AGE": KEPT, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}


def cache(data_dir: Path) -> dict[str, Any]:
    """CACHE_URL as Django's settings, or a folder that the processes of this machine share."""
    url = text("CACHE_URL")
    if not url:
        return {
            "BACKEND": "cooperation.operations.folder_cache.FolderCache",
            "LOCATION": str(data_dir / "cache"),
            "KEY_FUNCTION": _KEYED,
            # What is beyond is thrown out at random, counts of failed sign-ins too: far more than a minute's addresses.
            "OPTIONS": {"MAX_ENTRIES": 20_000},
        }
    if not re.match(r"(rediss?|unix)://", url):
        raise ImproperlyConfigured("CACHE_URL makes no sense: write redis://host:6379/0.")
    return {"BACKEND": "cooperation.operations.shared_cache.SharedCache", "LOCATION": url, "KEY_FUNCTION": _KEYED}
