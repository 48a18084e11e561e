"""Writes a snapshot back, as the record that it was taken of."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.db.models import Model, ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from cooperation.models import Address, Merge
from cooperation.record.indexing import postponed

from .nouns import SHAPES
from .shapes import Data
from .taking import Snapshot


class RestoreError(Exception):
    """Why a snapshot cannot be written, as a sentence."""


def restore(taken: Snapshot) -> Model:
    """Write a snapshot as the record of its uid, which is made where it is gone; its state stays as it is.

    References to records that were merged lead to those that they are part of; to records that are gone they are left
    out. Raises `RestoreError` where one of them was essential or the
    database refuses; nothing is written then.
    """
    shape = SHAPES[taken.noun]
    data = _without_what_is_gone(_led_to_merged(taken))
    record = shape.model._default_manager.filter(uid=taken.uid).first() or shape.model()
    try:
        with transaction.atomic(), postponed():
            shape.write(record, data, Here())
    except (DatabaseError, ValidationError, ProtectedError, RestrictedError) as error:
        raise _refusal(error) from error
    return shape.model._default_manager.get(pk=record.pk)


def _refusal(error: Exception) -> RestoreError:
    return RestoreError(_("This version no longer goes with what is there: %(reason)s") % {"reason": error})


def _led_to_merged(taken: Snapshot) -> Snapshot:
    shape = SHAPES[taken.noun]
    led = Merge.objects.leading({uid for _noun, uid in shape.references(taken.data)})
    if not led:
        return taken
    data = shape.resolved(taken.data, lambda _noun, uid: led.get(uid, uid))
    return Snapshot(taken.noun, data, taken.names)


def _without_what_is_gone(taken: Snapshot) -> Data:
    shape = SHAPES[taken.noun]
    gone = {uid: taken.names.get(uid, uid) for _noun, uid in _missing(shape.references(taken.data))}
    data = shape.without(taken.data, gone) if gone else taken.data
    if data is None:
        raise RestoreError(_("What this version refers to is gone: %(names)s.") % {"names": "; ".join(gone.values())})
    return data


def _missing(references: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    wanted: dict[str, set[str]] = {}
    for noun, uid in references:
        wanted.setdefault(noun, set()).add(uid)
    for noun, uids in wanted.items():
        there = SHAPES[noun].model._default_manager.filter(uid__in=uids).values_list("uid", flat=True)
        yield from ((noun, uid) for uid in uids - {str(uid) for uid in there})


class Here:
    """What fields ask for, answered by the database: see `World`. Of `pks`, by noun and uid, it need not be asked."""

    def __init__(self, pks: Mapping[tuple[str, str], int] | None = None) -> None:
        self.pks = pks or {}
        self.siblings: dict[tuple[str, int], int] = {}

    def pk(self, noun: str, uid: str) -> int:
        if (noun, uid) in self.pks:
            return self.pks[noun, uid]
        return SHAPES[noun].model._default_manager.values_list("pk", flat=True).get(uid=uid)

    def refer(self, record: Any) -> str:
        return str(record.uid)

    def claim(self, record: Any, slug: str) -> bool:
        """An address whose record was deleted goes back to that record alone, which its snapshot shows."""
        known = Address.objects.filter(noun=record.noun, slug=slug)
        if record.pk is None:
            known.filter(record_id=None).delete()
        return not known.exclude(record_id=record.pk).exists()

    def remember(self, relation: str, number: int, pk: int) -> None:
        self.siblings[relation, number] = pk

    def sibling(self, relation: str, number: int) -> int | None:
        return self.siblings.get((relation, number))
