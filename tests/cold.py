"""What a site remembers is forgotten: all of it, or all but its index, as for a page that nobody has read yet."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache

from cooperation.record import changes
from cooperation.record.index.keeper import keeper


def forget_everything() -> None:
    changes.forget()
    keeper.forget()
    cache.clear()


def forget_all_but_the_index() -> None:
    keeper.current()
    changes.forget()


@contextmanager
def as_one_request() -> Iterator[None]:
    """What is asked inside is asked as one request asks it."""
    forget_all_but_the_index()
    with changes.reading():
        yield
