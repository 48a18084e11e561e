"""Which of the days that a text names may be those of what it tells, the surest first."""

import re
from dataclasses import replace

from cooperation.models import PartialDate

from .days import Dated, Finder
from .page import Page
from .texts import Part

# Before or behind a date, these make it the date of something else.
_OTHERS_BEFORE = re.compile(
    r"(?:\bsince|\buntil|\btill|\bby|\bsigned|\badopted|\bestablished|\bfounded|\bscheduled|\bto be held|\bbe held|"
    r"\bhost(?:ed|ing|s)?|\bdated|\blaunched|\bratified|\bopened|\bupcoming|\bopens?|\bbegins?|\bstarts?|\bforthcoming|"
    r"\bwill take place|\btake place|\bwill be|\bmarked|\bcelebrated|\bprevious|\bvisit in|\bborn|\bjoined|\bwill meet|"
    r"\bcomes? into force|\bafter|\bbefore|\bfrom|\bplanned|\bcoming|"
    r"\bподписанн\w+|\bпринят(?:ой|ого|ый|ая|ом|ую|ые|ых|ым)|\bутвержд[её]нн\w+|\bзапланирован\w*|\bсостоится|\bпройд[её]т|\bпроходи\w+|\bдо|\bк|"
    r"\bначиная с|\bсозданн\w+|\bпроведенн\w+|\bпредсто\w+|\bподписан\w*|\bпровед[её]т|\bсостоятся|\bначн[её]тся|"
    r"\bпрошл\w+ визит\w*|\bпрошедш\w+|\bбудет|\bпосле|\bнамеченн\w+)"
    r"(?:\s+[^\s.;]{1,20}){0,3}\s*$",
    re.I,
)
# How far ahead of a date the word for what was held then is looked for, in letters.
_FAR = 240
# Who reports it does so in the same breath; behind a comma the report itself begins.
_REPORTED_BEFORE = re.compile(
    r"(?:\b(?:said|reported|announced|told reporters)|\bсообщил\w*|\bзаявил\w*)(?:\s+[^\s.;,]{1,20}){0,3}\s*$", re.I
)
# A forum held in May; but the meeting held in May, and the meeting was held in May.
_HELD_BEFORE = re.compile(
    r"(?:(?<![\w-])([\w-]{1,40}),?\s)?((?:was|were|been|being)\s)?\bheld in(?:\s+[^\s.;]{1,20}){0,3}\s*$", re.I
)
_TALKS = frozenset({"meeting", "meetings", "talks", "conversation", "consultations", "discussions"})
_OTHERS_BEHIND = re.compile(
    r"^[\w'’-]{0,12}\s*(?:(?:il|ildə|ilin|tarixində|tarixdə|ayında|года|году|г\.)\s*)*(?:[^\s.;,]{1,20}\s+){0,3}?"
    r"(?:imzala\w*|keçiril(?:əcək|miş|ən)\w*(?!\s(?:\w+\s)?görüş)|təsis\w*|baş tutacaq\w*|qəbul edilmiş|"
    r"başla\w*|baş tutmuş|"
    r"to be held|will\b|when\b|подписан\w*|состоится|пройд[её]т|вступ\w*|откро\w*|"
    r"qədər|tarixinədək|etibarən|bəri|olacaq\w*|planlaşdır\w*|açılacaq\w*|запланирован\w*|начн\w*|будет)",
    re.I,
)
# After so many days a meeting is no news.
_NEWS = 92


def dates_in(page: Page, part: Part, published: str | None, *, of_others: bool = False) -> list[Dated]:
    """The dates of one stretch of text that may be those of what it tells, most precise first.

    With `of_others` those of anything else are among them.
    """
    finder = Finder(page, part, published)
    dates = (date for date in finder.all() if of_others or not _of_something_else(page, part, date))
    found = [_doubted(date, published) for date in dates]
    found = [date for date in found if not _is_to_come(date, published)]
    return sorted(
        found,
        key=lambda date: (
            date.value is None,
            not date.sure,
            -len(date.value or ""),
            date.note == "relative",
            date.start,
        ),
    )


def _is_to_come(date: Dated, published: str | None) -> bool:
    """Whether a day lies behind that of publication: nothing is reported before it is held."""
    return bool(date.value and published) and PartialDate(date.value).earliest > PartialDate(published).latest


def _doubted(date: Dated, published: str | None) -> Dated:
    """A date without its year, or that is nothing more, unsure where it is so old that it would be no news."""
    if not (date.value and published) or (not date.note and len(date.value) > 4):
        return date
    age = (PartialDate(published).earliest - PartialDate(date.value).latest).days
    return replace(date, sure=date.sure and age <= _NEWS)


def _of_something_else(page: Page, part: Part, date: Dated) -> bool:
    inside = page.named.get(page.place_of(date.start))
    if inside is not None and inside.kind in {"event", "program", "agency"}:
        return True
    before = page.text[max(part.start, date.start - 60) : date.start]
    # What stands behind a comma is another clause's.
    behind = re.split(r"[,;(]", page.text[date.end : min(part.end, date.end + 70)])[0]
    ahead = re.split(r"[;(]", before)[-1]
    if _REPORTED_BEFORE.search(ahead) or _is_held_elsewhere(page.text[max(part.start, date.start - _FAR) : date.start]):
        return True
    return bool(_OTHERS_BEFORE.search(ahead) or _OTHERS_BEHIND.match(behind))


def _is_held_elsewhere(ahead: str) -> bool:
    """Whether what was held on a day is no meeting."""
    held = _HELD_BEFORE.search(ahead)
    if held is None:
        return False
    if held.group(2):
        return not any(word in _TALKS for word in re.findall(r"[a-z]+", ahead[: held.start(2)].casefold()))
    return (held.group(1) or "").casefold() not in _TALKS
