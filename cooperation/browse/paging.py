"""Links to the neighbouring pages of a list."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cooperation.record.door import Stretch

from .questions import Question


@dataclass(frozen=True)
class Paging:
    previous_url: str | None
    next_url: str | None
    previous_label: str
    next_label: str


def paging_of(question: Question, stretch: Stretch) -> Paging:
    labels = (_("Previous"), _("Next"))
    if question.by_date:
        labels = (_("Newer"), _("Older")) if question.descending else (_("Older"), _("Newer"))
    return Paging(
        str(question.address.having(before=[str(stretch.preceding)])) if stretch.preceding else None,
        str(question.address.having(after=[str(stretch.last)])) if stretch.last else None,
        *labels,
    )
