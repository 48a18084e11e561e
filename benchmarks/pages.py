"""What is asked of each contestant: the same question at the address that each has for it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from . import datasette_peer
from .words import RARE

SITE, ORDINARY, DATASETTE, NGINX = "this site", "ordinary Django", "Datasette", "nginx"
ENTRY = "first"


@dataclass(frozen=True)
class Page:
    """`compared` are the facets whose counts must be the same; None where not even the totals can be compared."""

    key: str
    label: str
    paths: dict[str, str]
    compared: tuple[str, ...] | None = None


def timeline(**parameters: Any) -> str:
    return f"/meetings/?{urlencode(parameters, doseq=True)}"


def mixed(facts: dict[str, Any]) -> list[str]:
    """Pages that many read, and filters that few do: some of them are kept already, some not."""
    common = ["/meetings/", "/az/meetings/", "/agencies/", f"/meetings/{facts['meeting']}/", "/topics/"]
    few = [timeline(agency=agency, topic=topic) for agency in facts["agencies"][:15] for topic in facts["topics"][:15]]
    return common * 20 + few


def compared_pages(facts: dict[str, Any]) -> list[Page]:
    """Pages that more than one contestant has."""
    agency, topic = facts["agency"], facts["topic"]
    through = datasette_peer.linked("agency", agency)
    # Datasette 0.65 mixes up the values of a followed link and a column's filter, so the years are written out.
    years = ("_where", "year between '2020' and '2024'")
    of_both = [through, datasette_peer.linked("topic", topic), years]
    return [
        _page(ENTRY, "newest first", {}, {}, [], ("agency", "topic", "year")),
        _page("agency", "one agency", {"agency": agency}, {"agency": agency}, [through], ("topic", "year")),
        _page(
            "both",
            "agency, topic and years",
            {"agency": agency, "topic": topic, "from": "2020", "to": "2024"},
            {"agency": agency, "topic": topic, "since": "2020", "before": "2025"},
            of_both,
            ("year",),
        ),
        _page("search", "a word in 1 % of records", {"q": RARE}, {"q": RARE}, [("_search", RARE)], ("topic", "year")),
        Page("last", "last page", {SITE: timeline(after=facts["last"]), ORDINARY: timeline(page="last")}),
        Page(
            "every",
            "one agency, ordinary Django with as many facets",
            {SITE: timeline(agency=agency), ORDINARY: timeline(agency=agency, facets="all")},
        ),
        Page(
            "admin",
            "one agency, beside the admin's own list",
            {
                SITE: timeline(agency=agency),
                ORDINARY: f"/admin/ordinary/meeting/?participations__agency__id__exact={facts['agency_id']}",
            },
        ),
        Page(
            "api",
            "a list as JSON, no facets",
            {SITE: "/api/v1/meetings/", DATASETTE: f"{datasette_peer.TABLE}.json?_sort_desc=date&_size=20"},
        ),
    ]


def _page(key: str, label: str, site: dict, ordinary: dict, datasette: list, compared: tuple[str, ...]) -> Page:
    paths = {SITE: timeline(**site), ORDINARY: timeline(**ordinary), DATASETTE: datasette_peer.page(*datasette)}
    return Page(key, label, paths, compared)


def own_pages(facts: dict[str, Any]) -> list[Page]:
    """Pages of this site alone: other filters of the timeline, and what is made of the same meetings."""
    filters = {name: facts[name] for name in ("topic", "body", "official", "program", "event")}
    timelines = {
        **{f"by {name}": timeline(**{name: value}) for name, value in filters.items()},
        "by place": timeline(place="geneva"),
        "by year": timeline(year="2015"),
        "by years": timeline(**{"from": "2001-05", "to": "2019"}),
    }
    others = {
        "pictures and matrix": "/pictures/",
        "pictures of an agency": f"/pictures/?agency={facts['agency']}",
        "agency's page": f"/agencies/{facts['agency']}/",
        "briefing on an agency": f"/agencies/{facts['agency']}/briefing/",
        "a meeting": f"/meetings/{facts['meeting']}/",
        "list of officials": "/officials/",
    }
    return [Page(label, label, {SITE: path}) for label, path in (timelines | others).items()]


GROWING = ("first", "agency", "both", "last", "by topic", "by body", "by official", "by program", "by event")
GROWING += ("by place", "by year", "by years")
HEAVY = ("pictures and matrix", "pictures of an agency", "agency's page", "briefing on an agency")


def many(facts: dict[str, Any], name: str) -> list[str]:
    """Forty filtered pages, no two the same."""
    pairs = [(agency, topic) for agency in facts["agencies"][:8] for topic in facts["topics"][:5]]
    if name == DATASETTE:
        linked = datasette_peer.linked
        return [datasette_peer.page(linked("agency", agency), linked("topic", topic)) for agency, topic in pairs]
    return [timeline(agency=agency, topic=topic) for agency, topic in pairs]
