"""What every page and format says of this site: its name, its licence, and its addresses in full."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

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


# How addresses of this site begin where SITE_URL does not say it: as the reader reached it.
_reached: ContextVar[str] = ContextVar("reached", default="")


def absolute(request: HttpRequest, path: str) -> str:
    """A path of this site as an address that works elsewhere."""
    return f"{settings.SITE_URL}{path}" if settings.SITE_URL else request.build_absolute_uri(path)


def base() -> str:
    """How an address of this site begins; empty where nobody asks from outside, and SITE_URL is not set."""
    return settings.SITE_URL or _reached.get()


def base_of(request: HttpRequest) -> str:
    return settings.SITE_URL or f"{request.scheme}://{request.get_host()}"


@contextmanager
def reached_at(base: str) -> Iterator[None]:
    """What is told inside is told to somebody who reached this site so."""
    token = _reached.set(base)
    try:
        yield
    finally:
        _reached.reset(token)
