"""Which row of one version of a record is which of another: the one place where that is decided.

A row may have moved, been given another number, or been rewritten. It is known by what tells it from the others
of its table; of those that are left, each goes with the one that is most like it.
"""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Container, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from statistics import fmean
from typing import Any

from .fields import Text
from .shapes import Children, Data

_WORD = re.compile(r"\w+")

# What a row is called by, and says nothing.
CALLED = frozenset({"number", "uid", "slug"})
# Of what two rows or texts say, more than this is the same where they are taken for one.
_HALF = 0.5


@dataclass(frozen=True)
class Row:
    """A row, whatever it is stored as.

    `name` tells it from the others of its table; `number` is its place among them, which it may change. `content` is
    all that it says besides; `values` and `texts` are the same field by field, what was said or promised as its words.
    """

    name: Hashable
    content: str
    number: int | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, frozenset[str]] = field(default_factory=dict)


Rows = Mapping[int, Row]


def words_of(text: str) -> frozenset[str]:
    """A text as it is compared: its words, whatever their order and case."""
    return frozenset(_WORD.findall(text.lower()))


def rows_of(entry: Children, rows: Sequence[Data], *, numbers_stand: bool = False) -> Rows:
    """The rows of a snapshot's table by their places; `numbers_stand` where a number means the same row in both."""
    by_content = entry.is_numbered and not numbers_stand
    texts = {each.name for each in entry.shape.fields if isinstance(each, Text) and each.is_long(entry.shape.model)}
    return {
        place: Row(
            content_of(row) if by_content else entry.identity(row),
            content_of(row),
            row.get("number"),
            {name: value for name, value in row.items() if name not in texts | CALLED},
            {name: words_of(value) for name, value in row.items() if name in texts},
        )
        for place, row in enumerate(rows)
    }


def content_of(row: Data) -> str:
    """What a row says, whatever it is called by."""
    return json.dumps({name: value for name, value in row.items() if name not in CALLED}, sort_keys=True)


def match(known: Rows, rows: Rows, *, by_name_alone: bool = False) -> dict[int, int]:
    """Which of `known` each of `rows` is, key by key; a row that is none of them is left out.

    No two are the same one, and it is the same whichever of the two versions is called the known one.
    """
    pairs = same(known, rows, lambda row: row.name)
    if by_name_alone:
        return pairs
    taken = set(pairs.values())
    for *_rank, place, key in sorted(_alike(without(known, taken), without(rows, pairs))):
        if place not in pairs and key not in taken:
            pairs[place] = key
            taken.add(key)
    return pairs


def same(known: Rows, rows: Rows, tell: Callable[[Row], Hashable]) -> dict[int, int]:
    """Which of `known` a row is, by what is told of both: of several, the one with its number, or else in order."""
    pairs = _in_order(known, rows, lambda row: (tell(row), row.number))
    return pairs | _in_order(without(known, set(pairs.values())), without(rows, pairs), tell)


def _in_order(known: Rows, rows: Rows, tell: Callable[[Row], Hashable]) -> dict[int, int]:
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for key, row in known.items():
        waiting[tell(row)].append(key)
    told = ((place, waiting[tell(row)]) for place, row in rows.items())
    return {place: keys.pop(0) for place, keys in told if keys}


def without(rows: Rows, taken: Container[int]) -> Rows:
    """The rows whose keys are not taken."""
    return {place: row for place, row in rows.items() if place not in taken}


def _alike(known: Rows, rows: Rows) -> Iterator[tuple[float, bool, int, int, int, int]]:
    """Pairs that may be one row: a place and a key, behind what puts the likeliest first.

    Numbers are given anew where a row comes or goes, so what rows say goes before them.
    """
    for place, key in product(rows, known):
        one, other = known[key], rows[place]
        texts, values = list(_shares(one.texts, other.texts)), list(_shares(one.values, other.values))
        moved, words = one.number != other.number, _mean(texts)
        # The number counts, so that a text may be written over. Under another one the words speak in its place: who
        # speaks twice of one topic says two things.
        numbers = [] if one.number is other.number is None else [words if moved else 1.0]
        is_known = not (moved and texts) or words > _HALF
        if is_known and _mean(texts + values + numbers) > _HALF:
            # Two pairs that swap place and key do not exclude each other, so that nothing hangs on their order.
            yield -_mean(texts + values), moved, min(place, key), max(place, key), place, key


def _shares(one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[float]:
    """How much of each field is the same in both."""
    for name in one.keys() | other.keys():
        old, new = one.get(name), other.get(name)
        yield _share(old, new) if isinstance(old, frozenset) and isinstance(new, frozenset) else float(old == new)


def _share(old: frozenset[str], new: frozenset[str]) -> float:
    """How much of the shorter of two texts is in the other: one that was made longer is still there.

    Nothing where that is not the greater part, since any two texts have some small words in common.
    """
    shared = len(old & new) / (min(len(old), len(new)) or 1)
    return shared if shared > _HALF else float(old == new)


def _mean(shares: Sequence[float]) -> float:
    return fmean(shares) if shares else 0.0
