"""The files of the whole record, made once for many tests, each of which has them in a folder of its own."""

import io
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from django.test import override_settings

from cooperation.opendata.bulk import making, shelf


def made_files(**settings: Any) -> bytes:
    """An archive of them."""
    packed = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder, override_settings(DATA_DIR=Path(folder), **settings):
        making.make()
        with tarfile.open(fileobj=packed, mode="w") as archive:
            archive.add(folder, ".")
    return packed.getvalue()


def laid_out(made: bytes, settings: Any, folder: Path) -> Path:
    """The folder in which they stand for a site whose data are in this one."""
    settings.DATA_DIR = folder
    with tarfile.open(fileobj=io.BytesIO(made)) as archive:
        archive.extractall(folder, filter="tar")
    return shelf.current()
