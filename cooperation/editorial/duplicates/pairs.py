"""What all kinds of likely duplicates have in common: a pair of records, how likely it is, and why."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cooperation.models import PartialDate

# So many days may lie between two reports of one thing.
DAYS = datetime.timedelta(days=3)
# From how likely on a pair is shown, of a hundred.
SHOWN_FROM = 60

Span = tuple[datetime.date, datetime.date]
"""The first and the last day that a date, or a period, may mean."""


@dataclass(frozen=True)
class Verdict:
    """How likely two records are the same, of a hundred, and what speaks for it."""

    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    """Two records that may be the same; `one` is the one that would be kept."""

    one: Any
    other: Any
    verdict: Verdict


def span_of(date: PartialDate | None, end: PartialDate | None = None) -> Span | None:
    return None if date is None else (date.earliest, (end or date).latest)


def is_near(one: Span | None, other: Span | None) -> bool:
    """Whether two spans overlap or are a few days apart; where one is not known, nothing speaks against it."""
    if one is None or other is None:
        return True
    return one[0] <= other[1] + DAYS and other[0] <= one[1] + DAYS


def verdict(*weighed: tuple[int, str]) -> Verdict | None:
    """The sum of what speaks for and against a pair; None where it is too little to be shown."""
    score = sum(weight for weight, _reason in weighed)
    if score < SHOWN_FROM:
        return None
    return Verdict(min(score, 100), tuple(reason for weight, reason in weighed if weight and reason))


def in_order(pairs: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    return {(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]}
