"""A round of the link check: the sources whose turn it is, one after the other, each written down at once.

So a round may be stopped at any moment, and the next goes on with what was checked longest ago.
"""

import datetime
from collections.abc import Iterator

from django.db import transaction
from django.db.models import F, Max, Q, QuerySet
from django.utils import timezone

from cooperation.models import LinkCheck, LinkStatus, Source

from .archive import AwayError, copy_of
from .looking import Finding, Outcome, look
from .robots import Manners

DAYS_TO_DIE = 2
_ARCHIVE_AGAIN = datetime.timedelta(days=90)
_LONGEST_ANSWER = LinkCheck._meta.get_field("answer").max_length
_LONGEST_ADDRESS = Source._meta.get_field("url").max_length


def due(older_than: datetime.timedelta, at: datetime.datetime) -> QuerySet[Source]:
    """The sources not checked for so long, and those that failed on a day before: never checked first, then oldest."""
    waiting = Q(link_check=None) | Q(link_check__checked_at__lte=at - older_than)
    waiting |= Q(
        link_check__failed_days__range=(1, DAYS_TO_DIE - 1), link_check__last_failed__lt=timezone.localdate(at)
    )
    oldest_first = F("link_check__checked_at").asc(nulls_first=True)
    return Source.objects.filter(waiting).select_related("link_check").order_by(oldest_first, "pk")


def standing() -> tuple[datetime.datetime | None, int]:
    """When a source was checked last, if ever, and how many are known to be dead."""
    last = LinkCheck.objects.aggregate(last=Max("checked_at"))["last"]
    return last, Source.objects.filter(link_status=LinkStatus.DEAD).count()


def check(sources: list[Source], manners: Manners, *, ask_archive: bool = True) -> Iterator[tuple[Source, Finding]]:
    """Check each source and write down what was found."""
    for source in sources:
        finding = look(source.url, manners)
        found = note(source, finding, timezone.now())
        if ask_archive and _wants_copy(source, found):
            ask_archive = _suggest(source, found, manners)
        yield source, finding


def note(source: Source, finding: Finding, at: datetime.datetime) -> LinkCheck | None:
    """Write down what a check found; None where the source is gone or has another address meanwhile."""
    with transaction.atomic():
        current = Source.objects.filter(pk=source.pk, url=source.url).first()
        if current is None:
            return None
        check = LinkCheck.objects.filter(source=current).first() or LinkCheck(source=current)
        check.checked_at, check.answer = at, finding.answer[:_LONGEST_ANSWER]
        outcome, check.moved_to = _kept(finding)
        _count_days(check, outcome, timezone.localdate(at))
        check.save()
        _set_status(current, _status(check, outcome, current.link_status))
    return check


def _kept(finding: Finding) -> tuple[Outcome, str]:
    """What happened, and the new address; one that is too long for a source is none: the old one still leads there."""
    if len(finding.moved_to) > _LONGEST_ADDRESS:
        return Outcome.ALIVE, ""
    return finding.outcome, finding.moved_to


def _count_days(check: LinkCheck, outcome: Outcome, day: datetime.date) -> None:
    if outcome in {Outcome.ALIVE, Outcome.MOVED}:
        check.failed_days, check.last_failed = 0, None
    elif outcome is Outcome.FAILED and check.last_failed != day:
        check.failed_days, check.last_failed = check.failed_days + 1, day


def _status(check: LinkCheck, outcome: Outcome, before: str) -> str:
    """One bad day is no death, and a server that does not speak to programs says nothing about the page."""
    if outcome is Outcome.FAILED:
        return LinkStatus.DEAD if check.failed_days >= DAYS_TO_DIE else before
    return {Outcome.ALIVE: LinkStatus.ALIVE, Outcome.MOVED: LinkStatus.MOVED}.get(outcome, before)


def _set_status(source: Source, status: str) -> None:
    # Written only where it differs: each write to a source ends what pages remember.
    if source.link_status != status:
        Source.objects.filter(pk=source.pk).update(link_status=status)


def _wants_copy(source: Source, found: LinkCheck | None) -> bool:
    if found is None or source.archived_url or found.suggested_copy:
        return False
    return found.archive_asked_at is None or found.archive_asked_at <= found.checked_at - _ARCHIVE_AGAIN


def _suggest(source: Source, found: LinkCheck, manners: Manners) -> bool:
    """Whether the archive answered: where it does not, a round does without it."""
    try:
        found.suggested_copy = copy_of(source, manners)
    except AwayError:
        return False
    found.archive_asked_at = found.checked_at
    found.save(update_fields=["suggested_copy", "archive_asked_at"])
    return True
