"""One change in many records, of topics or of an agency: a version of each, or a proposal where it has to be."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db import transaction

from cooperation.models import Action, Agreement, Event, Meeting, Program
from cooperation.record.indexing import postponed
from cooperation.record.snapshots import Data, RestoreError, restore, take
from cooperation.record.snapshots.taking import Snapshot
from cooperation.record.versions import record_found, record_version

from ..proposals import needs_proposal, proposal_of, propose, publish_change

# Where a noun names agencies: a field of its own, or one of its participations.
AGENCY_FIELDS: dict[type[Any], str] = {
    Meeting: "participations",
    Agreement: "parties",
    Program: "agencies",
    Event: "organisers",
}


@dataclass(frozen=True)
class Edit:
    """What is done to the content of a record, and what the records are called that it brings in."""

    apply: Callable[[Data], Data]
    names: dict[str, str]


class Outcome(Enum):
    CHANGED = "changed"
    PROPOSED = "proposed"
    SAME = "same"
    # A proposal waits already; to decide on it comes first.
    WAITING = "waiting"
    REFUSED = "refused"


def topics(add: Collection[Any], remove: Collection[Any]) -> Edit:
    """Give records the topics to `add`, and take those to `remove` away."""
    added, removed = ({str(topic.uid) for topic in some} for some in (add, remove))
    names = {str(topic.uid): str(topic) for topic in add}
    return Edit(lambda data: data | {"topics": sorted((set(data.get("topics") or ()) | added) - removed)}, names)


def agency(model: type[Any], old: Any, new: Any) -> Edit:
    """Put the agency `new` wherever records name `old`."""
    name, before, after = AGENCY_FIELDS[model], str(old.uid), str(new.uid)

    def in_rows(data: Data) -> Data:
        rows = [row | {"agency": after} if row["agency"] == before else row for row in data.get(name) or ()]
        return data | {name: rows}

    def in_field(data: Data) -> Data:
        named = set(data.get(name) or ())
        return data | {name: sorted(named - {before} | {after})} if before in named else data

    return Edit(in_rows if model is Meeting else in_field, {after: str(new)})


def change(records: Iterable[Any], edit: Edit, *, by: Any, reason: str, may_publish: bool) -> Counter[Outcome]:
    """Edit each of the records; what is public becomes a proposal, unless `may_publish`."""
    with transaction.atomic(), postponed():
        return Counter(_change(record, edit, by, reason, may_publish) for record in records)


def _change(record: Any, edit: Edit, by: Any, reason: str, may_publish: bool) -> Outcome:
    if proposal_of(record) is not None:
        return Outcome.WAITING
    current = take(record)
    data = {name: value for name, value in edit.apply(current.data).items() if value != []}
    if data == current.data:
        return Outcome.SAME
    edited = Snapshot(current.noun, data, current.names | edit.names)
    record_found(record)
    try:
        return _write(record, current, edited, by, reason, may_publish)
    except RestoreError:
        return Outcome.REFUSED


def _write(record: Any, current: Snapshot, edited: Snapshot, by: Any, reason: str, may_publish: bool) -> Outcome:
    if not needs_proposal(record):
        record_version(restore(edited), by=by, action=Action.EDITED, reason=reason)
    elif may_publish:
        publish_change(record, edited, by=by, reason=reason)
    else:
        propose(record, edited, based_on=current.digest, by=by, reason=reason)
        return Outcome.PROPOSED
    return Outcome.CHANGED
