from collections.abc import Callable
from typing import Any

import pytest

from cooperation.seed.merging import merge

from .small_material import SmallMaterial


@pytest.fixture
def material() -> SmallMaterial:
    return SmallMaterial()


@pytest.fixture
def merged(material: SmallMaterial) -> Callable[[str, str], dict[str, Any]]:
    """Merge the material as it stands and give one fixture of it, by noun and slug."""

    def one(noun: str, slug: str) -> dict[str, Any]:
        return next(row for row in merge(*material.parts())[noun] if row["slug"] == slug)

    return one
