"""What lets a reader trust a record, cite it and correct it; and the address that lasts as long as the record."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from cooperation.models import CORRECTED, Merge, PartialDate, Publishable, Record, localized
from cooperation.record import public, whereabouts

from .errors import gone


@dataclass(frozen=True)
class Provenance:
    """How to cite a record as it stands on a day, where to report an error, and what was corrected in it."""

    title: public.Text
    as_of: PartialDate
    url: str
    report_url: str
    corrections: Sequence[public.CorrectionRecord]
    history_url: str = ""


def provenance_of(request: HttpRequest, record: Record, *, at: PartialDate | None = None) -> Provenance:
    url = request.build_absolute_uri(permanent_path(record.uid))
    # They know their record: it is the one that they were asked of.
    corrections = record.corrections.newest_first()
    return Provenance(
        public.link_to(record).name,
        at or PartialDate(timezone.localdate().isoformat()),
        url,
        report_url(url),
        [public.correction_record(correction) for correction in corrections],
        f"{record.get_absolute_url()}history/" if isinstance(record, Publishable) else "",
    )


def permanent_path(uid: uuid.UUID) -> str:
    """The address that stays a record's whatever its slug becomes."""
    return localized(f"/id/{uid}/")


def report_url(about: str = "") -> str:
    """Where an error is reported: a letter to the operator, or the page that says how."""
    if not settings.CONTACT_EMAIL:
        return localized("/about/corrections/") + "#report"
    letter = {"subject": _("An error in the record"), **({"body": about} if about else {})}
    return f"mailto:{settings.CONTACT_EMAIL}?{urlencode(letter, quote_via=quote)}"


def permalink(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Leads to the record's present address; a merged one leads to that of which it is part.

    A withdrawn record is gone, an unpublished one is not there.
    """
    for model in CORRECTED.values():
        if record := model.objects.filter(uid=uid).first():
            return _present(request, record)
    kept = Merge.objects.public().leading([uid]).get(str(uid))
    if kept is None:
        raise Http404
    return permalink(request, uuid.UUID(kept))


def _present(request: HttpRequest, record: Record) -> HttpResponse:
    if type(record).objects.published().filter(pk=record.pk).exists():
        return HttpResponseRedirect(record.get_absolute_url())
    return withdrawn(request, type(record), record.pk)


def withdrawn(request: HttpRequest, model: type[Record], pk: int) -> HttpResponse:
    """The page of a withdrawn record with its reason. Raises Http404 for any other."""
    found = whereabouts.withdrawn(model, pk)
    if found is None:
        raise Http404
    return gone(request, title=found.title, reason=found.reason)
