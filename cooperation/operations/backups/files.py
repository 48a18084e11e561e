"""Copies as files in a folder: each has a name that says when, a checksum beside it, and perhaps a seal."""

import datetime
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyrage

from .engines import SUFFIXES, dump
from .faults import BackupError

SEALED = ".age"
_NAME = re.compile(rf"record-(\d{{8}}T\d{{6}}Z)\.({'|'.join(map(re.escape, SUFFIXES.values()))})({re.escape(SEALED)})?")
_TIME = "%Y%m%dT%H%M%SZ"
_DIGEST = re.compile(rb"[0-9a-f]{64}(?=\s)")
_MAKING, _RESTORING = ".making-", "restoring-"
# A copy that was being made when the machine stopped.
_LEFT_BEHIND = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Backup:
    path: Path
    made: datetime.datetime

    @property
    def checksum(self) -> Path:
        return self.path.with_name(f"{self.path.name}.sha256")


@dataclass(frozen=True)
class Kept:
    """How long copies stay: all of some days, then the first of each of some months. The newest always stays."""

    days: int = 30
    months: int = 12


def backups_in(folder: Path) -> list[Backup]:
    """The whole copies there, the newest first. Without its checksum a copy was not finished."""
    found = [
        Backup(path, datetime.datetime.strptime(match[1], _TIME).replace(tzinfo=datetime.UTC))
        for path in (folder.iterdir() if folder.is_dir() else ())
        if (match := _NAME.fullmatch(path.name)) and path.with_name(f"{path.name}.sha256").exists()
    ]
    return sorted(found, key=lambda each: each.made, reverse=True)


def make(
    folder: Path,
    *,
    alias: str = "default",
    recipient: str = "",
    at: datetime.datetime | None = None,
    readable_in: Path | None = None,
) -> Backup:
    """A copy of the database in `folder`, sealed for `recipient`, an age public key, where one is given.

    The same without its seal goes into `readable_in`. Raises BackupError; what was begun is taken away then.
    """
    at = at or datetime.datetime.now(datetime.UTC)
    with _workplace(folder) as workplace:
        copied = dump(alias, workplace)
        if readable_in:
            shutil.copy(copied, readable_in)
        if recipient:
            copied = _sealed(copied, recipient)
        made = Backup(
            folder / f"record-{at.strftime(_TIME)}.{copied.name.partition('.')[2]}", at.replace(microsecond=0)
        )
        if made.path.exists():
            raise BackupError(f"{made.path} is there already.")
        note = f"{digest_of(copied)}  {made.path.name}\n"
        for path in (copied, _written(workplace / "checksum", note)):
            _flush(path)
        copied.replace(made.path)
        (workplace / "checksum").replace(made.checksum)
    _flush(folder)
    return made


def verify(path: Path) -> None:
    """That the file is what was written. Raises BackupError."""
    checksum = path.with_name(f"{path.name}.sha256")
    if not path.is_file():
        raise BackupError(f"There is no file {path}.")
    if not checksum.is_file():
        raise BackupError(f"{checksum.name} is missing beside {path.name}: nobody can say that the copy is whole.")
    noted = _DIGEST.match(checksum.read_bytes())
    if noted is None:
        raise BackupError(f"{checksum.name} holds no checksum: nobody can say that the copy is whole.")
    if noted[0].decode() != digest_of(path):
        raise BackupError(f"{path.name} is not what was written: its checksum differs.")


@contextmanager
def opened(path: Path, identity: Path | None = None) -> Iterator[tuple[Path, Path]]:
    """A verified copy without its seal, and a folder to work in. Raises BackupError."""
    verify(path)
    with _beside(path) as name:
        yield _unsealed(path, Path(name), identity) if path.name.endswith(SEALED) else path, Path(name)


def _beside(path: Path) -> tempfile.TemporaryDirectory[str]:
    """A folder where there is room for the copy once more; on a disk that cannot be written, where TMPDIR says."""
    try:
        return tempfile.TemporaryDirectory(prefix=_RESTORING, dir=path.parent)
    except OSError:
        return tempfile.TemporaryDirectory(prefix=_RESTORING)


def forget_old(folder: Path, kept: Kept, at: datetime.datetime | None = None) -> list[Backup]:
    """Take away the copies that `kept` does not ask for; returns them."""
    at = at or datetime.datetime.now(datetime.UTC)
    backups = backups_in(folder)
    firsts = {each.made.strftime("%Y-%m"): each for each in backups}
    monthly = [firsts[month] for month in sorted(firsts, reverse=True)[: kept.months]]
    recent = [each for each in backups if at - each.made < datetime.timedelta(days=kept.days)]
    old = [each for each in backups[1:] if each not in recent and each not in monthly]
    for each in old:
        # The checksum first: a copy without one is none.
        each.checksum.unlink()
        each.path.unlink()
    return old


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _workplace(folder: Path) -> Iterator[Path]:
    """A folder beside the copies, for none but this user: what is finished is moved out of it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _clear(folder)
    with tempfile.TemporaryDirectory(prefix=_MAKING, dir=folder) as name:
        mask = os.umask(0o077)
        try:
            yield Path(name)
        finally:
            os.umask(mask)


def _clear(folder: Path) -> None:
    oldest = (datetime.datetime.now(datetime.UTC) - _LEFT_BEHIND).timestamp()
    for path in folder.glob(f"{_MAKING}*"):
        if path.stat().st_mtime < oldest:
            shutil.rmtree(path, ignore_errors=True)


def _sealed(path: Path, recipient: str) -> Path:
    try:
        key = pyrage.x25519.Recipient.from_str(recipient.strip())
    except pyrage.RecipientError as error:
        raise BackupError("BACKUP_KEY is no public key of age: it begins with age1.") from error
    sealed = path.with_name(path.name + SEALED)
    try:
        pyrage.encrypt_file(str(path), str(sealed), [key])
    except pyrage.EncryptError as error:
        raise _of_the_system(error) or BackupError(f"{path.name} could not be encrypted: {error}.") from error
    path.unlink()
    return sealed


def _unsealed(path: Path, folder: Path, identity: Path | None) -> Path:
    if identity is None:
        raise BackupError(f"{path.name} is encrypted: name the file of the secret key with --identity.")
    plain = folder / path.name.removesuffix(SEALED)
    try:
        pyrage.decrypt_file(str(path), str(plain), [_identity_in(identity)])
    except pyrage.DecryptError as error:
        raise _of_the_system(error) or BackupError(
            f"{identity} does not open {path.name}: it was encrypted for another key."
        ) from error
    return plain


def _of_the_system(error: Exception) -> OSError | None:
    """What the system said, where that is why nothing was sealed or opened: pyrage gives it as text alone."""
    found = re.search(r"\(os error (\d+)\)", str(error))
    return OSError(int(found[1]), os.strerror(int(found[1]))) if found else None


def _identity_in(path: Path) -> pyrage.x25519.Identity:
    """The secret key in a file of `age-keygen`, whose other lines are comments."""
    try:
        lines = [line.strip() for line in path.read_text().splitlines()]
        return pyrage.x25519.Identity.from_str(next(line for line in lines if line and not line.startswith("#")))
    except (OSError, UnicodeDecodeError, StopIteration, pyrage.IdentityError) as error:
        raise BackupError(f"{path} holds no secret key of age.") from error


def _written(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


def _flush(path: Path) -> None:
    """Have it on the disk, not on its way there."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
