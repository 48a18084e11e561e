"""Addresses of data that stand beside the pages, in the language of their path."""

from django.urls import path, re_path

from cooperation.record.formats import FORMATS, LISTS, NOUNS

from . import manual, sitemaps, suffixes, wellknown
from .api.views import in_no_language
from .bulk import downloads, page

noun = f"(?P<noun>{'|'.join(NOUNS)})"
listed = f"(?P<noun>{'|'.join(LISTS)})"
suffix = r"\.(?P<suffix>[a-zA-Z0-9]{1,12})"

urlpatterns = [
    path("data/", page.data, name="data"),
    path("data/<str:name>", downloads.elsewhere),
    path("api/", manual.manual, name="manual"),
    re_path(rf"^{listed}{suffix}$", suffixes.list_as, name="list-as"),
    re_path(rf"^{noun}/(?P<slug>[-a-zA-Z0-9_]+){suffix}$", suffixes.record_as, name="record-as"),
    # What is asked for as data and is none is refused as data is.
    re_path(rf"^(?:api/.*|.*\.(?:{'|'.join(FORMATS)}))$", in_no_language),
]

# What programs look for at fixed addresses, in no language.
fixed = [
    path("data/<str:name>", downloads.download, name="data-file"),
    path("robots.txt", wellknown.robots, name="robots"),
    path(".well-known/security.txt", wellknown.security, name="security"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-pages.xml", sitemaps.pages, name="sitemap-pages"),
    re_path(rf"^sitemap-{noun}-(?P<number>[1-9][0-9]{{0,9}})\.xml$", sitemaps.records, name="sitemap-records"),
]
