"""Files that programs look for at fixed addresses: what a crawler may fetch, and whom to tell of a security fault."""

import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from cooperation.models.base import LANGUAGES
from cooperation.record import site

from .serving import read_only

PLAIN = "text/plain; charset=utf-8"
# RFC 9116 asks for less than a year.
_KEPT = datetime.timedelta(days=180)

# Records and lists, but no filter: there are more of those than a crawler could ever read, and none says anything that
# the records do not. Formats repeat the pages; whole-record files stand at /data/.
ROBOTS = """User-agent: *
Disallow: /*?
Disallow: /admin/
Disallow: /az/admin/
Disallow: /ru/admin/
Disallow: /api/v1/
Disallow: /api/docs/
Disallow: /*/briefing/
Allow: /

Sitemap: {sitemap}
"""


@read_only
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse(ROBOTS.format(sitemap=site.absolute(request, "/sitemap.xml")), content_type=PLAIN)


@read_only
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116, or an honest 404 where the operator has named nobody."""
    if not settings.CONTACT_EMAIL:
        nobody = "Nobody is named here: this site runs without CONTACT_EMAIL.\n"
        return HttpResponse(nobody, content_type=PLAIN, status=404)
    lines = {
        "Contact": f"mailto:{settings.CONTACT_EMAIL}",
        "Expires": f"{timezone.now() + _KEPT:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages": ", ".join(LANGUAGES),
        "Canonical": site.absolute(request, "/.well-known/security.txt"),
    }
    return HttpResponse("".join(f"{name}: {value}\n" for name, value in lines.items()), content_type=PLAIN)
