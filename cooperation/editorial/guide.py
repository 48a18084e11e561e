"""The editors' guide at the desk: the one text of `docs/editors.md` as a page."""

import re
from functools import cache

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

_HEADING = re.compile(r"<h([23])>(.{0,300}?)</h\1>")
# What stands beside the text in its folder is not served.
_PICTURE = re.compile(r"<img [^>]*>")
_BESIDE = re.compile(r'<a href="(?!https?:|/|#)[^"]{0,300}">(.{0,300}?)</a>')


def guide_view(site: AdminSite, request: HttpRequest) -> HttpResponse:
    context = {**site.each_context(request), "title": _("The editors' guide"), "text": _guide()}
    return TemplateResponse(request, "admin/cooperation/guide.html", context)


@cache
def _guide() -> SafeString:
    """The text without its own heading, which the page has; each section has its name as anchor."""
    written = (settings.BASE_DIR / "docs" / "editors.md").read_text(encoding="utf-8").partition("\n")[2]
    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(written)
    html = _HEADING.sub(lambda found: f'<h{found[1]} id="{slugify(found[2])}">{found[2]}</h{found[1]}>', html)
    html = _BESIDE.sub(r"\1", _PICTURE.sub("", html)).replace("<pre>", '<pre tabindex="0">')
    # The text is ours, and what it holds of HTML is shown as it stands there.
    return mark_safe(html)  # noqa: S308
