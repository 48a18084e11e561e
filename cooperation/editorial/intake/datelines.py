"""The day of a report itself: its line of place and day, or a line with nothing but a day."""

import re

from cooperation.models import PartialDate

from .dating import dates_in
from .days import Dated
from .page import Page
from .texts import Part

_PLACE = re.compile(r"\(?[^\W\d_][\w\s.'’-]{1,25}[,.]\s")
_OTHERWISE = re.compile(r"-\w")
_AGENCY = re.compile(r"[^\w]*(?:\([^)]{2,20}\)|[A-ZƏА-Я]{3,12}\b|г\.|года)?[^\w]{0,3}[–—:(/.,)-]")
# A line of this many signs beside its date is no sentence.
_FEW = 12
# How far down a report tells of itself.
_LINES = 3


def is_of_report(page: Page, date: Dated) -> bool:
    """Whether a date is that of the report: Baku, 3 September, AZERTAC."""
    part = page.paragraph_at(date.start)
    if _is_alone(page, part, date):
        return True
    ahead, behind = page.text[part.start : date.start], page.text[date.end : date.end + 30]
    if len(ahead) > 40 or not _PLACE.match(ahead) or _OTHERWISE.match(behind):
        return False
    return _begins_with_place(page, part) and bool(_AGENCY.match(behind))


def is_line_of_report(page: Page, part: Part) -> bool:
    """Whether a line near the top holds nothing but the day of the report."""
    return any(_is_alone(page, part, date) for date in dates_in(page, part, None))


def _begins_with_place(page: Page, part: Part) -> bool:
    first = page.place_of(part.start)
    named = page.named.get(first)
    return page.words[first].shouted or (named is not None and named.kind == "place")


def _is_alone(page: Page, part: Part, date: Dated) -> bool:
    """Whether a line near the top holds nothing but a date; several such are headings of what follows them."""
    lines = page.document.paragraphs
    if not _is_short(part, date) or part not in lines[:_LINES]:
        return False
    others = [each for each in lines if each is not part and each.end - each.start < 40]
    return not any(_is_short(each, other) for each in others for other in dates_in(page, each, None))


def _is_short(part: Part, date: Dated) -> bool:
    return (part.end - part.start) - (date.end - date.start) <= _FEW


def day_of_report(page: Page, published: str | None) -> str | None:
    """The day that "today" means: the one that the report states, else the one given for its publication."""
    for part in page.document.paragraphs[:_LINES]:
        for date in dates_in(page, part, published):
            if date.value and len(date.value) == 10 and not date.note and is_of_report(page, date):
                return date.value if _not_later(date.value, published) else published
    return published


def _not_later(day: str, published: str | None) -> bool:
    return published is None or PartialDate(day).earliest <= PartialDate(published).latest
