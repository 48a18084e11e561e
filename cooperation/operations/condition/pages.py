"""The same answers through Django, which knows staff and tells them what was found."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from ..caching import PRIVATE
from .findings import Finding, State, worst
from .ready import is_ready, readiness


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    return plain("live\n")


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    found = readiness.findings()
    said, status = ("ready\n", 200) if is_ready(found) else ("not ready\n", 503)
    if database_answers(found) and is_staff(request):
        return never_kept(JsonResponse(_told(found), status=status))
    return plain(said, status=status)


def plain(text: str, status: int = 200) -> HttpResponse:
    return never_kept(HttpResponse(text, content_type="text/plain; charset=utf-8", status=status))


def never_kept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = PRIVATE
    return response


def database_answers(findings: list[Finding]) -> bool:
    """Where it does not, nobody is known to be staff: it holds the sessions."""
    return any(each.name == "database" and each.state is State.FINE for each in findings)


def is_staff(request: HttpRequest) -> bool:
    return bool(request.user.is_active and request.user.is_staff)


def _told(findings: list[Finding]) -> dict[str, object]:
    return {
        "state": worst(findings).name.lower(),
        "checks": [
            {"name": each.name, "state": each.state.name.lower(), "says": each.says, "do": each.do} for each in findings
        ],
    }
