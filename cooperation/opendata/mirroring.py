"""What changed in a noun since a moment or a state of the record: for those who keep a copy of it."""

import datetime
import re
import uuid
from collections.abc import Iterator

from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.expressions import Combinable
from django.utils import timezone

from cooperation.models import LastChange, Publishable, Record, State
from cooperation.record import door
from cooperation.record.changes import Stamp, request_stamp
from cooperation.record.filters.base import Selection
from cooperation.record.filters.fields import printable

from .problems import Problem

# A change has its time before it is committed: a copy asks again for what may have been on its way.
OVERLAP = datetime.timedelta(minutes=1)
# So much may the clock of whoever asks be ahead of ours.
FAST = datetime.timedelta(minutes=5)
_TOKEN = re.compile(r"([0-9a-f]{32})\.([0-9]{1,18})")


def token(stamp: Stamp) -> str:
    """A state of the record, as a copy names it when it asks what changed since."""
    return f"{stamp.epoch.hex}.{stamp.number}"


def stamp_of(token: str) -> Stamp | None:
    """The state of the record that a token names; None where it is no token."""
    found = _TOKEN.fullmatch(token)
    return Stamp(uuid.UUID(found[1]), int(found[2])) if found else None


def since(text: str) -> Q:
    """What is noted as changed since the moment, or the state of the record, that an address names.

    Raises a Problem of 410 for a state of which nobody knows what happened after it.
    """
    known, now = stamp_of(text), request_stamp()
    if known is None:
        return Q(changed__gte=_moment(text))
    if known.epoch != now.epoch or known.number > now.number:
        raise Problem(
            410,
            "unknown-token",
            "What happened since this state of the record is not known: fetch the whole list again, and go on with "
            "the token that stands on its first page.",
            parameter="updated_since",
        )
    return Q(generation__gt=known.number)


def _moment(text: str) -> datetime.datetime:
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
            f"“{printable(text)}” is no moment and no token: write 2024-01-11 or 2024-01-11T08:00:00Z, or give the "
            "token of a former answer.",
            parameter="updated_since",
        )
    moment = parsed if parsed.tzinfo else parsed.replace(tzinfo=datetime.UTC)
    if moment > timezone.now() + FAST:
        raise Problem(
            400, "bad-value", f"“{printable(text)}” has not come yet: nothing changed since.", parameter="updated_since"
        )
    return moment


def as_of() -> datetime.datetime:
    """From when to ask next."""
    return timezone.now() - OVERLAP


def changed(selection: Selection, since: Q) -> QuerySet:
    """The published records of a selection that changed, or became public, since then, by their ids."""
    records = selection.model.objects.published().filter(pk__in=_noted(selection.model, since, is_public=True))
    if selection.values:
        records = records.filter(pk__in=door.ids(selection))
    return records.order_by("pk")


def withdrawn(model: type[Record], since: Q) -> Iterator[dict[str, str | None]]:
    """What a copy must let go of: records that were public and are no more."""
    hidden = model.objects.filter(pk__in=_noted(model, since, is_public=False)).order_by("pk")
    for uid, slug in hidden.values_list("uid", _told_slug(model)):
        yield {"uid": str(uid), "slug": slug}
    deleted = LastChange.objects.filter(since, noun=model.noun, uid__isnull=False).order_by("record_id")
    for uid, slug in deleted.values_list("uid", "slug"):
        yield {"uid": str(uid), "slug": slug}


def _noted(model: type[Record], since: Q, *, is_public: bool) -> QuerySet:
    return LastChange.objects.filter(since, noun=model.noun, is_public=is_public).values("record_id")


def _told_slug(model: type[Record]) -> Combinable:
    """The slug whose address answers 410. That of a record which is a draft again may never have been public."""
    return Case(When(state=State.WITHDRAWN, then="slug")) if issubclass(model, Publishable) else F("slug")
