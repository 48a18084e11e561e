from pathlib import Path

import pytest

from .small_record import SmallRecord


@pytest.fixture
def small(tmp_path: Path) -> SmallRecord:
    return SmallRecord(tmp_path / "fixtures")
