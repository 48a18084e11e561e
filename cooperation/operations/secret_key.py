"""The generated SECRET_KEY of a site whose operator set none."""

import os
import secrets
from contextlib import suppress
from pathlib import Path


def stored_secret_key(path: Path, *, may_make: bool = True) -> str:
    """Return the key kept at `path`, making it on first use, readable by its owner only.

    Two processes that start together get the same key: the file appears whole or not at all. Where it may not be made,
    this process gets one of its own. Raises OSError where the folder cannot be written.
    """
    if not path.exists():
        if not may_make:
            return secrets.token_urlsafe(64)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        try:
            draft.touch(mode=0o600)
            draft.write_text(secrets.token_urlsafe(64), encoding="ascii")
            with suppress(FileExistsError):
                os.link(draft, path)
        finally:
            draft.unlink(missing_ok=True)
    return path.read_text(encoding="ascii").strip()
