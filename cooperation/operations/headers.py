"""What every answer says to browsers, whatever made it: a page, a file, a refusal, a redirect, a stream."""

from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from csp.middleware import CSPMiddleware
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware

# No page of this site uses any of it, and none may be talked into it.
UNUSED = (
    "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "hid", "idle-detection", "magnetometer",
    "microphone", "midi", "payment", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
PERMISSIONS = ", ".join(f"{name}=()" for name in UNUSED)
# Set here or by Django for every answer; the front repeats them where it says that nothing changed.
ON_EVERY_ANSWER = frozenset(
    {
        "content-security-policy",
        "cross-origin-opener-policy",
        "cross-origin-resource-policy",
        "permissions-policy",
        "referrer-policy",
        "strict-transport-security",
        "x-content-type-options",
        "x-frame-options",
    }
)

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class HeadersMiddleware:
    """Adds what neither Django nor django-csp sends. Other sites may embed what says itself that it is for them."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        is_for_all = response.get("Access-Control-Allow-Origin") == "*"
        response.headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin" if is_for_all else "same-origin")
        if response.status_code == 204:
            # RFC 9110 wants no length where there can be no content; Django says one for every answer.
            response.headers.pop("Content-Length", None)
        return response


def around(application: WSGIApplication) -> WSGIApplication:
    """The application, whose answers all bear them, those also that were given without Django."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *failure: Any) -> Any:
            if not any(name.lower() == "content-security-policy" for name, _value in headers):
                headers = [*headers, *_of_django(environ)]
            return start_response(status, headers, *failure)

        return application(environ, start)

    return answer


def _empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def _of_django(environ: WSGIEnvironment) -> Iterable[tuple[str, str]]:
    """What Django's own answer to this request would bear."""
    request = WSGIRequest(environ)
    response = HeadersMiddleware(_empty)(request)
    for layer in (SecurityMiddleware, XFrameOptionsMiddleware, CSPMiddleware):
        # Not asked for an answer: over HTTP that would be a redirect.
        response = layer(_empty).process_response(request, response)
    return [(name, value) for name, value in response.items() if name.lower() in ON_EVERY_ANSWER]
