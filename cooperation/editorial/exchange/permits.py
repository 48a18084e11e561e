"""Who may import what: contributors new drafts and changes of what is not public, the rest those who may publish."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from cooperation.models import Publishable, State
from cooperation.record.snapshots.nouns import SHAPES

from .bounds import Problem
from .plans import Change, Plan
from .tables import TABLES

_OPEN = (State.DRAFT, State.REVIEW)


def may(user: Any, action: str, noun: str) -> bool:
    return user.has_perm(f"cooperation.{action}_{SHAPES[noun].model._meta.model_name}")


def may_import(user: Any) -> bool:
    """Whether there is anything at all that the user may import."""
    return any(may(user, action, table.noun) for table in TABLES.values() for action in ("add", "change"))


def is_administrator(user: Any) -> bool:
    """Whoever may decide all that the public sees, and who may."""
    return user.has_perm("auth.change_group") and all(may(user, "publish", noun) for noun in SHAPES)


def forbid(plan: Plan, user: Any) -> None:
    """Add to the plan's problems what this user may not do."""
    public = _public(plan)
    plan.problems += [Problem(each.place, text) for each in plan.due if (text := _refusal(user, each, public))]


def _refusal(user: Any, change: Change, public: set[str]) -> str:
    action = "change" if change.before else "add"
    if not may(user, action, change.noun):
        return _("You may not add or change records of this kind.")
    if change.before is None or may(user, "publish", change.noun):
        return ""
    if change.uid in public or change.before.data.get("state", State.DRAFT) not in _OPEN:
        return _("This record is or was public: those who may publish can change it by an import.")
    return ""


def _public(plan: Plan) -> set[str]:
    """Of the records to be changed, those that are public though they have no state of their own."""
    return {uid for noun in SHAPES for uid in _public_of(noun, [each for each in plan.due if each.noun == noun])}


def _public_of(noun: str, changes: list[Change]) -> Iterator[str]:
    model = SHAPES[noun].model
    uids = [each.uid for each in changes if each.before]
    if uids and not issubclass(model, Publishable):
        found = model._default_manager.published().filter(uid__in=uids).values_list("uid", flat=True)
        yield from map(str, found)
