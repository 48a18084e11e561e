"""What a question beside a form says of it; nonsense is nothing."""

from django.http import HttpRequest

from cooperation.models import PartialDate

from ..relations import as_key


def key_in(request: HttpRequest, name: str) -> int | None:
    return as_key(request.GET.get(name, ""))


def date_in(request: HttpRequest) -> PartialDate | None:
    try:
        return PartialDate(request.GET.get("date", "").strip())
    except ValueError:
        return None
