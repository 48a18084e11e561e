"""What a delete may not take from the public record, and what becomes of a deleted record's address.

A foreign key protects by `on_delete=PROTECT`. A many-to-many row would go without a word when the
record at its far end is deleted, and a public page would lose its topic or its source.
"""

from typing import Any

from django.db.models import Model, ProtectedError
from django.db.models.signals import post_delete, pre_delete
from django.utils.translation import gettext_lazy as _

from .address import Address
from .agency import Agency
from .base import Named, Publishable, Record
from .event import Event
from .meeting import Meeting, Point
from .program import Program
from .source import Source
from .topic import Topic

PROTECTED = (Agency, Event, Program, Source, Topic)


def public_records_citing(record: Model) -> list[Model]:
    """The published records that refer to `record` many-to-many, a point as its meeting."""
    found: dict[Model, None] = {}
    for relation in record._meta.related_objects:
        if relation.many_to_many and relation.through._meta.auto_created:
            found |= dict.fromkeys(_public(relation.related_model, **{relation.field.name: record}))
    return list(found)


def _public(model: type[Model], **reference: Model) -> Any:
    if issubclass(model, Publishable):
        return model._default_manager.published().filter(**reference)
    return Meeting.objects.published().filter(points__in=Point.objects.filter(**reference)).distinct()


def refuse_cited(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    cited_by = public_records_citing(instance)
    if cited_by:
        raise ProtectedError(_("Published records refer to this one."), set(cited_by))


def close_addresses(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """A deleted record's addresses are given to no other; those of what was never public are free again."""
    addresses = Address.objects.filter(noun=sender.noun, record_id=instance.pk)
    if isinstance(instance, Publishable):
        # What has been published is never deleted, so nobody has seen this address.
        addresses.delete()
    else:
        addresses.update(record_id=None)


def connect() -> None:
    """Refuse each delete that would orphan a published record; called once, when the app is ready."""
    for model in PROTECTED:
        pre_delete.connect(refuse_cited, sender=model, dispatch_uid=f"protect-{model.__name__}")
    for model in Record.__subclasses__() + Named.__subclasses__():
        if not model._meta.abstract:
            post_delete.connect(close_addresses, sender=model, dispatch_uid=f"address-{model.__name__}")
