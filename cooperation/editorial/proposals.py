"""Changes of public records that wait until somebody who may publish takes them."""

from typing import Any

from django.db import transaction
from django.db.models import Model

from cooperation.models import Action, Proposal, Publishable, State
from cooperation.record.history import keep_public, keep_public_before
from cooperation.record.snapshots import Snapshot, restore
from cooperation.record.versions import record_aside, record_version, snapshot_of, title_of


def needs_proposal(record: Model) -> bool:
    """Whether a change of the record waits for its publication."""
    return isinstance(record, Publishable) and record.state == State.PUBLISHED


def proposal_of(record: Model) -> Proposal | None:
    return Proposal.objects.select_related("version").filter(uid=record.uid).first()


@transaction.atomic
def propose(record: Model, taken: Snapshot, *, based_on: str, by: Any, reason: str = "") -> Proposal:
    """Keep `taken` as what the record is to become; it takes the place of an open proposal, which stays a version."""
    version = record_aside(taken, title_of(record), by=by, action=Action.PROPOSED, reason=reason)
    values = {"noun": taken.noun, "version": version, "based_on": based_on, "returned": False}
    return Proposal.objects.update_or_create(uid=record.uid, defaults=values)[0]


@transaction.atomic
def publish_change(record: Model, taken: Snapshot, *, by: Any, reason: str = "") -> Model:
    """Write `taken` as the record that the public sees. Raises `RestoreError` and writes nothing where it cannot be."""
    keep_public_before(record)
    written = restore(taken)
    closed, _counts = Proposal.objects.filter(uid=record.uid).delete()
    record_version(written, by=by, action=Action.ACCEPTED if closed else Action.EDITED, reason=reason)
    keep_public(written, reason=reason)
    return written


@transaction.atomic
def discard(proposal: Proposal, *, by: Any, comment: str = "") -> None:
    """Give a proposal up; its versions stay."""
    version = proposal.version
    proposal.delete()
    record_aside(snapshot_of(version), version.title, by=by, action=Action.DISCARDED, comment=comment)


@transaction.atomic
def send_back(proposal: Proposal, *, by: Any, comment: str) -> None:
    """Ask whoever proposed a change to go on with it."""
    record_aside(snapshot_of(proposal.version), proposal.version.title, by=by, action=Action.RETURNED, comment=comment)
    proposal.returned = True
    proposal.save(update_fields=["returned"])
