"""What a delete may not take from the public record.

A foreign key protects by `on_delete=PROTECT`. A many-to-many row would go without a word when the
record at its far end is deleted, and a public page would lose its topic or its source.
"""

from typing import Any

from django.db.models import Model, ProtectedError
from django.db.models.signals import pre_delete
from django.utils.translation import gettext_lazy as _

from .agency import Agency
from .base import Publishable
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


def connect() -> None:
    """Refuse each delete that would orphan a published record; called once, when the app is ready."""
    for model in PROTECTED:
        pre_delete.connect(refuse_cited, sender=model, dispatch_uid=f"protect-{model.__name__}")
