"""What the nodes of linked data are made of."""

from collections.abc import Callable, Iterable
from typing import Any

from cooperation.record.public import Link, Place, SourceRecord

Node = dict[str, Any]
# Makes a full address of a path of this site.
At = Callable[[str], str]

SCHEMA = "https://schema.org"

TYPES = {
    "meetings": "Event",
    "agencies": "Organization",
    "officials": "Person",
    "programs": "Project",
    "events": "Event",
    "topics": "DefinedTerm",
    "agreements": "CreativeWork",
    "commitments": "Action",
}


def filled(node: Node) -> Node:
    """The node without what is not known."""
    return {name: value for name, value in node.items() if value or value == 0}


def identity(link: Link, at: At) -> str:
    """The record itself, whatever the language of the page: other records' pages name it so too."""
    return at(f"/{link.noun}/{link.slug}/") + "#record"


def reference(link: Link, at: At) -> Node:
    """A record as others name it; its own page says more under the same `@id`."""
    return {"@type": TYPES[link.noun], "@id": identity(link, at), "name": link.name, "url": at(link.url)}


def references(links: Iterable[Link], at: At) -> list[Node]:
    return [reference(link, at) for link in links]


def place_node(place: Place) -> Node | None:
    if not place.parts:
        return None
    address = {"@type": "PostalAddress", "addressLocality": place.city, "addressCountry": place.country}
    return filled({"@type": "Place", "name": str(place), "address": filled(address)})


def citation(source: SourceRecord) -> Node:
    return filled(
        {
            "@type": "CreativeWork",
            "name": source.title,
            "url": source.url,
            "publisher": {"@type": "Organization", "name": source.publisher} if source.publisher else None,
            "datePublished": source.published,
            "inLanguage": source.language,
            "archivedAt": source.archived_url,
        }
    )
