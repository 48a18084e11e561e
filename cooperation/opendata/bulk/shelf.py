"""Where the files of the whole record lie. A version is put there whole or not at all; the one before it goes."""

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from django.conf import settings

SUMS, PACKAGE, DICTIONARY, LICENCE, README = (
    "SHA256SUMS",
    "datapackage.json",
    "data-dictionary.csv",
    "LICENSE.txt",
    "README.txt",
)
# Files that hold no record.
ABOUT = frozenset({SUMS, PACKAGE, DICTIONARY, LICENCE, README})
_BEING_MADE = "making-"
_CURRENT = "current"
_LOCK = "exports.lock"
_DAY = 24 * 3600


def root() -> Path:
    return settings.DATA_DIR / "exports"


def current() -> Path | None:
    """The folder of the present version, or None where none was made yet."""
    link = root() / _CURRENT
    return link.resolve() if link.exists() else None


def sums(version: Path) -> dict[str, str]:
    """The files of a version, each with its SHA-256."""
    return dict(_sums(version))


@lru_cache(maxsize=2)
def _sums(version: Path) -> tuple[tuple[str, str], ...]:
    lines = (version / SUMS).read_text(encoding="utf-8").splitlines()
    return tuple((name, digest) for digest, _, name in (line.partition("  ") for line in lines))


@contextmanager
def new_version() -> Iterator[Path]:
    """An empty folder that becomes the present version once it is filled. Whoever else makes one is waited for."""
    root().mkdir(parents=True, exist_ok=True)
    with locked(_LOCK), _new_folder() as folder:
        yield folder
        _put(folder)
        _sweep()


@contextmanager
def locked(name: str) -> Iterator[None]:
    """Alone among all processes: waits until no other is within. A lock goes with its process, however that ends."""
    with (settings.DATA_DIR / name).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def _new_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix=_BEING_MADE, dir=root()))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _put(folder: Path) -> None:
    version = root() / f"version-{time.time_ns()}"
    folder.chmod(0o755)
    folder.rename(version)
    link = root() / f"{_BEING_MADE}link-{version.name}"
    link.symlink_to(version.name)
    os.replace(link, root() / _CURRENT)


def _sweep() -> None:
    """Remove former versions, and what was left behind half made."""
    kept = current()
    for path in root().iterdir():
        is_left = not path.name.startswith(_BEING_MADE) or time.time() - path.lstat().st_mtime > _DAY
        if path.is_dir() and not path.is_symlink() and path != kept and is_left:
            shutil.rmtree(path, ignore_errors=True)
