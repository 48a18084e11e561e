"""Keeps what each save made of a record: one version a save, in the transaction of the save itself."""

from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone, translation

from cooperation.models import Action, Commitment, Meeting, Version

from .snapshots import RestoreError, Snapshot, restore, take


def record_version(
    record: Model, *, by: Any, action: Action, reason: str = "", comment: str = "", state_before: str = ""
) -> Version | None:
    """Keep the record as it stands now; None where a save has changed nothing since the last version.

    `reason` is for readers, `comment` for editors alone. What a meeting and its commitments share is kept for both.
    """
    texts = {"reason": reason, "comment": comment}
    written = _write(take(record), title_of(record), by=by, action=action, before=state_before, **texts)
    for other in _sharing(record):
        _write(take(other), title_of(other), by=by, action=Action.EDITED, reason=reason)
    return written


def record_found(record: Model) -> None:
    """Keep what stands there before a change, where no version shows it: it was loaded, or changed elsewhere."""
    for each in (record, *_sharing(record)):
        _write(take(each), title_of(each), by=None, action=Action.FOUND, at=getattr(each, "modified", None))


def record_deleted(record: Model, *, by: Any) -> Version:
    """Keep the last of a record that is about to be deleted, so that it can be recovered."""
    return _write(take(record), title_of(record), by=by, action=Action.DELETED)


def record_aside(
    taken: Snapshot, title: str, *, by: Any, action: Action, reason: str = "", comment: str = ""
) -> Version:
    """Keep what was proposed, or what became of it: the record itself is not changed by it."""
    return _write(taken, title, by=by, action=action, reason=reason, comment=comment)


def title_of(record: Model) -> str:
    """What a version calls its record: in English, whatever language its editor reads."""
    with translation.override("en"):
        return str(record)


def snapshot_of(version: Version) -> Snapshot:
    return Snapshot(version.noun, version.data, version.names)


@transaction.atomic
def recover(version: Version, *, by: Any) -> Model:
    """Bring a deleted record back, as a draft. Raises `RestoreError` where it is there, or cannot be written."""
    record = restore(snapshot_of(version))
    record_version(record, by=by, action=Action.RECOVERED)
    return record


@transaction.atomic
def revert(version: Version, *, by: Any, reason: str = "") -> Model:
    """Write a former version as a new one. What is public or not stays so."""
    record = restore(snapshot_of(version))
    record_version(record, by=by, action=Action.REVERTED, reason=reason)
    return record


def _sharing(record: Model) -> list[Model]:
    if isinstance(record, Meeting):
        return list(Commitment.objects.filter(meeting=record))
    return [record.meeting] if isinstance(record, Commitment) else []


def _write(
    taken: Snapshot, title: str, *, by: Any, action: Action, before: str = "", at: Any = None, **texts: str
) -> Version | None:
    versions = Version.objects.filter(uid=taken.uid)
    last = versions.written().newest_first().first()
    if last is not None and last.digest == taken.digest and action in {Action.FOUND, Action.EDITED}:
        return None
    newest = versions.newest_first().values_list("number", flat=True).first() or 0
    return Version.objects.create(
        noun=taken.noun,
        uid=taken.uid,
        number=newest + 1,
        action=action,
        data=taken.data,
        names=taken.names,
        digest=taken.digest,
        title=title[:400],
        state=taken.data.get("state", ""),
        state_before=before,
        by=by,
        by_name=by.get_username() if by else "",
        at=at or timezone.now(),
        **texts,
    )


__all__ = [
    "RestoreError",
    "record_aside",
    "record_deleted",
    "record_found",
    "record_version",
    "recover",
    "revert",
    "snapshot_of",
    "title_of",
]
