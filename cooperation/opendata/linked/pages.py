"""The page that stands around a record or a list, in the words of schema.org."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from cooperation.models.base import LANGUAGES, active_language, localized
from cooperation.record import door, public, site
from cooperation.record.chosen import list_name
from cooperation.record.filters import FILTERS, LISTED
from cooperation.record.formats import PAGED, PARTS, formats_of
from cooperation.record.public import SourceRecord

from .nodes import goals, node_of
from .parts import At, Node, citation, filled

_TYPES = {
    "about": "AboutPage",
    "coverage": "AboutPage",
    "accessibility": "AboutPage",
    "corrections": "CollectionPage",
    "timeline": "CollectionPage",
    "list": "CollectionPage",
    "search": "SearchResultsPage",
}


@dataclass(frozen=True)
class Download:
    """A file that holds the whole record."""

    url: str
    media_type: str
    size: int
    digest: str = ""


@dataclass(frozen=True)
class Page:
    """A page as its template knows it. `trail` leads to it from the front page: names and full addresses.

    `noun` and `query` are those of the list that it shows, if any.
    """

    kind: str
    url: str
    title: str
    description: str
    trail: Sequence[tuple[str, str]] = ()
    record: Any = None
    noun: str = ""
    query: str = ""
    downloads: Sequence[Download] = ()
    made: datetime.datetime | None = None


def graph_of(page: Page, at: At) -> Node:
    """The page, the site that it is part of, and the record or the dataset that it shows."""
    whole = _page(page, at)
    nodes = [whole, _site(at)]
    shown = _shown(page, at)
    if shown:
        whole["mainEntity"] = {"@id": shown["@id"]}
        nodes.append(shown | {"mainEntityOfPage": {"@id": whole["@id"]}})
    return {"@context": "https://schema.org", "@graph": nodes}


def _shown(page: Page, at: At) -> Node | None:
    if page.record is not None:
        return node_of(page.record, at)
    if page.kind == "data":
        return _catalog(page, at)
    return _dataset(page, at) if page.noun else None


def _page(page: Page, at: At) -> Node:
    return filled(
        {
            "@type": _TYPES.get(page.kind, "WebPage"),
            "@id": f"{page.url}#page",
            "url": page.url,
            "name": page.title,
            "description": page.description,
            "inLanguage": active_language(),
            "dateModified": page.record.modified.isoformat() if page.record else None,
            "license": site.LICENCE_URL,
            "isPartOf": {"@id": _site_id(at)},
            "breadcrumb": _trail(page.trail),
            "citation": [citation(source) for source in _sources(page.record)],
            "mentions": goals(page.record) if isinstance(page.record, public.TopicRecord) else None,
        }
    )


def _site_id(at: At) -> str:
    return at("/") + "#site"


def _site(at: At) -> Node:
    found = at(localized("/search/")) + "?q={search_term_string}"
    return {
        "@type": "WebSite",
        "@id": _site_id(at),
        "url": at(localized("/")),
        "name": str(site.NAME),
        "description": str(site.DESCRIPTION),
        "inLanguage": list(LANGUAGES),
        "license": site.LICENCE_URL,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": found},
            "query-input": "required name=search_term_string",
        },
    }


def _trail(steps: Sequence[tuple[str, str]]) -> Node | None:
    """The way from the front page; the front page itself has none."""
    if not steps:
        return None
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": url}
        for place, (name, url) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _dataset(page: Page, at: At) -> Node:
    """A list with its filter, as the same data that every format of it holds."""
    query = f"?{page.query}" if page.query else ""
    own = {
        "@id": at(f"/{page.noun}/{query}") + "#data",
        "name": f"{page.title} – {site.NAME}",
        "url": page.url,
        "includedInDataCatalog": {"@id": _catalog_id(at)},
        "distribution": _files(page.noun, query, at),
    }
    return _any_dataset(page.description, at) | own


def _files(noun: str, query: str, at: At) -> list[Node]:
    """A list in each format in which it can be taken away, and what stands within its records."""
    files = [(name, each) for name in (noun, *PARTS.get(noun, ())) for each in formats_of(name) if not each.subscribed]
    return [_download(Download(at(f"/{name}.{each.suffix}{query}"), each.media_type, 0)) for name, each in files]


def _any_dataset(description: str, at: At) -> Node:
    return {
        "@type": "Dataset",
        "description": f"{description} {site.DESCRIPTION}".strip(),
        "license": site.LICENCE_URL,
        "isAccessibleForFree": True,
        "inLanguage": list(LANGUAGES),
        "creator": {"@type": "Organization", "name": str(site.NAME), "url": at(localized("/"))},
    }


def _catalog_id(at: At) -> str:
    return at("/data/") + "#catalog"


def _catalog(page: Page, at: At) -> Node:
    """Every noun's list as a dataset, and the whole record as one more."""
    lists = []
    for noun in PAGED:
        # What has no page for each of its records is told about the record.
        path = f"/{noun}/" if noun in FILTERS else f"/about/{noun}/"
        own = {
            "@type": "Dataset",
            "@id": at(path) + "#data",
            "name": f"{list_name(LISTED[noun]._meta.model)} – {site.NAME}",
            "url": at(localized(path)),
            "distribution": _files(noun, "", at),
        }
        lists.append(_any_dataset("", at) | own)
    whole = _any_dataset(page.description, at) | {
        "@id": at("/data/") + "#data",
        "name": str(site.NAME),
        "url": page.url,
        "dateModified": page.made.isoformat() if page.made else None,
        "temporalCoverage": _years(),
        "distribution": [_download(each) for each in page.downloads],
    }
    return {
        "@type": "DataCatalog",
        "@id": _catalog_id(at),
        "name": f"{page.title} – {site.NAME}",
        "description": page.description,
        "url": page.url,
        "license": site.LICENCE_URL,
        "dataset": [filled(whole), *lists],
    }


def _years() -> str:
    """The dates of the first and the last meeting, as an interval of ISO 8601."""
    dates = door.span(FILTERS["meetings"]().selection())
    return "/".join(dates) if dates else ""


def _download(file: Download) -> Node:
    size = f"{file.size} B" if file.size else ""
    return filled(
        {
            "@type": "DataDownload",
            "encodingFormat": file.media_type,
            "contentUrl": file.url,
            "contentSize": size,
            "sha256": file.digest,
        }
    )


def _sources(record: Any) -> Iterable[SourceRecord]:
    """Every source that a record's page names, each once."""
    if isinstance(record, public.OfficialRecord):
        named = [post.source for post in record.appointments]
    elif isinstance(record, public.CommitmentRecord):
        named = [record.point.source, *(change.source for change in record.changes)]
    elif isinstance(record, public.MeetingRecord):
        named = [*record.sources, *(point.source for point in record.points)]
    else:
        named = getattr(record, "sources", ())
    return dict.fromkeys(source for source in named if source)
