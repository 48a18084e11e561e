"""What was corrected in published records, as an Atom feed: an entry for each correction."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from cooperation.models import Correction, localized
from cooperation.record import site
from cooperation.record.latest import latest_corrections, place_in_time
from cooperation.record.public import correction_record

from .asking import Asked, bad_cursor
from .characters import clean
from .feeds import KINDS, feed_of, in_a_sentence, tag, written


def render(asked: Asked, request: HttpRequest) -> HttpResponse:
    """The corrections that were entered or changed last. Raises Problem where the cursor is another format's."""
    try:
        found, more = latest_corrections(asked.after, asked.size)
    except ValueError:
        raise bad_cursor() from None
    last = place_in_time(found[-1].modified, found[-1].pk) if more else None
    title = f"{_('Corrections')} – {site.NAME}"
    about = _("What was corrected in published records, and when.")
    feed = feed_of(asked, request, title, about, localized("/about/corrections/"), last)
    for correction in found:
        feed.add_item(**_item(correction, request))
    return written(feed)


def _item(correction: Correction, request: HttpRequest) -> dict[str, Any]:
    record = correction_record(correction)
    return {
        "title": clean(record.record.name),
        "language": record.record.name.language,
        "spoken": record.text.language,
        "link": site.absolute(request, f"{record.record.url}#corrections"),
        "description": clean(format_html("<p>{}</p>", in_a_sentence(record))),
        "unique_id": tag(request, f"corrections/{record.uid}"),
        "pubdate": correction.created,
        "updateddate": correction.modified,
        "sources": [],
        "named": [{"term": "corrected", "label": str(KINDS["corrected"]), "scheme": tag(request, "changes")}],
    }
