"""The steps of a record from draft to publication and withdrawal, each kept with who took it and when."""

from typing import Any

from django.db import transaction

from cooperation.models import Action, Publishable, State
from cooperation.record.history import keep_public, keep_public_before
from cooperation.record.versions import record_found, record_version

_MOVED = ["state", "state_changed_at", "state_changed_by", "published_at", "withdrawal_reason_en", "modified"]


@transaction.atomic
def move(record: Publishable, state: State, *, by: Any, reason: str = "", comment: str = "") -> None:
    """Take one step and keep it. `reason` is shown to readers, `comment` to editors.

    Raises ValidationError where no step leads there. Who may is the caller's question: only sending to review is
    for everyone who may change the record.
    """
    before = record.state
    record_found(record)
    keep_public_before(record)
    record.move_to(state, by=by, reason=reason)
    record.save(update_fields=_MOVED)
    record_version(record, by=by, action=Action.MOVED, reason=reason, comment=comment, state_before=before)
    keep_public(record)
