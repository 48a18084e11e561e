"""Likely duplicates: those of one record when it is saved, and all of them as a list to work through.

The list is not kept anywhere: each page of it looks at the next records, in a number of queries that does not grow.
"""

from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Q

from cooperation.models import Agency, Event, Meeting, NotDuplicate, Official, Program, State

from . import meetings
from .named import Named
from .pairs import Pair, Verdict

# How many records one page of the list looks at, and how many pairs it shows.
BATCH, SHOWN = 1_000, 100
_OF_ONE = 5


class Kind(Protocol):
    """How likely duplicates of a noun are found: what to look at, and what two of them say."""

    def batch(self, after: int | None, size: int) -> list[int]: ...

    def candidates_among(self, ids: list[int]) -> set[tuple[int, int]]: ...

    def candidates_of(self, record: Any) -> set[tuple[int, int]]: ...

    def facts(self, ids: Any) -> dict[int, Any]: ...

    def compare(self, one: Any, other: Any) -> Verdict | None: ...


KINDS: dict[type[Any], Any] = {
    Meeting: meetings,
    **{model: Named(model) for model in (Official, Event, Program, Agency)},
}


@dataclass(frozen=True)
class Page:
    """Pairs of one page, the likeliest first; `after` is where the next one goes on."""

    pairs: list[Pair]
    after: int | None


def alike(record: Any) -> list[Pair]:
    """The pairs of `record` with what it may be the same as, the likeliest first."""
    kind = KINDS.get(type(record))
    if kind is None or getattr(record, "state", "") == State.WITHDRAWN:
        return []
    return _judged(type(record), kind, kind.candidates_of(record))[:_OF_ONE]


def page_of(model: type[Any], after: int | None = None) -> Page:
    """The next page of a noun's likely duplicates."""
    kind = KINDS[model]
    ids = kind.batch(after, BATCH + 1)
    looked_at = ids[:BATCH]
    pairs = _judged(model, kind, kind.candidates_among(looked_at)) if looked_at else []
    return Page(pairs[:SHOWN], looked_at[-1] if len(ids) > BATCH else None)


def _judged(model: type[Any], kind: Kind, candidates: set[tuple[int, int]]) -> list[Pair]:
    if not candidates:
        return []
    found = kind.facts({pk for pair in candidates for pk in pair})
    verdicts = {pair: kind.compare(*(found[pk] for pk in pair)) for pair in candidates}
    likely = {pair: verdict for pair, verdict in verdicts.items() if verdict is not None}
    records = model._default_manager.in_bulk({pk for pair in likely for pk in pair})
    pairs = [_pair(*(records[pk] for pk in pair), verdict) for pair, verdict in likely.items()]
    return sorted(_not_settled(pairs), key=lambda pair: (-pair.verdict.score, pair.one.pk, pair.other.pk))


def _not_settled(pairs: list[Pair]) -> list[Pair]:
    """Without those of which an editor has said that they are two."""
    uids = [str(record.uid) for pair in pairs for record in (pair.one, pair.other)]
    said = NotDuplicate.objects.filter(Q(first__in=uids) & Q(second__in=uids))
    settled = {(str(first), str(second)) for first, second in said.values_list("first", "second")}
    return [pair for pair in pairs if NotDuplicate.pair(pair.one, pair.other) not in settled]


def _pair(one: Any, other: Any, verdict: Verdict) -> Pair:
    kept, merged = in_rank(one, other)
    return Pair(kept, merged, verdict)


def in_rank(one: Any, other: Any) -> tuple[Any, Any]:
    """The one to keep first: what readers know, else what was entered earlier."""
    first, second = sorted((one, other), key=lambda record: (rank(record), record.pk))
    return first, second


def rank(record: Any) -> int:
    """What is public comes before what was, and that before what never was."""
    state = getattr(record, "state", State.PUBLISHED)
    return {State.PUBLISHED: 0, State.WITHDRAWN: 1}.get(State(state), 2)
