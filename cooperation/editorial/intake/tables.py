"""The lists of words and phrases that the intake goes by, from the files beside it."""

import json
from functools import cache
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent


@cache
def table(name: str) -> dict[str, Any]:
    """One of the package's data files: vocabulary, keywords, cues, places, mandates (what a body is for), or called.

    The last has what reports also call a body.
    """
    return json.loads((_HERE / f"{name}.json").read_text("utf-8"))


def words(name: str, language: str = "") -> list[str]:
    """A list of words from the vocabulary."""
    found = table("vocabulary")[name]
    return found[language] if language else found
