"""Does what a plan says: all of it or nothing, in one transaction, as one import."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from cooperation.models import Action, Address, Import, ImportedRecord, Meeting, State
from cooperation.record.history import keep_public, keep_public_before
from cooperation.record.indexing import postponed
from cooperation.record.snapshots import Data
from cooperation.record.snapshots.many import AT_ONCE, Taken, take_these
from cooperation.record.snapshots.nouns import SHAPES
from cooperation.record.snapshots.writing import Here
from cooperation.record.versions_of_many import commitments_of, record_many

from .bounds import OvertakenError, UnusableError
from .plans import Change, Plan

_STEPS = {
    State.REVIEW: (State.REVIEW,),
    State.PUBLISHED: (State.PUBLISHED,),
    State.WITHDRAWN: (State.PUBLISHED, State.WITHDRAWN),
}
REFUSALS = (DatabaseError, ValidationError, ProtectedError, RestrictedError, ValueError)


class RefusedError(UnusableError):
    """The database does not take one of the records; nothing was written."""

    def __init__(self, change: Change, reason: str) -> None:
        place = change.place
        told = {"row": place.row, "sheet": place.sheet, "title": change.title, "reason": reason}
        super().__init__(_("Row %(row)s of “%(sheet)s”, %(title)s, cannot be saved: %(reason)s") % told)


def apply(plan: Plan, *, by: Any, reason: str = "", states: bool = False) -> Import:
    """Write the plan. Raises `UnusableError`, and nothing is written, where it has problems or cannot be done.

    A new record is a draft, or with `states` what its archive says that it was.
    """
    if plan.problems:
        raise UnusableError(_("Nothing was imported: there are errors."))
    with transaction.atomic(), postponed():
        return _Writing(plan, by, reason, states).run()


class _Writing:
    def __init__(self, plan: Plan, by: Any, reason: str, states: bool) -> None:
        self.plan, self.by, self.reason, self.states = plan, by, reason, states
        self.due = plan.due
        self.pks = dict(_referred(self.due))
        self.records: dict[str, Any] = {}
        self.waiting: set[tuple[str, str]] = set()

    def run(self) -> Import:
        found = self._found()
        self.waiting = {(each.noun, each.uid) for each in self.due if each.before is None}
        # What refers to a record that comes later is written again when that is there.
        for change in [change for change in self.due if self._write(change)]:
            self._write(change)
        made = Import.objects.create(
            name=self.plan.name[:200], reason=self.reason, by=self.by, by_name=self.by.get_username() if self.by else ""
        )
        self._keep(made, found)
        _give_addresses(self.plan, self.pks)
        return made

    def _found(self) -> dict[str, int]:
        """Keep what stands there, which must be what the plan was made of."""
        expected = {each.uid: each.before for each in self.due}
        there = list(_taken(self.due))
        for record, taken in there:
            before = expected[taken.uid]
            if before is None or before.digest != taken.digest:
                raise OvertakenError(_("“%(record)s” was changed meanwhile.") % {"record": record})
            self.records[taken.uid] = record
            self.pks[taken.noun, taken.uid] = record.pk
        if len(there) < sum(each is not None for each in expected.values()):
            raise OvertakenError(_("A record was deleted meanwhile."))
        for record in _public(there):
            keep_public_before(record)
        record_many(commitments_of(self._meetings()), by=None, action=Action.FOUND)
        return record_many(there, by=None, action=Action.FOUND)

    def _meetings(self) -> list[int]:
        return [record.pk for record in self.records.values() if isinstance(record, Meeting)]

    def _write(self, change: Change) -> bool:
        """Whether something had to be left out."""
        shape = SHAPES[change.noun]
        data = self._for_now(change)
        record = self.records.get(change.uid) or shape.model()
        try:
            with transaction.atomic():
                shape.write(record, data, Here(self.pks))
                if self.states and change.before is None:
                    _give_state(record, change.state, self.by)
        except REFUSALS as error:
            raise RefusedError(change, _reason(error)) from error
        self.records[change.uid] = record
        self.pks[change.noun, change.uid] = record.pk
        self.waiting.discard((change.noun, change.uid))
        return data is not change.after.data

    def _for_now(self, change: Change) -> Data:
        """The record without what refers to records that are still to be written."""
        shape, data = SHAPES[change.noun], change.after.data
        late = {uid: uid for noun, uid in shape.references(data) if (noun, uid) in self.waiting}
        late.pop(change.uid, None)
        if not late:
            return data
        # A change of progress cites a record, or is none.
        made = [{**each, "changes": []} for each in data.get("commitments", ())]
        return shape.without(data | ({"commitments": made} if made else {}), late) or data

    def _keep(self, made: Import, found: dict[str, int]) -> None:
        """The versions of all that was written, and of commitments that share something with it."""
        left = list(_taken(self.due))
        after = record_many(left, by=self.by, action=Action.IMPORTED, reason=self.reason)
        record_many(commitments_of(self._meetings()), by=self.by, action=Action.EDITED, reason=self.reason)
        rows = [ImportedRecord(of=made, before_id=found.get(c.uid), after_id=after[c.uid]) for c in self.due]
        ImportedRecord.objects.bulk_create(rows, batch_size=AT_ONCE)
        for record in _public(left):
            keep_public(record, reason=self.reason)


def _give_state(record: Any, state: str, by: Any) -> None:
    """By the steps that lead there, so that what was public has its time."""
    if state in _STEPS and record.state != state:
        for step in _STEPS[State(state)]:
            record.move_to(step, by=by)
        record.save()


def _public(taken: list[Taken]) -> Iterator[Any]:
    return (record for record, snapshot in taken if snapshot.data.get("state") == State.PUBLISHED)


def _reason(error: Exception) -> str:
    return "; ".join(error.messages) if isinstance(error, ValidationError) else str(error).splitlines()[0]


def _taken(changes: list[Change]) -> Iterator[Taken]:
    for noun in SHAPES:
        yield from take_these(noun, [each.uid for each in changes if each.noun == noun])


def _referred(changes: list[Change]) -> Iterator[tuple[tuple[str, str], int]]:
    """The primary keys of all records that the plan refers to, so that no row has to ask."""
    wanted: dict[str, set[str]] = {}
    for change in changes:
        for noun, uid in SHAPES[change.noun].references(change.after.data):
            wanted.setdefault(noun, set()).add(uid)
    for noun, uids in wanted.items():
        ordered = sorted(uids)
        for start in range(0, len(ordered), AT_ONCE):
            some = ordered[start : start + AT_ONCE]
            found = SHAPES[noun].model._default_manager.filter(uid__in=some).values_list("uid", "pk")
            yield from (((noun, str(uid)), pk) for uid, pk in found)


def _give_addresses(plan: Plan, pks: dict[tuple[str, str], int]) -> None:
    """Former addresses lead on where no other record has them; those of nobody answer that it is gone."""
    for noun in {noun for noun, _slug, _uid in plan.addresses}:
        wanted = [uid for other, _slug, uid in plan.addresses if other == noun and uid]
        there = SHAPES[noun].model._default_manager.filter(uid__in=wanted).values_list("uid", "pk")
        pks |= {(noun, str(uid)): pk for uid, pk in there}
    rows = [
        Address(noun=noun, slug=slug, record_id=pks.get((noun, uid)))
        for noun, slug, uid in plan.addresses
        if not uid or (noun, uid) in pks
    ]
    Address.objects.bulk_create(rows, ignore_conflicts=True, batch_size=AT_ONCE)
