"""The API's resources. REST framework routes, negotiates and documents; the answers are those of the suffixes."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.exceptions import APIException, NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.views import APIView

from cooperation.record.filters import FILTERS

from .. import records, rendering
from ..asking import asked, refuse_unknown
from ..problems import Moved, Problem
from ..serving import data_view, not_acceptable
from .document import DataSchema


class Negotiation(DefaultContentNegotiation):
    """Refuses in the one shape, and names what a view speaks."""

    def select_renderer(self, request: Any, renderers: Any, format_suffix: Any = None) -> tuple[Any, str]:
        try:
            return super().select_renderer(request, renderers, format_suffix)
        except NotAcceptable:
            raise not_acceptable(*(each.media_type for each in renderers)) from None


class Strict:
    """A view of the API whose errors have the one shape."""

    content_negotiation_class = Negotiation

    def handle_exception(self, exc: Exception) -> HttpResponse:
        if isinstance(exc, APIException):
            raise Problem(exc.status_code, exc.default_code.replace("_", "-"), str(exc.detail)) from exc
        raise exc


class Resource(Strict, APIView):
    """`noun` is what the view is of; `what` and `summary` are for the document."""

    schema = DataSchema()
    noun = ""
    what = ""
    summary = ""


class Root(Resource):
    what, summary = "root", "Where everything is"

    def get(self, request: Any) -> HttpResponse:
        refuse_unknown(request.GET, ())
        return rendering.render_root(request)


class RecordList(Resource):
    what, summary = "list", "A page of {noun}"

    def get(self, request: Any) -> HttpResponse:
        return rendering.render_list(asked(request, self.noun, rendering.list_options(self.noun)), request)


class Facets(Resource):
    what, summary = "facets", "How many {noun} each value of each filter would give"

    def get(self, request: Any) -> HttpResponse:
        return rendering.render_facets(asked(request, self.noun, rendering.FACET_OPTIONS), request)


class SingleRecord(Resource):
    what, summary = "get", "One of the {noun}, whole"

    def get(self, request: Any, slug: str) -> HttpResponse:
        refuse_unknown(request.GET, rendering.RECORD_OPTIONS)
        model = FILTERS[self.noun]._meta.model
        record = records.published(model, slug, lambda present: reverse(f"api-{self.noun}-record", args=[present]))
        return rendering.render_record(record, request)


class Document(Strict, SpectacularJSONAPIView):
    """The OpenAPI document."""

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        refuse_unknown(request.GET, ())
        super().initial(request, *args, **kwargs)

    def _get_filename(self, request: Any, version: str) -> str:
        return "openapi.json"


@data_view
def in_no_language(request: HttpRequest) -> HttpResponse:
    """The API carries all languages, and stands at one address; what looks like data elsewhere is none."""
    raise Problem(404, "not-found", "There is nothing at this address.", near=[reverse("api-root")])


@data_view
def no_facets(request: HttpRequest, noun: str) -> HttpResponse:
    """Facets of a noun whose filters count nothing."""
    raise Problem(404, "not-found", f"There are no facets of {noun}.", near=[reverse(f"api-{noun}")])


@data_view
def no_suffix(request: HttpRequest, path: str, suffix: str) -> HttpResponse:
    """A list or a record asked for as if the API had formats: it has one, and the others stand beside the pages."""
    near = [f"{reverse('api-root')}{path}/", f"/{path}.{suffix}"]
    raise Problem(404, "not-found", "The API has no suffixes: the formats stand beside the pages.", near=near)


@data_view
def nothing_here(request: HttpRequest) -> HttpResponse:
    """Whatever else begins like an address of the API, so that programs need not read a page."""
    if request.path.endswith("/"):
        raise Problem(404, "not-found", "There is nothing at this address.", near=[reverse("api-root")])
    query = request.META.get("QUERY_STRING", "")
    raise Moved(f"{request.path}/?{query}" if query else f"{request.path}/")
