"""Addresses of data that stand beside the pages, in the language of their path."""

from django.urls import path, re_path

from cooperation.record.formats import NOUNS

from . import sitemaps, suffixes, wellknown
from .bulk import downloads, page

noun = f"(?P<noun>{'|'.join(NOUNS)})"
suffix = r"\.(?P<suffix>[a-z0-9]{2,8})"

urlpatterns = [
    path("data/", page.data, name="data"),
    re_path(rf"^{noun}{suffix}$", suffixes.list_as, name="list-as"),
    re_path(rf"^{noun}/(?P<slug>[-a-zA-Z0-9_]+){suffix}$", suffixes.record_as, name="record-as"),
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
