"""Open commitments in the order in which somebody should look at them."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cooperation.models import Commitment, PartialDate, State
from cooperation.record.public import Text, text_of

DUE_SOON = datetime.timedelta(days=92)
SILENT = datetime.timedelta(days=365)

OVERDUE, SOON, SILENT_SO_LONG, OPEN = "overdue", "soon", "silent", "open"
TITLES: dict[str, str | Promise] = {
    OVERDUE: _("Overdue"),
    SOON: _("Due within three months"),
    SILENT_SO_LONG: _("Nothing heard for a year"),
    OPEN: _("Open"),
}


@dataclass(frozen=True)
class Pending:
    """An open commitment, and when it was last heard of: in its meeting, or in what became of it."""

    commitment: Commitment
    heard: PartialDate

    def standing(self, today: datetime.date) -> str:
        """The most pressing of what is true of it."""
        due = self.commitment.due
        if due and due.latest < today:
            return OVERDUE
        if due and due.earliest <= today + DUE_SOON:
            return SOON
        return SILENT_SO_LONG if self.heard.latest <= today - SILENT else OPEN

    @property
    def text(self) -> Text:
        return text_of(self.commitment, "text")

    @property
    def order(self) -> tuple[str, str]:
        """Those due come by that day, others by when they were heard of."""
        return (self.commitment.due or "", self.heard)


def board(today: datetime.date) -> list[tuple[str | Promise, list[Pending]]]:
    """The lists of the board, the most pressing first. Withdrawn meetings have no place there."""
    lists: dict[str, list[Pending]] = {standing: [] for standing in TITLES}
    for pending in _pending():
        lists[pending.standing(today)].append(pending)
    return [(TITLES[name], sorted(found, key=lambda each: each.order)) for name, found in lists.items()]


def _pending() -> Iterator[Pending]:
    commitments: Any = Commitment.objects.unsettled().exclude(meeting__state=State.WITHDRAWN)
    for commitment in commitments.select_related("meeting", "made_by", "made_to").prefetch_related("changes"):
        dates = [commitment.meeting.date, *(change.on for change in commitment.changes.all())]
        yield Pending(commitment, max(dates, key=lambda date: date.latest))
