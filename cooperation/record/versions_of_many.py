"""Keeps versions of many records at once, in a number of questions that does not grow with them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone, translation

from cooperation.models import Action, Commitment, Version

from .snapshots.many import AT_ONCE, Taken, take_all

_ASIDE = {Action.PROPOSED, Action.RETURNED, Action.DISCARDED}


@dataclass
class _Last:
    """The last version of a record, and the last that says what the record itself was."""

    number: int = 0
    digest: str = ""
    pk: int | None = None


def record_many(taken: Iterable[Taken], *, by: Any, action: Action, reason: str = "") -> dict[str, int]:
    """Keep a version of each record as it was taken; the primary key of each record's version by its uid.

    A record that was found, or edited, as its last version has it needs no other one.
    """
    every = list(taken)
    last = _last_of([snapshot.uid for _record, snapshot in every])
    passes = action in {Action.FOUND, Action.EDITED}
    new = [each for each in every if not (passes and last[each[1].uid].digest == each[1].digest)]
    # Titles are kept in English, whatever the editor reads.
    with translation.override("en"):
        made = [_version(each, last[each[1].uid].number + 1, by, action, reason) for each in new]
    Version.objects.bulk_create(made, batch_size=AT_ONCE)
    return {uid: each.pk for uid, each in last.items() if each.pk} | {str(each.uid): each.pk for each in made}


def commitments_of(meetings: Iterable[int]) -> Iterator[Taken]:
    """The commitments of these meetings: what a meeting and its commitments share is kept for both."""
    wanted = sorted(meetings)
    for start in range(0, len(wanted), AT_ONCE):
        yield from take_all(Commitment.objects.filter(meeting__in=wanted[start : start + AT_ONCE]))


def _last_of(uids: list[str]) -> dict[str, _Last]:
    found = {uid: _Last() for uid in uids}
    for start in range(0, len(uids), AT_ONCE):
        versions = Version.objects.filter(uid__in=uids[start : start + AT_ONCE]).order_by("number")
        for uid, number, action, digest, pk in versions.values_list("uid", "number", "action", "digest", "pk"):
            last = found[str(uid)]
            last.number = number
            if action not in _ASIDE:
                last.digest, last.pk = digest, pk
    return found


def _version(taken: Taken, number: int, by: Any, action: Action, reason: str) -> Version:
    record, snapshot = taken
    found = action == Action.FOUND
    return Version(
        noun=snapshot.noun,
        uid=snapshot.uid,
        number=number,
        action=action,
        data=snapshot.data,
        names=snapshot.names,
        digest=snapshot.digest,
        title=str(record)[:400],
        state=snapshot.data.get("state", ""),
        by=by,
        by_name=by.get_username() if by else "",
        at=(getattr(record, "modified", None) if found else None) or timezone.now(),
        reason=reason,
    )
