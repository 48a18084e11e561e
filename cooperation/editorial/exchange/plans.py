"""What an import would do: each record as it is and as it would be, and what is wrong."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from cooperation.record.snapshots import Difference, Snapshot, differences

from .bounds import Place, Problem

# Fields that lead to records of the same noun.
TREES = {"topics": ("parent",), "agencies": ("parent", "predecessor"), "events": ("parent",)}


@dataclass(frozen=True)
class Change:
    """One record: `before` is None where it is new, `state` what an archive says that its state was."""

    before: Snapshot | None
    after: Snapshot
    place: Place
    title: str
    state: str = ""

    @property
    def uid(self) -> str:
        return self.after.uid

    @property
    def noun(self) -> str:
        return self.after.noun

    @property
    def kind(self) -> str:
        if self.before is None:
            return "new"
        return "unchanged" if self.before.digest == self.after.digest else "changed"

    def differences(self) -> list[Difference]:
        """What would change, in words; that a new record has an identity says nothing."""
        return [each for each in differences(self.before, self.after) if each.after != self.uid]


@dataclass
class Plan:
    """An import before it is done. What has problems is not done at all."""

    name: str
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    # Former addresses that an archive brings: noun, slug, uid.
    addresses: list[tuple[str, str, str]] = field(default_factory=list)
    is_archive: bool = False

    @property
    def due(self) -> list[Change]:
        """What is to be written, each record after those that it refers to."""
        return [change for change in self.changes if change.kind != "unchanged"]

    @property
    def counts(self) -> Counter[str]:
        return Counter(change.kind for change in self.changes)

    @property
    def digest(self) -> str:
        """The same where the same would be done to the same records."""
        rows = [(each.uid, each.before.digest if each.before else "", each.after.digest) for each in self.due]
        return hashlib.sha256(json.dumps([rows, self.addresses]).encode()).hexdigest()


def in_order(changes: Iterable[Change], order: Iterable[str]) -> list[Change]:
    """By noun in this order, and below their own noun's records that they stand under. Circles come last."""
    places = {noun: place for place, noun in enumerate(order)}
    waiting = {change.uid: change for change in sorted(changes, key=lambda each: places[each.noun])}
    ordered: list[Change] = []
    while waiting:
        ready = [each for each in waiting.values() if not any(uid in waiting for uid in above(each.after))]
        for change in ready or list(waiting.values()):
            ordered.append(waiting.pop(change.uid))
    return sorted(ordered, key=lambda each: places[each.noun])


def above(taken: Snapshot) -> list[str]:
    """The uids of the records that one stands below."""
    return [taken.data[name] for name in TREES.get(taken.noun, ()) if name in taken.data]
