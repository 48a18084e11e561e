"""The lists of words and phrases that the intake goes by, from the files beside it."""

import json
from functools import cache
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent


@cache
def table(name: str) -> dict[str, Any]:
    """One of the package's data files: vocabulary, keywords, cues, places, mandates, posts, or called.

    The last three are of bodies: what one is for, who speaks for no other, what reports also call it.
    """
    return json.loads((_HERE / f"{name}.json").read_text("utf-8"))


def words(name: str, language: str = "") -> list[str]:
    """A list of words from the vocabulary."""
    found = table("vocabulary")[name]
    return found[language] if language else found
