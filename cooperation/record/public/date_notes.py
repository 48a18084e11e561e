"""How a meeting's date is known, in the reader's language where editors used words that many notes share.

The record holds such a note once, in English. One in words of its own stays in English.
"""

import re
from datetime import datetime

from django.utils.translation import pgettext, pgettext_lazy

from cooperation.models import PartialDate
from cooperation.models.base import active_language

from .base import Text

_DAY = r"(?P<day>\d{4}-\d\d-\d\d|\d{1,2} [A-Z][a-z]+ \d{4})"
_OPEN = r"; (the )?(meeting )?day( of the meeting)?( not| not separately) stated"

STANDARD = (
    pgettext_lazy("date note", "Day stated in the report"),
    pgettext_lazy("date note", "Day stated in the reports"),
    pgettext_lazy("date note", "Date stated in the report"),
    pgettext_lazy("date note", "Date stated in the reports"),
    pgettext_lazy("date note", "Date stated in the Azerbaijani reports"),
    pgettext_lazy("date note", "Day stated in the document title"),
    pgettext_lazy("date note", "Day stated in the document titles"),
    pgettext_lazy("date note", "Date in the title of the archive document"),
    pgettext_lazy("date note", "Stated in the report"),
    pgettext_lazy("date note", "Stated in the notice"),
    pgettext_lazy("date note", "Stated in the press release"),
    pgettext_lazy("date note", "Stated in the committee's notice"),
    pgettext_lazy("date note", "Stated in the Foundation's notice"),
    pgettext_lazy("date note", "Stated in the agency's own notice"),
    pgettext_lazy("date note", "Stated in the transcript heading"),
    pgettext_lazy("date note", "Stated on the mission's page"),
    pgettext_lazy("date note", "Stated on the official site"),
    pgettext_lazy("date note", "Stated on the presidential site"),
    pgettext_lazy("date note", "Month stated in the source; day not stated"),
    pgettext_lazy("date note", "During COP29 (11-22 November 2024); day not stated"),
    pgettext_lazy("date note", "Day not stated"),
)

# Notes that differ in a date alone, by what they look like.
_DATED = (
    (rf"Reported {_DAY}{_OPEN}", pgettext_lazy("date note", "Reported on %(day)s; day of the meeting not stated")),
    (
        rf"Reports? dated {_DAY}{_OPEN}",
        pgettext_lazy("date note", "Report dated %(day)s; day of the meeting not stated"),
    ),
    (
        rf"Reports? published {_DAY}{_OPEN}",
        pgettext_lazy("date note", "Report published on %(day)s; day of the meeting not stated"),
    ),
    (rf"Report dated {_DAY}", pgettext_lazy("date note", "Report dated %(day)s")),
)


def date_note(note: str) -> Text:
    """The note as the active language has it, else in English."""
    language = active_language()
    known = note if language == "en" else _known(note)
    return Text(known or note, language if known else "en", {"en": note} if note else {})


def _known(note: str) -> str:
    text = pgettext("date note", note)
    if text != note:
        return text
    for pattern, message in _DATED:
        day = _day(re.fullmatch(pattern, note))
        if day:
            return message % {"day": day.display()}
    return ""


def _day(match: re.Match[str] | None) -> PartialDate | None:
    """The day that a note names as editors write it: 2024-03-14 or 14 March 2024."""
    text = match["day"] if match else ""
    try:
        return PartialDate(text if "-" in text else datetime.strptime(text, "%d %B %Y").date().isoformat())
    except ValueError:
        return None
