"""How programs read the record: the one text of `docs/api.md` as a page, with the addresses of this site in it."""

from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cooperation.record import site

from .serving import read_only

# The name under which the text speaks of a site.
_EXAMPLE = "record.example"
# Said of the paper alone: on the site its own address stands there.
_INSTRUCTION = "; put the address of your site for `record.example`"


@read_only
def manual(request: HttpRequest) -> HttpResponse:
    context = {
        "section": "about",
        "page_title": _("How programs read the record"),
        "description": _("Addresses, filters and formats for programs, what stays as it is, and how to keep a copy."),
        "text": _as_html(site.base_of(request)),
    }
    return render(request, "opendata/manual.html", context)


@cache
def _text() -> str:
    """The text without its own heading, which the page has."""
    return (settings.BASE_DIR / "docs" / "api.md").read_text(encoding="utf-8").partition("\n")[2]


def _as_html(base: str) -> SafeString:
    here = (
        _text().replace(_INSTRUCTION, "").replace(f"https://{_EXAMPLE}", base).replace(_EXAMPLE, urlsplit(base).netloc)
    )
    # Only here: it takes 4 MB of a worker, and most workers are never asked for this page.
    from markdown_it import MarkdownIt

    text = MarkdownIt("commonmark", {"html": False}).enable("table").render(here)
    table = '<div class="table-wrap" role="group" aria-label="Table" tabindex="0"><table class="manual-table">'
    # What is wider than the page is moved by keys, too.
    text = text.replace("<pre>", '<pre tabindex="0">')
    # The text is ours, and what it holds of HTML is shown as it stands there.
    return mark_safe(text.replace("<table>", table).replace("</table>", "</table></div>"))  # noqa: S308
