"""One lossless form of a record with all its rows, for kept versions, fixtures, merges and exports.

`take` reads a record, `restore` writes it back, `differences` says in words what changed between two.
"""

from .differences import Difference, Shown, differences, shown_fields
from .shapes import Data, noun_of
from .taking import Snapshot, digest_of, snapshot, take
from .writing import RestoreError, restore

__all__ = [
    "Data",
    "Difference",
    "RestoreError",
    "Shown",
    "Snapshot",
    "differences",
    "digest_of",
    "noun_of",
    "restore",
    "shown_fields",
    "snapshot",
    "take",
]
