"""A whole list, some records at a time, for formats that hold all of it."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils import translation

from cooperation.models import Record

from .asking import Asked

# So many records are read at once: few enough that the first of them leave soon, and that they cost little memory.
AT_ONCE = 1000
# Formats that carry all languages have one order, that of the addresses they stand at.
NEUTRAL = "en"


def windows(asked: Asked, size: int = AT_ONCE) -> Iterator[Sequence[int]]:
    """The ids of a list in its sequence. Whoever sends what is made of them may do so in any thread."""
    found = asked.chunks(size)
    while True:
        with translation.override(NEUTRAL):
            ids = next(found, None)
        if ids is None:
            return
        yield ids


def alone(model: type[Record], record: Any) -> Iterator[Sequence[int]]:
    """The same for one public record."""
    yield list(model.objects.published().filter(uid=record.uid).values_list("pk", flat=True))
