"""A draft, or a published record with its proposed change, on the page that readers would see; for editors alone."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from cooperation.models import Proposal, State
from cooperation.record.snapshots import restore
from cooperation.record.versions import snapshot_of

from .history import NOUNS
from .pages import PAGES, record_page


@never_cache
def preview(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The page of the record as it would be published now. Nothing of it stays, and nobody else sees it."""
    record = next((found for noun in NOUNS if (found := PAGES[noun][0].objects.filter(uid=uid).first())), None)
    if not request.user.is_staff or record is None:
        raise Http404
    if not request.user.has_perm(f"cooperation.view_{record._meta.model_name}"):
        raise PermissionDenied
    with _published(record) as slug:
        response = record_page(request, record.noun, slug)
    response["X-Robots-Tag"] = "noindex"
    return response


@contextmanager
def _published(record: Any) -> Iterator[str]:
    """The record as it would be public, for as long as it is looked at; its slug then."""
    model = type(record)
    with transaction.atomic():
        proposal = Proposal.objects.select_related("version").filter(uid=record.uid).first()
        if proposal is not None:
            record = restore(snapshot_of(proposal.version))
        at = record.published_at or timezone.now()
        model.objects.filter(pk=record.pk).update(state=State.PUBLISHED, published_at=at)
        yield record.slug
        transaction.set_rollback(True)
