"""What is wrong with a plan as a whole: records that are not complete, and trees that would be circles."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from cooperation.models import PartialDate, Proposal
from cooperation.models.base import capital
from cooperation.record.snapshots import Data
from cooperation.record.snapshots.fields import Field, InvalidError
from cooperation.record.snapshots.nouns import SHAPES
from cooperation.record.snapshots.shapes import Children, Shape

from .bounds import Problem
from .plans import TREES, Change, Plan
from .tables import Column

_PERIODS = (("start", "end"), ("signed", "in_force_until"))


def check(plan: Plan) -> None:
    """Add what is wrong to the plan's problems."""
    # Where a cell is wrong, the record lacks what it should have said.
    wrong = {(each.place.sheet, each.place.row) for each in plan.problems}
    for change in plan.due:
        if (change.place.sheet, change.place.row) in wrong:
            continue
        plan.problems += [Problem(change.place, text) for text in _faults(change)]
    plan.problems += _circles(plan)
    plan.problems += _proposed(plan)


def _faults(change: Change) -> list[str]:
    data = change.after.data
    faults = [*_lacking(SHAPES[change.noun], data), *_backwards(data)]
    if faults:
        return faults
    try:
        # The address of a new record is made when it is saved.
        SHAPES[change.noun].check({"slug": "new", **data} if _has_slug(change.noun) else data)
    except InvalidError as error:
        # Not what stood there before already, and was typed into a form.
        return [] if change.before and _is_old(change, str(error)) else [_sentence(str(error))]
    return []


def _sentence(text: str) -> str:
    return f"{capital(text)}."


def _is_old(change: Change, text: str) -> bool:
    try:
        SHAPES[change.noun].check(change.before.data)
    except InvalidError as error:
        return str(error) == text
    return False


def _has_slug(noun: str) -> bool:
    return any(entry.name == "slug" for entry in SHAPES[noun].fields)


def _lacking(shape: Shape, data: Data) -> Iterator[str]:
    for entry in shape.fields:
        value = data.get(entry.name)
        if entry.required and value is None and entry.name not in {"uid", "slug"}:
            yield _("“%(field)s” is missing.") % {"field": _name(shape, entry)}
        for part in value or () if isinstance(entry, Children) else ():
            yield from _lacking(entry.shape, part)
    for name in shape.unwritten(data):
        yield _("“%(field)s” is missing.") % {"field": Column(name, shape).label}


def _name(shape: Shape, entry: Field) -> str:
    return Column(entry.attribute, shape, entry).label


def _backwards(data: Any) -> Iterator[str]:
    rows = [data, *data.get("appointments", ())]
    for row in rows:
        for start, end in _PERIODS:
            if start in row and end in row and PartialDate(row[end]).latest < PartialDate(row[start]).earliest:
                yield _("The end lies before the start.")


def _circles(plan: Plan) -> Iterator[Problem]:
    for noun, names in TREES.items():
        due = {each.uid: each for each in plan.due if each.noun == noun}
        for name in names:
            yield from _circles_by(noun, name, due)


def _circles_by(noun: str, name: str, due: dict[str, Change]) -> Iterator[Problem]:
    if not any(name in each.after.data for each in due.values()):
        return
    rows = SHAPES[noun].model._default_manager.filter(**{f"{name}__isnull": False}).values_list("uid", f"{name}__uid")
    above = {str(uid): str(parent) for uid, parent in rows}
    above |= {uid: each.after.data[name] for uid, each in due.items() if name in each.after.data}
    for uid in due:
        seen = {uid}
        up = above.get(uid)
        while up is not None and up not in seen:
            seen.add(up)
            up = above.get(up)
        if up == uid:
            yield Problem(due[uid].place, _("This would put the record below itself."))


def _proposed(plan: Plan) -> Iterator[Problem]:
    """A proposal that waits would be lost without a word."""
    changed = {each.uid: each for each in plan.due if each.before}
    waiting = Proposal.objects.filter(uid__in=list(changed)).values_list("uid", flat=True) if changed else ()
    for uid in waiting:
        text = _("A proposed change of this record waits. Publish or discard it first.")
        yield Problem(changed[str(uid)].place, text)
