"""Merges two records into one, and takes a merge back: in one transaction, with a version of all that it changes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from cooperation.models import (
    Action,
    Address,
    Appointment,
    Commitment,
    CommitmentChange,
    Generation,
    Identifier,
    MeetingEvent,
    Merge,
    Participation,
    Point,
    Proposal,
)
from cooperation.record.history import keep_public, keep_public_before
from cooperation.record.indexing import postponed, reindex
from cooperation.record.journal import Entry, Journal, Row, read_row, rows, take_back
from cooperation.record.names import names_of
from cooperation.record.snapshots import Snapshot, take
from cooperation.record.snapshots.nouns import SHAPES
from cooperation.record.versions import record_aside, record_found, record_version

from .finding import rank
from .uniting import Union, rows_referring, was_public

# Each record that refers to the one that goes gets versions of its own.
MOST_REFERRING = 1_000

# To which record a row belongs, by column.
_WHOLE: dict[type[Model], tuple[str, ...]] = {
    Participation: ("meeting",),
    Point: ("meeting",),
    MeetingEvent: ("meeting",),
    CommitmentChange: ("commitment",),
    Appointment: ("official",),
    Identifier: ("agency", "official"),
}
_LINES = {"officials": "other_spellings", "agencies": "aliases", "events": "aliases"}


_NOT_UNDONE = _lazy("This can no longer be undone: the address, or a row, was given to another record since.")


class MergeError(Exception):
    """Why two records are not merged, or a merge is not undone, as a sentence."""


def merge(kept: Any, other: Any, *, by: Any, taken: Mapping[str, Any] | None = None, reason: str = "") -> Merge:
    """Make `other` part of `kept`, with the values `taken` for fields of it; rows and references are united.

    `reason` is for readers. Raises `MergeError` and changes nothing where the two cannot be merged. Who may is the
    caller's question.
    """
    try:
        with alone(), postponed():
            _refuse(why_not(kept, other))
            return _merge(kept, other, taken or {}, by, reason)
    except IntegrityError as error:
        raise MergeError(_("This does not go with what is there: %(reason)s") % {"reason": error}) from error
    except ValidationError as error:
        raise MergeError(" ".join(error.messages)) from error


@contextmanager
def alone() -> Iterator[None]:
    """A transaction in which nobody else changes the record: what it looks at still stands when it writes."""
    with transaction.atomic():
        # The row that every change locks first, so that nobody waits for each other.
        list(Generation.objects.select_for_update())
        yield


def _refuse(reason: str) -> None:
    if reason:
        raise MergeError(reason)


def why_not(kept: Any, other: Any) -> str:
    """Why two records cannot be merged in this order; empty where they can."""
    if type(kept) is not type(other) or kept.pk == other.pk:
        return _("Only two records of one kind can be merged.")
    if type(kept)._default_manager.filter(pk__in=[kept.pk, other.pk]).count() < 2:
        return _("One of the two is no longer there.")
    if rank(kept) > rank(other):
        return _("What is public is kept: merge the other way round.")
    if Proposal.objects.filter(uid__in=[kept.uid, other.uid]).exists():
        return _("A proposed change of one of them waits: publish or discard it first.")
    if len(_referring(other)) > MOST_REFERRING:
        return _("Too many records refer to the one that would go: merge the other way round.")
    return ""


def _referring(record: Any) -> dict[tuple[type[Model], int], None]:
    """The records that refer to this one, itself left out."""
    found = (_whole(model, row) for model, row in rows_referring(record))
    return dict.fromkeys(each for each in found if each != (type(record), record.pk))


def _whole(model: type[Model], row: Row) -> tuple[type[Model], int]:
    """The record that a row is part of."""
    if model._meta.auto_created:
        owner = model._meta.auto_created
        column = next(field.attname for field in model._meta.fields if field.related_model is owner)
        return _whole(owner, next(iter(rows(owner, pk=row[column])), {"id": row[column]}))
    for name in _WHOLE.get(model, ()):
        if row.get(f"{name}_id") is not None:
            return model._meta.get_field(name).related_model, row[f"{name}_id"]
    return model, row["id"]


def _owners(entries: list[Entry]) -> dict[tuple[type[Model], int], None]:
    """The records whose rows a journal changed, whether or not they are there now."""
    owners: dict[tuple[type[Model], int], None] = {}
    for entry in entries:
        model = apps.get_model(entry["model"])
        if model is Address:
            continue
        # Of a row that was changed and then removed, the second entry tells.
        found = rows(model, pk=entry["pk"]) or [read_row(model, row) for row in (entry.get("row"),) if row]
        owners |= {_whole(model, row): None for row in found}
    return owners


def _there(found: Iterable[tuple[type[Model], int]]) -> list[Any]:
    records = (model._default_manager.filter(pk=pk).first() for model, pk in found)
    return [record for record in records if record is not None]


def _reindex(entries: list[Entry]) -> None:
    ids: dict[type[Model], set[int]] = defaultdict(set)
    for model, pk in _owners(entries):
        ids[model].add(pk)
    for model, changed in ids.items():
        reindex(model, changed)


def _merge(kept: Any, other: Any, taken: Mapping[str, Any], by: Any, reason: str) -> Merge:
    referring = _there(_referring(other))
    _keep_what_was(kept, other, *referring)
    gone, title, known = take(other), str(other), was_public(other)
    journal = Journal()
    union = Union(journal)
    union.absorb(kept, other)
    _write_fields(journal, kept, other, taken)
    # One that others became part of may have become part of a further one itself.
    for commitment in Commitment.objects.filter(pk__in=[one.pk for one, _two, _known in union.parts]):
        with journal.following(commitment):
            commitment.follow_changes()
    _reindex(journal.entries)
    made = Merge.objects.create(journal=journal.entries, reason=reason, **_who(by), **_sides(kept, other, known))
    for part, merged, was_known in union.parts:
        Merge.objects.create(part_of=made, reason=reason, **_who(by), **_sides(part, merged, was_known))
    _keep_versions(kept, gone, title, referring, by, reason)
    return made


def _sides(kept: Any, other: Any, known: bool) -> dict[str, Any]:
    with translation.override("en"):
        names = {"title": str(other)[:400], "slug": other.slug, "was_public": known}
    names["state"] = getattr(other, "state", "")
    return {"noun": kept.noun, "kept": kept.uid, "merged": other.uid, **names}


def _who(by: Any) -> dict[str, Any]:
    return {"by": by, "by_name": by.get_username() if by else ""}


def _keep_what_was(kept: Any, other: Any, *referring: Model) -> None:
    for record in (kept, other):
        keep_public_before(record)
    for record in (kept, other, *referring):
        record_found(record)


def _keep_versions(kept: Any, gone: Snapshot, title: str, referring: list[Model], by: Any, reason: str) -> None:
    with_whom = _("Merged with: %(record)s") % {"record": title}
    record_version(kept, by=by, action=Action.MERGED, reason=reason, comment=with_whom)
    into = _("Merged into: %(record)s") % {"record": kept}
    record_aside(gone, title, by=by, action=Action.MERGED, reason=reason, comment=into)
    # Fetched anew: what they hold of the record that is gone is past.
    for record in _there((type(each), each.pk) for each in referring):
        record_version(record, by=by, action=Action.EDITED, reason=reason, comment=with_whom)
    keep_public(kept, reason=reason)


def _write_fields(journal: Journal, kept: Any, other: Any, taken: Mapping[str, Any]) -> None:
    kept.refresh_from_db()
    with journal.following(kept):
        for name, value in taken.items():
            setattr(kept, name, value)
        lines = _LINES.get(kept.noun)
        if lines:
            setattr(kept, lines, _all_names(kept, other, lines))
        kept.validate_constraints()
        kept.save()


def _all_names(kept: Any, other: Any, lines: str) -> str:
    """The other names of both, and what the one that goes was called: readers find the record by each."""
    own = set(names_of(kept)) - set(getattr(kept, lines).splitlines())
    names = [*getattr(kept, lines).splitlines(), *names_of(other), *getattr(other, lines).splitlines()]
    return "\n".join(name for name in dict.fromkeys(names) if name not in own)


def undo(made: Merge, *, by: Any, reason: str = "") -> Any:
    """Make two records again of what was merged, each as it was; what changed since stays with the kept one.

    Returns the record that is back. Raises `MergeError` and changes nothing where that cannot be.
    """
    try:
        with alone(), postponed():
            made.refresh_from_db()
            _refuse(why_not_undone(made))
            return _undo(made, by, reason)
    except IntegrityError as error:
        raise MergeError(str(_NOT_UNDONE)) from error


def why_not_undone(made: Merge) -> str:
    if made.undone_at is not None or made.part_of_id is not None:
        return _("This merge was undone already.")
    if kept_of(made) is None:
        return _("The record that was kept is gone, or was merged itself: undo that first.")
    if Proposal.objects.filter(uid=made.kept).exists():
        return _("A proposed change of the record waits: publish or discard it first.")
    return ""


def kept_of(made: Merge) -> Any:
    """The record that the other became part of; None where it is gone itself."""
    return SHAPES[made.noun].model._default_manager.filter(uid=made.kept).first()


def _undo(made: Merge, by: Any, reason: str) -> Any:
    kept = kept_of(made)
    _keep_what_was(kept, kept, *_there(_owners(made.journal)))
    take_back(made.journal)
    Merge.objects.filter(pk__in=[made.pk, *made.parts.values_list("pk", flat=True)]).update(undone_at=timezone.now())
    _reindex(made.journal)
    kept.refresh_from_db()
    back = type(kept)._default_manager.get(uid=made.merged)
    comment = _("The merge was undone: %(record)s") % {"record": back}
    record_version(kept, by=by, action=Action.REVERTED, reason=reason, comment=comment)
    record_version(back, by=by, action=Action.RECOVERED, reason=reason, comment=comment)
    for record in _there(_owners(made.journal)):
        if record not in (kept, back):
            record_version(record, by=by, action=Action.EDITED, reason=reason, comment=comment)
    for record in (kept, back):
        keep_public(record, reason=reason)
    return back
