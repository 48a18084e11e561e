from collections.abc import Iterator

from django.urls import URLPattern, path, re_path
from drf_spectacular.views import SpectacularSwaggerSplitView

from cooperation.record.formats import FORMATS, LISTS, NOUNS

from .. import manual
from ..rendering import facets_of
from ..serving import data_view, read_only
from . import views


def _list(noun: str) -> Iterator[URLPattern]:
    yield path(f"v1/{noun}/", data_view(views.RecordList.as_view(noun=noun)), name=f"api-{noun}")
    if facets_of(noun):
        yield path(f"v1/{noun}/facets/", data_view(views.Facets.as_view(noun=noun)), name=f"api-{noun}-facets")
    else:
        yield path(f"v1/{noun}/facets/", views.no_facets, {"noun": noun})


def _record(noun: str) -> URLPattern:
    return path(f"v1/{noun}/<slug:slug>/", data_view(views.SingleRecord.as_view(noun=noun)), name=f"api-{noun}-record")


documentation = SpectacularSwaggerSplitView.as_view(
    url_name="api-document",
    template_name="opendata/documentation.html",
    template_name_js="opendata/documentation.js",
)

urlpatterns = [
    path("", manual.manual, name="api-manual"),
    path("v1/", data_view(views.Root.as_view()), name="api-root"),
    path("v1/openapi.json", data_view(views.Document.as_view()), name="api-document"),
    path("docs/", read_only(documentation), name="api-documentation"),
    *(pattern for noun in LISTS for pattern in _list(noun)),
    *(_record(noun) for noun in NOUNS),
    re_path(
        rf"^v1/(?P<path>(?:{'|'.join(LISTS)})(?:/[-a-zA-Z0-9_]+)?)\.(?P<suffix>{'|'.join(FORMATS)})$", views.no_suffix
    ),
    re_path(r"^", views.nothing_here),
]
