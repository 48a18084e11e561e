"""A page that nobody has read yet, on a site whose index of meetings stands: what its queries are counted of."""

from collections.abc import Iterator
from contextlib import contextmanager

from cooperation.record import changes
from cooperation.record.index.keeper import keeper


def forget_all_but_the_index() -> None:
    keeper.current()
    changes.forget()


@contextmanager
def as_one_request() -> Iterator[None]:
    """What is asked inside is asked as one request asks it."""
    forget_all_but_the_index()
    with changes.reading():
        yield
