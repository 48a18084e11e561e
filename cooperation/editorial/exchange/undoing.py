"""Takes an import back as a whole: what it changed becomes what it was, what it made is deleted."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Model, ProtectedError, RestrictedError
from django.utils import timezone
from django.utils.translation import gettext as _

from cooperation.models import Action, Import, ImportedRecord, Proposal, Publishable, State, Version
from cooperation.record.history import keep_public, keep_public_before
from cooperation.record.indexing import postponed
from cooperation.record.snapshots import RestoreError, restore
from cooperation.record.snapshots.many import take_these
from cooperation.record.versions import record_deleted, record_version, snapshot_of

from .bounds import ForbiddenError, UnusableError
from .permits import may


@dataclass(frozen=True)
class Step:
    """What undoing does to one record; `hindrance` says why it cannot be done."""

    imported: ImportedRecord
    record: Model | None
    hindrance: str = ""

    @property
    def title(self) -> str:
        return self.imported.after.title

    @property
    def is_new(self) -> bool:
        return self.imported.before is None


def steps_of(of: Import) -> list[Step]:
    """What undoing an import would do, the last record first."""
    rows = list(of.records.select_related("before", "after").order_by("-id"))
    nouns = {row.after.noun for row in rows}
    there = {
        taken.uid: (record, taken.digest)
        for noun in nouns
        for record, taken in take_these(noun, [str(row.after.uid) for row in rows if row.after.noun == noun])
    }
    proposed = set(Proposal.objects.filter(uid__in=[row.after.uid for row in rows]).values_list("uid", flat=True))
    return [_step(row, *there.get(str(row.after.uid), (None, "")), row.after.uid in proposed) for row in rows]


def _step(row: ImportedRecord, record: Any, digest: str, proposed: bool) -> Step:
    if record is None:
        return Step(row, None, _("It was deleted since."))
    if digest != row.after.digest:
        return Step(row, record, _("It was changed since."))
    if proposed:
        return Step(row, record, _("A proposed change of it waits."))
    if row.before is None and getattr(record, "published_at", None) is not None:
        return Step(row, record, _("It was published since."))
    return Step(row, record)


def undo(of: Import, *, by: Any, leaving: bool = False) -> int:
    """Take an import back; how many records that were.

    Raises `UnusableError`, and nothing is done, where a record was changed since - such records stay as they are where
    they may be left (`leaving`) - or where others need one that the import made.
    """
    with transaction.atomic(), postponed():
        kept = Import.objects.select_for_update().get(pk=of.pk)
        steps = steps_of(kept)
        if kept.undone_at is not None:
            raise UnusableError(_("This import was undone before."))
        if any(step.hindrance for step in steps) and not leaving:
            raise UnusableError(_("Nothing was undone: records of this import were changed since."))
        due = [step for step in steps if not step.hindrance]
        for step in sorted(due, key=lambda each: each.is_new):
            _take_back(step, by)
        kept.undone_at, kept.undone_by_name = timezone.now(), by.get_username() if by else ""
        kept.save(update_fields=["undone_at", "undone_by_name"])
        return len(due)


def _take_back(step: Step, by: Any) -> None:
    try:
        if step.is_new:
            _delete(step.record, by)
        else:
            _restore(step.record, step.imported.before, by)
    except (ProtectedError, RestrictedError, RestoreError) as error:
        told = {"record": step.title, "reason": error.args[0]}
        raise UnusableError(_("“%(record)s” cannot be undone: %(reason)s") % told) from error


def _delete(record: Any, by: Any) -> None:
    record_deleted(record, by=by)
    record.delete()


def _restore(record: Any, before: Version, by: Any) -> None:
    public = isinstance(record, Publishable) and record.state == State.PUBLISHED
    if public:
        keep_public_before(record)
    written = restore(snapshot_of(before))
    record_version(written, by=by, action=Action.REVERTED, reason=_("An import was undone"))
    if public:
        keep_public(written)


def forbid_undoing(of: Import, steps: list[Step], user: Any) -> None:
    """Raise `ForbiddenError` unless the user may take an import back.

    Whose import it was may, and whoever may delete and publish what it holds; what is public, only who may publish.
    """
    own = of.by_id is not None and of.by_id == user.pk
    for step in steps:
        noun = step.imported.after.noun
        if not (own or may(user, "delete" if step.is_new else "publish", noun)):
            raise ForbiddenError
        if not (_is_open(step) or may(user, "publish", noun)):
            raise ForbiddenError


def _is_open(step: Step) -> bool:
    """Whether it is the contributors' too: never public, and no agency or topic, which are public at once."""
    record = step.record
    if isinstance(record, Publishable):
        return record.state in {State.DRAFT, State.REVIEW}
    return record is None or not type(record)._default_manager.published().filter(pk=record.pk).exists()
