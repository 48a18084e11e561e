"""Every list and record at its page's address with a suffix: `/meetings.csv?agency=unicef`, `/meetings/<slug>.json`."""

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase

from cooperation.models import localized
from cooperation.models.base import active_language
from cooperation.record.filters import FILTERS
from cooperation.record.formats import FORMATS, Format, formats_of

from . import records
from .asking import asked, refuse_unknown
from .formats import RENDERERS, renderers_of
from .problems import Problem
from .serving import data_view


@data_view
def list_as(request: HttpRequest, noun: str, suffix: str) -> HttpResponseBase:
    wanted = _format(noun, suffix)
    if elsewhere := _neutral(request, wanted, f"/{noun}.{suffix}"):
        return elsewhere
    renderers = renderers_of(noun, suffix)
    return renderers.of_list(asked(request, noun, renderers.options, by_change=wanted.by_change), request)


@data_view
def record_as(request: HttpRequest, noun: str, slug: str, suffix: str) -> HttpResponseBase:
    wanted = _format(noun, suffix, record=True)
    if elsewhere := _neutral(request, wanted, f"/{noun}/{slug}.{suffix}"):
        return elsewhere
    renderers = RENDERERS[suffix]
    refuse_unknown(request.GET, renderers.record_options)
    model = FILTERS[noun]._meta.model
    record = records.published(model, slug, lambda present: localized(f"/{noun}/{present}.{suffix}"))
    return renderers.of_record(record, request)


def _format(noun: str, suffix: str, *, record: bool = False) -> Format:
    known = {each.suffix: each for each in formats_of(noun, record=record)}
    if suffix not in known:
        raise Problem(404, "unknown-format", f"There is no “.{suffix}” here.", near=[f".{each}" for each in known])
    return FORMATS[suffix]


def _neutral(request: HttpRequest, wanted: Format, path: str) -> HttpResponseBase | None:
    """The way to the one address of a format that carries all languages, where it is asked for in one of them."""
    if wanted.localized or active_language() == "en":
        return None
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)
