"""Who may read the counts: whoever has the token, before Django wakes up, and staff by their session."""

import hmac
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from ..condition.pages import database_answers, is_staff, never_kept, plain
from ..condition.probes import said
from ..condition.ready import readiness
from .exposition import exposed

METRICS = "/metrics"
_REFUSED = "Staff and holders of the token read this.\n"


def around(application: WSGIApplication) -> WSGIApplication:
    """The application, with its counts beside it. Prometheus comes without a host name that Django would know."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] != METRICS or "HTTP_AUTHORIZATION" not in environ:
            return application(environ, start_response)
        if not has_token(environ["HTTP_AUTHORIZATION"]):
            return said("403 Forbidden", _REFUSED, environ, start_response)
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return said("405 Method Not Allowed", "only asked\n", environ, start_response, ("Allow", "GET, HEAD"))
        text = exposed(readiness.findings()).decode()
        return said("200 OK", text, environ, start_response, kind=CONTENT_TYPE_LATEST)

    return answer


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """For staff; the token is asked for before."""
    findings = readiness.findings()
    if not (has_token(request.headers.get("Authorization", "")) or (database_answers(findings) and is_staff(request))):
        return plain(_REFUSED, status=403)
    return never_kept(HttpResponse(exposed(findings), content_type=CONTENT_TYPE_LATEST))


def has_token(authorization: str) -> bool:
    """Whether this header holds the token; nobody has one that was not set."""
    scheme, _space, token = authorization.partition(" ")
    wanted = settings.METRICS_TOKEN
    return bool(wanted) and scheme.lower() == "bearer" and hmac.compare_digest(token.strip().encode(), wanted.encode())
