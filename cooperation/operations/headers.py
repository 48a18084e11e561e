"""What every answer says to browsers, whatever made it: a page, a file, a refusal, a redirect, a stream."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

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
        return response
