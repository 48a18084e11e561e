"""The tables of a list as it was asked for, with the records that their rows hang on."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cooperation.record import door

from ..asking import Asked
from ..walking import windows
from .catalogue import OF_LISTS
from .tables import Table


def walk(asked: Asked) -> tuple[tuple[Table, ...], Iterator[Sequence[int]]]:
    """Rows within records are read by these, which is three times as fast as to find each row and then to read it."""
    tables, selection = OF_LISTS[asked.noun], asked.selection
    if selection.within is None:
        return tables, windows(asked)
    narrowed = tuple(replace(table, records=lambda: door.rows(selection)) for table in tables)
    return narrowed, windows(replace(asked, selection=selection.within))
