"""One lossless form of a record with all its rows, for kept versions, fixtures, merges and exports.

`take` reads a record, `restore` writes it back, `differences` says in words what changed between two, and `join` puts
together what two editors made of one.
"""

from .differences import Difference, Shown, differences, shown_fields
from .joining import Joined, join
from .shapes import Data, noun_of
from .taking import Snapshot, digest_of, snapshot, take
from .writing import RestoreError, restore

__all__ = [
    "Data",
    "Difference",
    "Joined",
    "RestoreError",
    "Shown",
    "Snapshot",
    "differences",
    "digest_of",
    "join",
    "noun_of",
    "restore",
    "shown_fields",
    "snapshot",
    "take",
]
