"""Which answers may be kept by whom: said once, in headers, for the front of this site, CDNs and browsers alike."""

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.urls import reverse
from django.utils.translation import override

# Browsers ask each time, and mostly hear that nothing changed; caches between them and the site ask once a second.
PUBLIC = "public, max-age=0, s-maxage=1"
# For so many seconds what was true last is given while the database cannot be asked, here as in a CDN. Nobody may know
# meanwhile what was withdrawn elsewhere, so it is not a day.
LONGEST_STALE = 900
# For CDNs alone (RFC 9213): a browser that showed an old page while it asks would hide what was just corrected.
CDN = f"max-age=1, stale-while-revalidate=10, stale-if-error={LONGEST_STALE}"
PRIVATE = "private, no-store"

# Answers that are the same for everyone; 304 says of another one what that said itself.
_SAME_FOR_ALL = frozenset({200, 301, 304, 404, 410})

# Set by the front in a request whose answer, if it may be kept, is compressed there: once, and always the same.
COMPRESSED_LATER = "cooperation.compressed_later"

# Noted in a request: the route that Django found for it, and that a finished page answered it.
ROUTE, FROM_FRONT = "cooperation.route", "cooperation.from_front"

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class CachePolicyMiddleware:
    """Says of each answer that does not say so itself whether it may be kept."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.has_header("Cache-Control"):
            if "private" not in response["Cache-Control"]:
                _without_language(response)
            return response
        if is_anonymous(request) and _is_same_for_all(request, response):
            _without_language(response)
            response["Cache-Control"], response["CDN-Cache-Control"] = PUBLIC, CDN
        else:
            response["Cache-Control"] = PRIVATE
        return response


class CompressionMiddleware(GZipMiddleware):
    """Compresses what the front does not, padded at random so that its length tells nothing of a secret (BREACH)."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if COMPRESSED_LATER in request.META and may_be_kept(response):
            return response
        return super().process_response(request, response)


def is_anonymous(request: HttpRequest) -> bool:
    """Whether nobody can be known by this request."""
    return settings.SESSION_COOKIE_NAME not in request.COOKIES and "Authorization" not in request.headers


def may_be_kept(response: HttpResponseBase) -> bool:
    """Whether the front may keep this answer: a whole page that says itself that it is public, and sets no cookie."""
    directives = response.get("Cache-Control", "")
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and directives.startswith("public")
        and not {"private", "no-store", "no-cache"} & set(directives.split(", "))
        and not {"*", "cookie", "accept-language"} & varies_by(response)
    )


def varies_by(response: HttpResponseBase) -> set[str]:
    return {name.strip().lower() for name in response.get("Vary", "").split(",") if name.strip()}


def _is_same_for_all(request: HttpRequest, response: HttpResponseBase) -> bool:
    return (
        request.method in {"GET", "HEAD"}
        and response.status_code in _SAME_FOR_ALL
        and not response.cookies
        # Django says so of every answer for which a session or a CSRF token was read.
        and "cookie" not in varies_by(response)
        and not request.path.startswith(desks())
    )


@cache
def desks() -> tuple[str, ...]:
    """Where editors work, in each language."""
    found = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            found.append(reverse("admin:index"))
    return tuple(found)


def _without_language(response: HttpResponseBase) -> None:
    """The path alone gives the language, so a cache need not keep a page for each wish of a browser."""
    names = [name for name in response.get("Vary", "").split(", ") if name and name != "Accept-Language"]
    if names:
        response["Vary"] = ", ".join(names)
    else:
        del response["Vary"]
