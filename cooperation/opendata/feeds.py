"""What is new, updated and corrected in a list or in a record, as an Atom feed (RFC 4287, paged as in RFC 5005)."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed, rfc3339_date
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cooperation.models import PartialDate, Record
from cooperation.models.base import active_language, localized
from cooperation.record import site
from cooperation.record.chosen import title_of
from cooperation.record.door import Position
from cooperation.record.filters import FILTERS
from cooperation.record.latest import Times, latest, times_with
from cooperation.record.public import CorrectionRecord, SourceRecord, corrections_of
from cooperation.record.reading import read

from .asking import PAGE_SIZE, PAGING, Asked, bad_cursor
from .characters import clean
from .citing import sources_of
from .telling import Told, tell

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
OPTIONS = PAGING
# From this year on the site's name stands in tag URIs (RFC 4151), which stay when addresses change.
TAGGED_SINCE = 2026
_NOTHING_YET = datetime.datetime(TAGGED_SINCE, 1, 1, tzinfo=datetime.UTC)
KINDS = {"new": gettext_lazy("New"), "updated": gettext_lazy("Updated"), "corrected": gettext_lazy("Corrected")}


@dataclass(frozen=True)
class Entry:
    told: Told
    times: Times
    sources: Sequence[SourceRecord]
    corrections: Sequence[str]


class Feed(Atom1Feed):
    """Django's Atom, with the links of a paged feed, and entries with sources and named categories."""

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        for relation, address in self.feed["links"]:
            handler.addQuickElement("link", "", {"rel": relation, "href": address})
        handler.addQuickElement("generator", str(site.NAME))

    def latest_post_date(self) -> datetime.datetime:
        return max((item["updateddate"] for item in self.items), default=_NOTHING_YET)

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        handler.addQuickElement("id", item["unique_id"])
        handler.addQuickElement("title", item["title"], {"xml:lang": item["language"]})
        handler.addQuickElement("updated", rfc3339_date(item["updateddate"]))
        if item["pubdate"]:
            handler.addQuickElement("published", rfc3339_date(item["pubdate"]))
        handler.addQuickElement("link", "", {"rel": "alternate", "type": "text/html", "href": item["link"]})
        handler.addQuickElement("summary", item["description"], {"type": "html", "xml:lang": item["spoken"]})
        for source in item["sources"]:
            handler.addQuickElement("link", "", {"rel": "via", "href": source})
        for category in item["named"]:
            handler.addQuickElement("category", "", category)


def render(asked: Asked, request: HttpRequest) -> HttpResponse:
    """The records of the list that changed last. Raises Problem where the cursor is another format's."""
    try:
        found, more = latest(asked.selection, asked.after, asked.size)
    except ValueError:
        raise bad_cursor() from None
    title, subtitle = title_of(asked.selection), _("New, updated and corrected records, the latest change first.")
    page = localized(f"/{asked.noun}/{_query(asked.query)}")
    feed = feed_of(asked, request, title, subtitle, page, found[-1].position if more else None)
    return _answer(feed, _entries(asked.selection.model, found), request)


def feed_of(asked: Asked, request: HttpRequest, title: str, subtitle: str, page: str, last: Position | None) -> Feed:
    """A feed without entries, for what stands at `page`; `last` is the place of its last entry, where more follow."""
    size = {} if asked.size == PAGE_SIZE else {"page_size": asked.size}
    here = {"cursor": asked.cursor(asked.after)} if asked.after else {}
    links = [("first", _address(asked, request, size))]
    if last:
        links.append(("next", _address(asked, request, size | {"cursor": asked.cursor(last)})))
    return Feed(
        clean(title),
        site.absolute(request, page),
        None,
        subtitle=subtitle,
        feed_url=_address(asked, request, size | here),
        feed_guid=tag(request, f"{asked.noun}{_query(asked.query)}"),
        links=[*links, ("license", site.LICENCE_URL)],
        **_whose(request),
    )


def render_record(record: Any, request: HttpRequest) -> HttpResponse:
    """The last change of one record, as its own feed."""
    link, model = record.link, FILTERS[record.link.noun]._meta.model
    entries = _entries(model, [times_with(model, record.uid)])
    feed = Feed(
        clean(f"{link.name} – {site.NAME}"),
        site.absolute(request, link.url),
        None,
        feed_url=site.absolute(request, f"{link.url.rstrip('/')}.atom"),
        feed_guid=tag(request, f"{link.noun}/{record.uid}/changes"),
        links=[("license", site.LICENCE_URL)],
        **_whose(request),
    )
    return _answer(feed, entries, request)


def _whose(request: HttpRequest) -> dict[str, Any]:
    return {
        "language": active_language(),
        "author_name": site.NAME,
        "author_link": site.absolute(request, localized("/")),
        "feed_copyright": f"{site.LICENCE}, {site.LICENCE_URL}",
    }


def _answer(feed: Feed, entries: list[Entry], request: HttpRequest) -> HttpResponse:
    for entry in entries:
        feed.add_item(**_item(entry, request))
    return written(feed)


def written(feed: Feed) -> HttpResponse:
    return HttpResponse(feed.writeString("utf-8"), content_type=MEDIA_TYPE)


def _entries(model: type[Record], found: list[Times]) -> list[Entry]:
    ids = [each.id for each in found]
    records = read(model, ids)
    sources = sources_of(model, ids)
    corrections = corrections_of({times.uid: record.link for times, record in zip(found, records, strict=True)})
    return [
        Entry(tell(record), times, sources[times.id], [in_a_sentence(each) for each in corrections[times.uid]])
        for times, record in zip(found, records, strict=True)
    ]


def in_a_sentence(correction: CorrectionRecord) -> str:
    day = PartialDate(correction.corrected_on.isoformat()).display()
    return _("Corrected on %(day)s: %(text)s") % {"day": day, "text": correction.text}


def _item(entry: Entry, request: HttpRequest) -> dict[str, Any]:
    told, times = entry.told, entry.times
    noun = next(part for part in told.path.split("/") if part and part != active_language())
    return {
        "title": clean(told.title),
        "language": told.title.language,
        "link": site.absolute(request, told.path),
        "spoken": told.language,
        "description": _html(entry),
        "unique_id": tag(request, f"{noun}/{times.uid}"),
        "pubdate": times.published,
        "updateddate": times.updated,
        "sources": [source.url for source in entry.sources],
        "named": [
            {"term": times.kind, "label": str(KINDS[times.kind]), "scheme": tag(request, "changes")},
            *({"term": each.slug, "label": each.name, "scheme": tag(request, "topics")} for each in told.topics),
        ],
    }


def _html(entry: Entry) -> str:
    told = entry.told
    where = ", ".join(part for part in (told.when, told.place) if part)
    lines = [*entry.corrections, *([where] if where else []), *told.lines]
    return clean(format_html_join("", "<p>{}</p>", ([line] for line in lines)))


def _query(query: str) -> str:
    return f"?{query}" if query else ""


def _address(asked: Asked, request: HttpRequest, paging: dict[str, Any]) -> str:
    query = "&".join(part for part in (asked.query, urlencode(paging)) if part)
    return site.absolute(request, localized(f"/{asked.noun}.atom{_query(query)}"))


def tag(request: HttpRequest, name: str) -> str:
    """A tag URI in the name of this site. Each language has its own, since readers take one for one text."""
    host = urlsplit(site.absolute(request, "/")).hostname or ""
    authority = "localhost" if ":" in host else host
    return f"tag:{authority},{TAGGED_SINCE}:{localized(f'/{name}').lstrip('/')}"
