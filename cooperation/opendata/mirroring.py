"""What changed in a noun since a moment: for those who keep a copy of the record."""

import datetime
from collections.abc import Iterator

from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.expressions import Combinable
from django.utils import timezone

from cooperation.models import Address, Agency, Commitment, Meeting, Official, Publishable, Record, State, Topic
from cooperation.record import door
from cooperation.record.filters.base import Selection
from cooperation.record.filters.fields import printable

from .problems import Problem

# A change has its time before it is committed: a copy asks again for what may have been on its way.
OVERLAP = datetime.timedelta(minutes=1)

# What is always public is gone only when it is deleted, and then its addresses alone are left.
_ALWAYS_PUBLIC = (Agency, Topic)


def moment(text: str) -> datetime.datetime:
    """The moment that an address names: a day or a time, of UTC where no other zone is stated."""
    try:
        # In an address a plus stands for a blank.
        parsed = datetime.datetime.fromisoformat(text.strip().replace(" ", "+"))
    except ValueError:
        parsed = None
    if parsed is None or not 1900 <= parsed.year < 2200:
        raise Problem(
            400,
            "bad-value",
            f"“{printable(text)}” is no moment: write 2024-01-11 or 2024-01-11T08:00:00Z.",
            parameter="updated_since",
        )
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=datetime.UTC)


def as_of() -> datetime.datetime:
    """From when to ask next."""
    return timezone.now() - OVERLAP


def changed(selection: Selection, since: datetime.datetime) -> QuerySet:
    """The published records of a selection that changed, or became public, since a moment, by their ids."""
    records = selection.model.objects.published().filter(_since(selection.model, since))
    if selection.values:
        records = records.filter(pk__in=door.ids(selection))
    return records.order_by("pk")


def _since(model: type[Record], since: datetime.datetime) -> Q:
    changed = Q(modified__gte=since)
    if model is Commitment:
        changed |= Q(meeting__modified__gte=since)
    if model is Official:
        # Who sits in a meeting becomes public with it.
        meetings = Meeting.objects.filter(modified__gte=since)
        changed |= Q(pk__in=Official.objects.filter(participations__meeting__in=meetings).values("pk"))
    return changed


def withdrawn(model: type[Record], since: datetime.datetime) -> Iterator[dict[str, str | None]]:
    """What a copy must let go of: records that were public and are no more."""
    hidden = _hidden(model).filter(_since(model, since)).order_by("pk").annotate(told=_told_slug(model))
    for uid, slug in hidden.values_list("uid", "told"):
        yield {"uid": str(uid), "slug": slug}
    if model in _ALWAYS_PUBLIC:
        for slug in (
            Address.objects.filter(noun=model.noun, record_id=None).order_by("pk").values_list("slug", flat=True)
        ):
            yield {"uid": None, "slug": slug}


def _told_slug(model: type[Record]) -> Combinable:
    """The slug whose address answers 410. That of a record which is a draft again may never have been public."""
    return Case(When(state=State.WITHDRAWN, then="slug")) if issubclass(model, Publishable) else F("slug")


def _hidden(model: type[Record]) -> QuerySet:
    if issubclass(model, Publishable):
        return model.objects.exclude(state=State.PUBLISHED).exclude(published_at=None)
    return model.objects.withdrawn()
