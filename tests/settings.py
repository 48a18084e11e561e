"""Settings of the tests: the site's own, with what makes them fast and the engine they run on."""

import os
from pathlib import Path

# What a developer has set for a site is not for its tests.
_SETTINGS = "SITE_URL DATABASE_URL DATABASE_REPLICA_URLS CACHE_URL SECRET_KEY"
_OTHERS = "SECRET_KEY_FALLBACKS CONTACT_EMAIL DEBUG PAGE_CACHE_MB WORKERS"
_WATCHING = "REQUEST_SECONDS METRICS_TOKEN LOG_FORMAT LOG_REQUESTS ERROR_REPORTER"
for name in f"{_SETTINGS} {_OTHERS} {_WATCHING}".split():
    os.environ.pop(name, None)
    os.environ.pop(f"{name}_FILE", None)
os.environ.setdefault("DATA_DIR", str(Path(__file__).resolve().parent.parent / "var" / "tests"))

from cooperation.settings import *  # noqa: E402, F403

ENGINE = os.environ.get("ENGINE", "sqlite")

if ENGINE == "postgresql":
    from tests import postgresql

    DATABASES = {"default": postgresql.start()}
elif ENGINE == "sqlite":
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
else:
    raise SystemExit(f"ENGINE={ENGINE!r}: the tests know sqlite and postgresql.")

# A test has one connection, and ends before a thread does.
INDEX_IN_BACKGROUND = False
# WhiteNoise warns where there is no folder to serve from.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
# What a test remembers is forgotten before the next one.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
ALLOWED_HOSTS = ["testserver", "localhost"]
# All tests ask from one address.
DATA_REQUESTS_A_MINUTE = 1_000_000
# WhiteNoise warns of a missing one.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
