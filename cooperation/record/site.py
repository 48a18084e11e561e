"""What every page and format says of this site: its name, its licence, and its addresses in full."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

NAME = _("Azerbaijan–UN cooperation record")
DESCRIPTION = _(
    "A public record of how Azerbaijan and the agencies of the UN system work together: who met whom, when, about "
    "what, and what came of it. Every fact carries its source."
)
LICENCE = "CC BY 4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"


def absolute(request: HttpRequest, path: str) -> str:
    """A path of this site as an address that works elsewhere."""
    return f"{settings.SITE_URL}{path}" if settings.SITE_URL else request.build_absolute_uri(path)
