"""Enters what a form names and the record does not have yet; what is there already is found, and entered once."""

from typing import Any

from django.contrib.admin import AdminSite
from django.db import transaction
from django.db.models import Model, Q
from django.http import HttpRequest

from cooperation.models import Action, Publishable, Source
from cooperation.models.base import LANGUAGES
from cooperation.models.source import url_key
from cooperation.record.versions import record_version


def known(model: type[Any], text: str) -> Any | None:
    """The record of just this name in any language; of a source, that of this address."""
    if model is Source:
        return known_source(text)
    names = Q()
    for language in LANGUAGES:
        names |= Q(**{f"name_{language}__iexact": text})
    return model._default_manager.filter(names).first() if text else None


def known_source(address: str) -> Source | None:
    """The source that is there already under an address, however that is spelled."""
    try:
        return Source.objects.filter(url_key=url_key(address)).first() if address else None
    except ValueError:
        return None


def check(record: Model) -> None:
    """Raise ValidationError where a record cannot be entered; what it fills in itself is not looked at."""
    record.full_clean(exclude=[field.name for field in record._meta.fields if not field.editable])


@transaction.atomic
def enter(site: AdminSite, request: HttpRequest, record: Any) -> None:
    """Save a checked record with its first version, and note who entered it."""
    if isinstance(record, Publishable):
        record.state_changed_by = request.user
    record.save()
    record_version(record, by=request.user, action=Action.CREATED)
    site.get_model_admin(type(record)).log_addition(request, record, [{"added": {}}])
