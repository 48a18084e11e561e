"""The steps of a record from draft to publication and withdrawal, each kept with who took it and when."""

from typing import Any

from django.db import transaction

from cooperation.models import Action, Publishable, State, Version
from cooperation.record.history import keep_public, keep_public_before
from cooperation.record.versions import record_found, record_version

_MOVED = ["state", "state_changed_at", "state_changed_by", "published_at", "withdrawal_reason_en", "modified"]

# Where somebody is to go on with a record: a draft, and what is public and has a proposal.
_AT_ITS_AUTHOR = frozenset({State.DRAFT, State.PUBLISHED})


@transaction.atomic
def move(
    record: Publishable, state: State, *, by: Any, reason: str = "", comment: str = "", public_reason: str = ""
) -> None:
    """Take one step and keep it. `reason` is that of a withdrawal, `public_reason` that of what is published: readers
    see both. `comment` is for editors.

    Raises ValidationError where no step leads there. Who may is the caller's question: only sending to review is
    for everyone who may change the record.
    """
    before = record.state
    record_found(record)
    keep_public_before(record)
    record.move_to(state, by=by, reason=reason)
    record.save(update_fields=_MOVED)
    record_version(record, by=by, action=Action.MOVED, reason=reason, comment=comment, state_before=before)
    keep_public(record, reason=public_reason)


def comment_at_return(record: Any) -> str:
    """What was said when a draft, or a change that was proposed, was last sent back; empty where it was not."""
    steps = Version.objects.filter(uid=record.uid, action__in=(Action.MOVED, Action.RETURNED)).newest_first()
    last = steps.first()
    is_back = last is not None and (last.action == Action.RETURNED or last.state_before == State.REVIEW)
    return last.comment if is_back and getattr(record, "state", "") in _AT_ITS_AUTHOR else ""
