"""The whole content, loaded once for all tests that read it."""

from pathlib import Path

from django.conf import settings

from cooperation.seed.loading import load
from tests.once import once

FIXTURES: Path = settings.BASE_DIR / "fixtures"


@once
def content() -> None:
    load(FIXTURES)
